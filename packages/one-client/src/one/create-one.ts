import { type OnWarning } from "@neurophys/alf";
import { type Decoders, defaultDecoders } from "@neurophys/alf/io";
import { type ByteStore } from "@neurophys/alf/store";
import { tableDecoders } from "@neurophys/tables";
import { type FetchFiles } from "../loading/fetch-files.ts";
import { hashStoredFile } from "../loading/hash-stored-file.ts";
import { One } from "../one.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type CacheTables, earliestCreation } from "../tables/cache-tables.ts";
import { type CompatName } from "./compat.ts";
import { type StoredFile } from "./one-context.ts";
import { type OneParts } from "./one-state.ts";
import { type TableFiles } from "./table-files.ts";

/** What a {@link One} works with. */
export interface OneOptions {
  /** The tables to search: those of `loadTables`, or any by name. */
  readonly tables: CacheTables | ReadonlyMap<string, CacheTable>;
  /** Where dataset files are read from, by key: `lab/Subjects/subject/date/number/collection/#revision#/name`. */
  readonly store: ByteStore;
  /** Folder or URL that paths are made with. Default: that of the store. */
  readonly location?: string | undefined;
  /**
   * Whether text means shell patterns (in searches: regular expressions); else regular expressions (in searches: plain
   * text). Default: true, as in the original.
   */
  readonly wildcards?: boolean | undefined;
  /** Whether the names of dataset files hold their id. Default: false. */
  readonly uuidFilenames?: boolean | undefined;
  /** Decoders by extension without dot, beside those of `@neurophys/alf/io` and `@neurophys/tables`, or in their place. */
  readonly decoders?: Decoders | undefined;
  /** Revision for loading functions that are given none. Default: each dataset's default revision. */
  readonly revisionLastBefore?: string | undefined;
  /** Address of the server that holds the same files, for `path2url` and `record2url`. */
  readonly dataServer?: string | undefined;
  /** Remember the ids of all datasets that are loaded, for `saveLoadedIds`. Default: false. */
  readonly recordLoaded?: boolean | undefined;
  /** Where tables are read from again and written to. */
  readonly tableFiles?: TableFiles | undefined;
  /** Whether `close` saves the tables. Default: false. */
  readonly saveOnClose?: boolean | undefined;
  /** Told about what went on although something was odd. Default: nobody is. */
  readonly onWarning?: OnWarning | undefined;
  /** Defects of the original to reproduce; `PYTHON_COMPAT` for all. Default: none. */
  readonly compat?: readonly CompatName[] | undefined;
  /** How many files are read at once. Default: 8, which is where reading from a local disk gains no more. */
  readonly concurrency?: number | undefined;
  /** MD5 of a file in the store. Default: computed here, from the bytes of the store. */
  readonly hashFile?: ((key: string, signal: AbortSignal | undefined) => Promise<string>) | undefined;
  /**
   * Whether files are compared with the MD5 in their record where a call does not say. Default: true, as in the
   * original; false saves reading every file twice where the store is far away.
   */
  readonly checkHash?: boolean | undefined;
  /** Brings files that are missing in the store or not as their records say. Default: nothing does. */
  readonly fetchFiles?: FetchFiles | undefined;
  /** Where parts of files can be read that are not in the store; keys hold the datasets' ids. */
  readonly remoteStore?: ByteStore | undefined;
  /** The file at an address, for records that say where theirs is. Default: only the stores are looked in. */
  readonly fileAt?: ((url: string) => StoredFile) | undefined;
  /** The time. Default: the clock's. */
  readonly now?: (() => Date) | undefined;
}

/**
 * Make a {@link One} over tables and files that are at hand: in a browser, over HTTP, or in memory.
 *
 * In Node.js use `openOne` of the `node` entry for a folder.
 */
export function createOne(options: OneOptions): One {
  return new One(oneParts(options));
}

/** All that a {@link One} is made of, with defaults for what a caller leaves out. */
export function oneParts(options: OneOptions): OneParts {
  const { store } = options;
  return {
    store,
    cache: cacheOf(options.tables),
    location: withoutSlash(options.location ?? store.location),
    wildcards: options.wildcards ?? true,
    uuidFilenames: options.uuidFilenames ?? false,
    decoders: { ...defaultDecoders, ...tableDecoders, ...options.decoders },
    revisionLastBefore: options.revisionLastBefore,
    dataServer: options.dataServer === undefined ? undefined : withoutSlash(options.dataServer),
    recordLoaded: options.recordLoaded ?? false,
    tableFiles: options.tableFiles,
    saveOnClose: options.saveOnClose ?? false,
    onWarning: options.onWarning ?? (() => undefined),
    compat: options.compat ?? [],
    concurrency: options.concurrency ?? 8,
    hashFile: options.hashFile ?? ((key, signal) => hashStoredFile(store, key, signal)),
    checksHashes: options.checkHash ?? true,
    fetchFiles: options.fetchFiles,
    remoteStore: options.remoteStore,
    fileAt: options.fileAt,
    now: options.now ?? (() => new Date()),
  };
}

function cacheOf(tables: OneOptions["tables"]): CacheTables {
  if ("tables" in tables) return tables;
  return {
    tables,
    createdTime: earliestCreation(Array.from(tables.values(), (table) => table.metadata)),
    loadedTime: undefined,
    modifiedTime: undefined,
    savedTime: undefined,
    skipped: new Map(),
  };
}

/** The location without a separator at its end, unless it is nothing else. */
function withoutSlash(location: string): string {
  return location.replace(/(?<=[^/\\])[/\\]+$/, "");
}
