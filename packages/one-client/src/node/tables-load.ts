import { type CacheTables } from "../tables/cache-tables.ts";
import { type LoadTablesOptions, loadTables } from "../tables/load-tables.ts";
import { TablesFolder } from "./tables-folder.ts";

/** Options of {@link loadTablesFrom}. */
export interface LoadTablesFromOptions extends Omit<LoadTablesOptions, "files" | "now"> {
  /** The time of loading; that of the clock if left out. */
  readonly now?: Date | undefined;
}

/**
 * Open the cache tables in a folder, as they are now: files put in place later do not show until the next call.
 *
 * @throws as {@link loadTables}; `AccessDeniedError` if the folder or a file may not be read.
 */
export async function loadTablesFrom(folder: string, options: LoadTablesFromOptions = {}): Promise<CacheTables> {
  return loadTables(new TablesFolder(folder), { ...options, now: options.now ?? new Date() });
}
