import { type Dirent } from "node:fs";
import { readdir, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { systemCode, typedFileError } from "../store/file-errors.ts";
import { FileStore } from "../store/file-store.ts";
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
 * @throws LinkOutsideError (`store/link-outside`) if a folder in a path is a link that leads out of `root`.
 * @throws NotAFileError, AccessDeniedError, FileSystemError (`store/…`) if a file cannot be removed.
 * @see Source: the deleting half of `remove_missing_datasets` in ONE, `one/alf/cache.py`.
 */
export async function removeFiles(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const store = new FileStore(root);
  const folders = paths.map((path) => dirname(join(store.location, ...keySegments(path))));
  const removed: string[] = [];
  for (const path of paths) {
    if (await store.delete(path)) removed.push(path);
  }
  for (let folder of folders) {
    while (folder !== store.location && (await removeIfEmpty(folder))) folder = dirname(folder);
  }
  return removed;
}

async function removeIfEmpty(folder: string): Promise<boolean> {
  return await rmdir(folder).then(
    () => true,
    () => false,
  );
}
