import { compareText } from "@neurophys/alf";
import { NoTableFilesError } from "../errors.ts";
import { textAt } from "../search/text-column.ts";
import { findRows } from "../tables/find-rows.ts";
import { type OneState } from "./one-state.ts";

/** Where tables are read from, or written to. */
export interface CacheLocation {
  /** Folder or URL of the tables. Default: where they were read from last, at first the usual one. */
  readonly tablesDir?: string | undefined;
}

/** How tables are saved. */
export interface SaveCacheOptions extends CacheLocation {
  /** Write the tables as they are, even if nothing changed, instead of merging what changed with those on disk. */
  readonly clobber?: boolean | undefined;
}

/** Which ids are saved. */
export interface SaveLoadedIdsOptions {
  /** Ids of sessions of which datasets were loaded, instead of ids of datasets. Default: false. */
  readonly sessionsOnly?: boolean | undefined;
  /** Forget the ids afterwards. Default: true. */
  readonly clearList?: boolean | undefined;
}

/** Ids that were saved. */
export interface SavedIds {
  /** Sorted. */
  readonly ids: readonly string[];
  /** Path of the file; `undefined` if there were no ids. */
  readonly path: string | undefined;
}

/**
 * Read the tables anew. What changed in memory and was not saved is lost.
 *
 * @param isQuiet - Whether it goes without saying that there may be none.
 * @returns When they were read; `undefined` if there are none, which is also warned about.
 * @throws NoTableFilesError if nothing to read them with was handed in.
 * @throws UnreadableTableError or TableIndexError if a file is no table; the tables in memory then stay.
 * @see Source: `One.load_cache` in ONE, `one/api.py`.
 */
export async function loadCache(
  state: OneState,
  { tablesDir }: CacheLocation,
  { isQuiet = false }: { readonly isQuiet?: boolean | undefined } = {},
): Promise<Date | undefined> {
  const { tableFiles, onWarning, now } = state.parts;
  if (tableFiles === undefined) throw new NoTableFilesError("Loading tables");
  const location = tablesDir ?? state.tablesDir;
  const cache = await tableFiles.load({ location, now: now(), onWarning });
  state.cache = cache;
  state.tablesDir = location;
  if (cache.loadedTime === undefined && !isQuiet) {
    const message = `No cache tables found in ${location ?? tableFiles.location}`;
    onWarning({ code: "one/no-tables", category: "UserWarning", message });
  }
  return cache.loadedTime;
}

/**
 * Write the tables if they changed, together with what other processes wrote meanwhile; afterwards these rows are in
 * memory too.
 *
 * @returns Whether anything was written.
 * @throws NoTableFilesError if nothing to write them with was handed in.
 * @throws TableWriteError, TableLockError or FolderMissingError if they cannot be written; no file is then half written.
 * @see Source: `One.save_cache` in ONE, `one/api.py`. There a table that only one side has is an error (O4), and tables that were
 *   read from elsewhere are written to the folder of the files.
 */
export async function saveCache(state: OneState, options: SaveCacheOptions): Promise<boolean> {
  const { tableFiles, now } = state.parts;
  if (tableFiles?.save === undefined) throw new NoTableFilesError("Saving tables");
  const before = state.cache;
  // later than the change, though the clock may not have moved on since: else it would be saved again
  const time = new Date(Math.max(now().getTime(), (before.modifiedTime?.getTime() ?? 0) + 1));
  const { tables, saved } = await tableFiles.save(before, {
    location: options.tablesDir ?? state.tablesDir,
    clobber: options.clobber ?? false,
    now: time,
  });
  // what changed while the files were written is not in them, and stays to be saved
  if (saved && state.cache === before) {
    state.cache = options.tablesDir === undefined ? tables : { ...before, savedTime: time };
  }
  return saved;
}

/**
 * Write the ids of the datasets that were loaded so far, or of their sessions, to a CSV file beside the tables.
 *
 * @throws NoTableFilesError if nothing to write with was handed in.
 * @see Source: `One.save_loaded_ids` in ONE, `one/api.py`.
 */
export async function saveLoadedIds(state: OneState, options: SaveLoadedIdsOptions): Promise<SavedIds> {
  const { tableFiles, onWarning, now } = state.parts;
  const loaded = [...state.loadedIds].sort(compareText);
  if (loaded.length === 0) {
    const message = "No datasets loaded; check that the option recordLoaded is true";
    onWarning({ code: "one/nothing-loaded", category: "UserWarning", message });
    return { ids: [], path: undefined };
  }
  if (tableFiles?.writeText === undefined) throw new NoTableFilesError("Saving ids");
  const { sessionsOnly = false, clearList = true } = options;
  const kind = sessionsOnly ? "session" : "dataset";
  const ids = sessionsOnly ? await sessionsOf(state, loaded) : loaded;
  const text = `${[`${kind}_uuid`, ...ids].join("\n")}\n`;
  const path = await tableFiles.writeText(`${fileTime(now())}_loaded_${kind}_uuids.csv`, text);
  if (clearList) state.loadedIds.clear();
  return { ids, path };
}

async function sessionsOf(state: OneState, datasetIds: readonly string[]): Promise<string[]> {
  const table = state.cache.tables.get("datasets");
  const eids = await table?.column("eid");
  if (table === undefined || eids === undefined) return [];
  const rows = await findRows(table, datasetIds);
  const found = Array.from(rows, (row) => (row < 0 ? undefined : textAt(eids, row)));
  return [...new Set(found.filter((eid) => eid !== undefined))].sort(compareText);
}

/** Local time as file names hold it: `YYYY-MM-DDTHH-MM-SS`. */
function fileTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date}T${two(time.getHours())}-${two(time.getMinutes())}-${two(time.getSeconds())}`;
}
