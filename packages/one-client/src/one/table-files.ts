import { type OnWarning } from "@neurophys/alf";
import { type CacheTables } from "../tables/cache-tables.ts";

/** How tables are read. */
export interface LoadOptions {
  /** Folder or URL of the tables; the usual one if left out. */
  readonly location?: string | undefined;
  /** The time of reading. */
  readonly now: Date;
  /** Told about files that are no tables. */
  readonly onWarning: OnWarning;
}

/** How tables are written. */
export interface SaveOptions {
  /** Folder of the tables; the usual one if left out. */
  readonly location?: string | undefined;
  /** Write the tables as they are, instead of merging what changed with those on disk. */
  readonly clobber: boolean;
  /** The time of saving. */
  readonly now: Date;
}

/** Tables after they were to be saved. */
export interface SavedTables {
  /** What is on disk now, with the rows that others saved; or the tables as they were, if nothing was to be written. */
  readonly tables: CacheTables;
  /** Whether anything was written. */
  readonly saved: boolean;
}

/** Where cache tables are kept: what reads them, and if possible writes them. */
export interface TableFiles {
  /** The usual folder or URL. */
  readonly location: string;
  /** Read the tables; empty ones if there are no files. */
  load(options: LoadOptions): Promise<CacheTables>;
  /** Write tables, and give back what is then on disk. Without it tables cannot be saved. */
  save?(tables: CacheTables, options: SaveOptions): Promise<SavedTables>;
  /** Write a small text file beside the tables, and give back its path. */
  writeText?(name: string, text: string): Promise<string>;
}
