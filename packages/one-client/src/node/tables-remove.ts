import { rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { type OnWarning } from "@neurophys/alf";
import { compareKeys } from "@neurophys/alf/store";
import { type CacheTables } from "../tables/cache-tables.ts";
import { FolderMissingError, TableWriteError } from "../tables/errors.ts";
import { sessionRows } from "../tables/session-rows.ts";
import { tableRecords } from "../tables/table-records.ts";
import { datasetsOf, type FindOptions, findFiles, findSessions, type LocatedSession } from "./tables-find.ts";
import { systemCode } from "./tables-folder.ts";

/**
 * Remove the files of tables, and `cache_info.json`, from a folder.
 *
 * @param tables - Names of the tables; `["sessions", "datasets"]` if left out.
 * @returns Paths of the files that were removed. One that was not there is warned of.
 * @throws TableWriteError if a file cannot be removed.
 * @see Source: `remove_table_files` in ONE, `one/alf/cache.py`.
 */
export async function removeTableFiles(
  folder: string,
  tables: readonly string[] = ["sessions", "datasets"],
  options: { readonly onWarning?: OnWarning | undefined } = {},
): Promise<string[]> {
  const removed: string[] = [];
  for (const name of ["cache_info.json", ...tables.map((table) => `${table}.pqt`)]) {
    const path = join(resolve(folder), name);
    if (await removeFile(path)) removed.push(path);
    else options.onWarning?.({ code: "one/table-not-found", category: "UserWarning", message: `${path} not found` });
  }
  return removed;
}

async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return false;
    throw new TableWriteError(path, { cause });
  }
}

/** What {@link removeMissingDatasets} would remove: absolute paths, sorted. */
export interface RemovalPlan {
  /** The folder that was looked through; it is never removed itself. */
  readonly root: string;
  /** Dataset files that no row of the tables names. */
  readonly files: readonly string[];
  /** Session folders that no row names. Only those that are empty in the end are removed. */
  readonly sessions: readonly string[];
}

/** Options of {@link planRemoval}. */
export interface RemovalOptions extends Pick<FindOptions, "signal" | "onWarning"> {
  /** Also remove session folders that are not in the table, once they are empty; true if left out. */
  readonly removeEmptySessions?: boolean | undefined;
}

/**
 * Find the dataset files and session folders below a folder that its tables do not list. Nothing is removed.
 *
 * Files without an ALF name are never listed, nor are files outside of sessions.
 *
 * @throws FolderMissingError if there is no such folder.
 * @see Source: `remove_missing_datasets(dry=True)` in ONE, `one/alf/cache.py`. There files are looked up among row
 *   numbers, only at the top of a session, and numbers of fewer than three digits are not found, so that files are
 *   removed that the tables do list.
 */
export async function planRemoval(
  root: string,
  tables: CacheTables,
  options: RemovalOptions = {},
): Promise<RemovalPlan> {
  const folder = resolve(root);
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new FolderMissingError(folder);
  const sessions = await findSessions(folder, options);
  const datasets = datasetsOf(await findFiles(folder, options), sessions);
  const known = await knownPaths(tables);
  const paths = sessions.map((session) => sessionKey(session));
  const files = datasets
    .filter(({ session, relPath }) => known.get(paths[session]!)?.has(relPath) !== true)
    .map(({ session, relPath }) => join(sessions[session]!.session.folder, relPath));
  const unlisted = sessions.filter((_, i) => !known.has(paths[i]!)).map(({ session }) => session.folder);
  return {
    root: folder,
    files: files.sort(compareKeys),
    sessions: options.removeEmptySessions === false ? [] : unlisted.sort(compareKeys),
  };
}

/** Number without zeros in front: folders may be padded or not. */
function sessionKey({ session: { lab, subject, date, number } }: LocatedSession): string {
  return [lab ?? "", subject, date, Number(number)].join("/");
}

/** The relative paths of each session's datasets. A session of a lab may also lie in a folder that names none. */
async function knownPaths({ tables }: CacheTables): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const datasets = tables.get("datasets");
  const ranges = datasets === undefined ? undefined : await sessionRows(datasets);
  const rows = await tableRecords(tables.get("sessions")!, undefined, ["id", "lab", "subject", "date", "number"]);
  const relPaths = datasets === undefined ? [] : await tableRecords(datasets, undefined, ["rel_path"]);
  const known = new Map<string, Set<string>>();
  for (const { id = "", lab = "", subject, date, number } of rows) {
    const range = ranges?.range(String(id));
    const paths = relPaths.slice(range?.start ?? 0, range?.end ?? 0).map(({ rel_path }) => String(rel_path));
    for (const folderLab of new Set(["", String(lab ?? "")])) {
      const key = [folderLab, subject, date, Number(number)].join("/");
      known.set(key, new Set([...(known.get(key) ?? []), ...paths]));
    }
  }
  return known;
}

/**
 * Remove what a plan lists: the files, then the folders of sessions that are empty now, and the folders above them that
 * become empty, up to the root.
 *
 * @returns Paths of what was removed, sorted.
 * @throws TableWriteError if something cannot be removed.
 * @see Source: `remove_missing_datasets(dry=False)` in ONE, `one/alf/cache.py`.
 */
export async function removeMissingDatasets({ root, files, sessions }: RemovalPlan): Promise<string[]> {
  const removed: string[] = [];
  for (const path of files) if (await removeFile(path)) removed.push(path);
  const folders = new Set(sessions.flatMap((session) => [...emptiedFolders(session, files), session]));
  for (const folder of [...folders].sort(compareKeys).reverse()) {
    for (let path = folder; path !== root && path.startsWith(root); path = dirname(path)) {
      if (!(await removeIfEmpty(path))) break;
      removed.push(path);
    }
  }
  return removed.sort(compareKeys);
}

/** The folders inside a session that files were removed from. */
function emptiedFolders(session: string, files: readonly string[]): readonly string[] {
  return files.map((file) => dirname(file)).filter((folder) => folder.startsWith(session + sep));
}

async function removeIfEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch (cause) {
    const code = systemCode(cause);
    if (code === "ENOTEMPTY" || code === "ENOENT" || code === "EEXIST") return false;
    throw new TableWriteError(path, { cause });
  }
}
