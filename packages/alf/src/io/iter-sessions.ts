import { hasTwoDots, isValid } from "../dataset-name.ts";
import { isSessionPath } from "../session-path.ts";
import { type ListableByteStore } from "../store/byte-store.ts";
import { listingOf, splitKey } from "../store/folder-keys.ts";

/** Options of {@link iterSessions}. */
export interface IterSessionsOptions {
  /** Look only below this folder. */
  readonly prefix?: string | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link iterDatasets}. */
export interface IterDatasetsOptions {
  /** Also give names that are no dataset's, if they have two dots, as the original does. */
  readonly compat?: boolean | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sessions that hold at least one file, sessions inside sessions included, in code-point order of path components.
 *
 * What a session is is read off whole paths: a subject or date in the store's own location counts. To see empty session
 * folders on a disk, and to look only at some, use `walkSessions` of `@neurophys/alf/io/node`.
 *
 * @returns Keys of folders; `""` if the store itself is a session.
 * @throws What the store throws.
 * @see Source: `iter_sessions` in ONE, `one/alf/io.py`, which walks folders.
 */
export async function* iterSessions(
  store: ListableByteStore,
  { prefix, signal }: IterSessionsOptions = {},
): AsyncGenerator<string, void, undefined> {
  const base = store.location.replaceAll("\\", "/").replace(/\/+$/, "");
  const top = prefix === undefined ? 0 : prefix.split("/").length;
  let known: readonly string[] | undefined;
  for await (const key of store.list(prefix, { signal })) {
    const folders = key.split("/").slice(0, -1);
    // Keys come in order, so whatever a folder shares with the one before has been looked at.
    const shared = known === undefined ? top - 1 : sharedLength(known, folders);
    for (let depth = shared + 1; depth <= folders.length; depth++) {
      const path = folders.slice(0, depth).join("/");
      if (isSessionPath(path === "" ? base : `${base}/${path}`)) yield path;
    }
    known = folders;
  }
}

/**
 * Datasets of a session, in all its collections and revisions, in code-point order of path components.
 *
 * @param session - Key of the session's folder; `""` is the store itself.
 * @returns Paths relative to the session.
 * @throws What the store throws.
 * @see Source: `iter_datasets` in ONE, `one/alf/io.py`; there every name with two dots comes back (only with `compat`).
 */
export async function* iterDatasets(
  store: ListableByteStore,
  session: string,
  { compat, signal }: IterDatasetsOptions = {},
): AsyncGenerator<string, void, undefined> {
  const { prefix, start } = listingOf(session);
  for await (const key of store.list(prefix, { signal })) {
    const [, name] = splitKey(key);
    if (compat === true ? hasTwoDots(name) : isValid(name)) yield key.slice(start);
  }
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  const length = a.findIndex((part, index) => part !== b[index]);
  return length === -1 ? a.length : length;
}
