import { type Dirent } from "node:fs";
import { lstat, readdir, rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { NotAFileError } from "../store/errors.ts";
import { isMissing, systemCode, typedFileError } from "../store/file-errors.ts";
import { compareKeys } from "../store/key-order.ts";
import { keySegments } from "../store/key-segments.ts";
import { NumbersUsedUpError } from "./errors.ts";

/**
 * Number for a new session: one above the highest number folder of a date, three digits.
 *
 * @param dateFolder - `…/subject/YYYY-MM-DD`; one that does not exist gives `"001"`.
 * @returns `"001"` … `"999"`.
 * @throws `NumbersUsedUpError` if 999 is taken.
 * @throws AccessDeniedError, FileSystemError (`store/…`) if the folder cannot be read.
 * @see Source: `next_num_folder` in ONE, `one/alf/io.py`; digits of other scripts are not counted here.
 */
export async function nextNumFolder(dateFolder: string): Promise<string> {
  const taken = await foldersIn(resolve(dateFolder));
  const numbers = taken.filter((name) => /^\d+$/.test(name)).map(Number);
  const next = numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1;
  if (next > 999) throw new NumbersUsedUpError(resolve(dateFolder));
  return String(next).padStart(3, "0");
}

/** Names of the folders in a folder, links to folders included; none if it does not exist. */
async function foldersIn(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const kinds = await Promise.all(entries.map((entry) => entry.isDirectory() || leadsToFolder(entry, path)));
    return entries.filter((_, index) => kinds[index] === true).map(({ name }) => name);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw typedFileError(error, { key: "", location: path, operation: "list" });
  }
}

async function leadsToFolder(entry: Dirent, folder: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false;
  return await stat(join(folder, entry.name)).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/**
 * Remove every empty folder below a folder, and those that become empty thereby. The folder itself stays.
 *
 * Folders that cannot be removed or read are passed over.
 *
 * @returns Paths of what was removed, relative to `root`, innermost first.
 * @see Source: `remove_empty_folders` in ONE, `one/alf/io.py`.
 */
export async function removeEmptyFolders(root: string): Promise<readonly string[]> {
  const removed: string[] = [];
  const visit = async (path: string): Promise<void> => {
    const full = join(root, path);
    const entries = await readdir(full, { withFileTypes: true }).catch(() => []);
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    for (const name of names.sort(compareKeys).reverse()) await visit(path === "" ? name : `${path}/${name}`);
    if (path !== "" && (await removeIfEmpty(full))) removed.push(path);
  };
  await visit("");
  return removed;
}

/**
 * Remove files and then the folders above them that are empty, up to `root`, which stays.
 *
 * @param paths - Relative to `root`, `/`-separated. Those that are not there are passed over.
 * @returns Those that were removed.
 * @throws InvalidKeyError (`store/invalid-key`) if a path leads out of `root`, before anything is removed.
 * @throws NotAFileError, AccessDeniedError, FileSystemError (`store/…`) if a file cannot be removed.
 * @see Source: the deleting half of `remove_missing_datasets` in ONE, `one/alf/cache.py`.
 */
export async function removeFiles(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const base = resolve(root);
  const targets = paths.map((path) => ({ path, full: join(base, ...keySegments(path)) }));
  const removed: string[] = [];
  for (const { path, full } of targets) {
    if (await removeFile(base, path, full)) removed.push(path);
  }
  for (const { full } of targets) {
    let folder = dirname(full);
    while (folder !== base && (await removeIfEmpty(folder))) folder = dirname(folder);
  }
  return removed;
}

async function removeFile(location: string, key: string, full: string): Promise<boolean> {
  try {
    if ((await lstat(full)).isDirectory()) throw new NotAFileError({ key, location, operation: "delete" });
    await unlink(full);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw typedFileError(error, { key, location, operation: "delete" });
  }
}

async function removeIfEmpty(folder: string): Promise<boolean> {
  return await rmdir(folder).then(
    () => true,
    () => false,
  );
}
