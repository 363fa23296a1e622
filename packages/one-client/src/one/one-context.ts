import { type OnWarning } from "@neurophys/alf";
import { type Decoders } from "@neurophys/alf/io";
import { type ByteStore } from "@neurophys/alf/store";
import { type FetchFiles } from "../loading/fetch-files.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type CacheTables } from "../tables/cache-tables.ts";
import { type CompatName } from "./compat.ts";

/** A file in a store. */
export interface StoredFile {
  /** Where it lies. */
  readonly store: ByteStore;
  /** What it is called there. */
  readonly key: string;
}

/** What every function behind {@link One} works on. */
export interface OneContext {
  /** The tables as they are now. */
  readonly cache: CacheTables;
  /** Where dataset files are read from, by key: `lab/Subjects/subject/date/number/collection/…`. */
  readonly store: ByteStore;
  /** Folder or URL that paths are made with, without a separator at its end. */
  readonly location: string;
  /** Whether text means shell patterns (in searches: regular expressions) rather than what the original calls regex. */
  readonly wildcards: boolean;
  /** Whether file names on disk hold the dataset's id. */
  readonly uuidFilenames: boolean;
  /** Revision that loading functions use where none is given. */
  readonly revisionLastBefore: string | undefined;
  /** Address of the server that holds the files, without a separator at its end. */
  readonly dataServer: string | undefined;
  /** Decoders by extension. */
  readonly decoders: Decoders;
  /** Defects of the original to reproduce. */
  readonly compat: readonly CompatName[];
  /** Told about what went on although something was odd. */
  readonly onWarning: OnWarning;
  /** How many files are read at once. */
  readonly concurrency: number;
  /** MD5 of a file, as hexadecimal text. */
  readonly hashFile: (key: string, signal: AbortSignal | undefined) => Promise<string>;
  /** Whether files are compared with the MD5 in their record where the caller does not say. */
  readonly checksHashes: boolean;
  /** Brings files that are missing in the store or not as their records say; without it they stay so. */
  readonly fetchFiles: FetchFiles | undefined;
  /** Where parts of files can be read that are not in the store; keys hold the datasets' ids. */
  readonly remoteStore: ByteStore | undefined;
  /** The file at an address, for records that say where theirs is; without it only the stores are looked in. */
  readonly fileAt: ((url: string) => StoredFile) | undefined;
  /** Whether ids of datasets whose files were found are remembered. */
  readonly recordLoaded: boolean;
  /** Take a changed table in place of the one of its name: at once, and resolve when all is done that follows from it. */
  readonly replaceTable: (table: CacheTable) => Promise<void>;
  /** Remember ids of datasets whose files were found. */
  readonly recordIds: (ids: readonly string[]) => void;
}
