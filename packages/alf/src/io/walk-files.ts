import { resolve } from "node:path";
import { isMissing, typedFileError } from "../store/file-errors.ts";
import { walkFolder } from "../store/walk-folder.ts";
import { FolderNotFoundError } from "./errors.ts";

/** A file below a folder, as its folder's listing tells. */
export interface WalkedFile {
  /** Relative to the folder walked, `/`-separated. */
  readonly path: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** Time of the last change, in ms since 1970. */
  readonly modifiedMs: number;
}

/** Options of {@link walkFiles}. */
export interface WalkFilesOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Names (without folder) to take; those left out cost nothing. All by default; see `hasTwoDots`. */
  readonly acceptName?: ((name: string) => boolean) | undefined;
  /**
   * Told of a folder inside that cannot be read, which is then skipped (as Python's `glob` does silently). Without it
   * the walk ends with that error.
   */
  readonly onUnreadable?: ((error: unknown, folder: string) => void) | undefined;
}

/**
 * All files below a folder, in code-point order of their path components: the order of `sorted(root.rglob("*"))`.
 *
 * Links to files count as files, wherever they lead; links to folders are not entered. For tens of thousands of files:
 * the folder is read in synchronous runs of at most 8 ms, several times quicker than asynchronous calls.
 *
 * @param root - Folder to walk; it may be a link.
 * @returns Batches of files, some of them empty; each ends a run.
 * @throws `FolderNotFoundError` if `root` is not a folder.
 * @throws AccessDeniedError, FileSystemError (`store/…`) for what cannot be read.
 * @see Source: `iter_datasets(recursive=True)` in ONE, `one/alf/path.py`, which globs and sorts paths.
 */
export async function* walkFileBatches(
  root: string,
  { signal, acceptName, onUnreadable }: WalkFilesOptions = {},
): AsyncGenerator<readonly WalkedFile[], void, undefined> {
  signal?.throwIfAborted();
  const folder = resolve(root);
  const facts = (key: string) => ({ key, location: folder, operation: "list" }) as const;
  const told =
    onUnreadable && ((error: unknown, path: string) => onUnreadable(typedFileError(error, facts(path)), path));
  try {
    for await (const files of walkFolder(folder, { signal, acceptName, onUnreadable: told, states: true })) {
      yield files.map(({ path, stats }) => ({ path, sizeBytes: stats?.size ?? 0, modifiedMs: stats?.mtimeMs ?? 0 }));
    }
  } catch (error) {
    if (isMissing(error)) throw new FolderNotFoundError(folder, { cause: error });
    throw typedFileError(error, facts(""));
  }
}

/**
 * The same, file by file.
 *
 * @throws As {@link walkFileBatches}.
 */
export async function* walkFiles(
  root: string,
  options: WalkFilesOptions = {},
): AsyncGenerator<WalkedFile, void, undefined> {
  for await (const files of walkFileBatches(root, options)) yield* files;
}
