import { type CacheTables } from "../tables/cache-tables.ts";
import { type LoadTablesOptions, loadTables } from "../tables/load-tables.ts";
import { TablesFolder } from "./tables-folder.ts";

/** Options of {@link loadTablesFrom}. */
export type LoadTablesFromOptions = Omit<LoadTablesOptions, "files" | "now"> & { readonly now?: Date | undefined };

/**
 * Open the cache tables in a folder, as they are now: files put in place later do not show until the next call.
 *
 * @throws as {@link loadTables}; `AccessDeniedError` if the folder or a file may not be read.
 */
export async function loadTablesFrom(folder: string, options: LoadTablesFromOptions = {}): Promise<CacheTables> {
  return loadTables(new TablesFolder(folder), { ...options, now: options.now ?? new Date() });
}
