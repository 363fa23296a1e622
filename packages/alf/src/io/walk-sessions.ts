import { type Dirent, readdirSync } from "node:fs";
import { resolve, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { globRegex } from "../filter/pattern.ts";
import { isSessionPath } from "../session-path.ts";
import { isMissing, typedFileError } from "../store/file-errors.ts";
import { sortNames } from "../store/key-order.ts";
import { FolderNotFoundError } from "./errors.ts";

/** Options of {@link walkSessions}. */
export interface WalkSessionsOptions {
  /**
   * Shell pattern of the folders to look at, matched from the right: `"????-??-??/*"` takes numbers below dates at any
   * depth. `**` stands for any number of folders. `"*"` by default.
   */
  readonly pattern?: string | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Told of a folder that cannot be read, which is then skipped. Without it the walk ends with that error. */
  readonly onUnreadable?: ((error: unknown, folder: string) => void) | undefined;
}

/** Longest time for which a walk keeps the event loop, in ms. */
const TURN_MS = 8;

/**
 * Session folders at and below a folder, empty ones and sessions inside sessions included, in code-point order of their
 * path components.
 *
 * @param root - Folder to walk. It comes first if it is itself a session; what a session is is read off whole paths, so
 *   a subject or date above `root` counts.
 * @returns Paths relative to `root`, `/`-separated; `""` is `root` itself.
 * @throws `FolderNotFoundError` if `root` is not a folder.
 * @throws AccessDeniedError, FileSystemError (`store/…`) for what cannot be read.
 * @see Source: `iter_sessions` in ONE, `one/alf/io.py`. Links to folders are not entered; a link that is named like a
 *   session is not one here.
 */
export async function* walkSessions(
  root: string,
  options: WalkSessionsOptions = {},
): AsyncGenerator<string, void, undefined> {
  options.signal?.throwIfAborted();
  const base = resolve(root);
  const posixBase = base.split(sep).join("/");
  const matches = pathMatcher(options.pattern ?? "*");
  let turnEnds = performance.now() + TURN_MS;
  const pending = foldersOf(base, "", options).reverse();
  if (isSessionPath(posixBase)) yield "";
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (matches(path) && isSessionPath(`${posixBase}/${path}`)) yield path;
    for (const inner of foldersOf(base, path, options).reverse()) pending.push(inner);
    if (performance.now() < turnEnds) continue;
    await setImmediate();
    options.signal?.throwIfAborted();
    turnEnds = performance.now() + TURN_MS;
  }
}

/** Paths of the folders directly in a folder, in order. */
function foldersOf(base: string, path: string, { onUnreadable }: WalkSessionsOptions): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(path === "" ? base : `${base}/${path}`, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) {
      if (path === "") throw new FolderNotFoundError(base, { cause: error });
      return [];
    }
    const typed = typedFileError(error, { key: path, location: base, operation: "list" });
    if (onUnreadable === undefined || path === "") throw typed;
    onUnreadable(typed, path);
    return [];
  }
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return sortNames(names, (name) => name).map((name) => (path === "" ? name : `${path}/${name}`));
}

/** A test of relative paths against a shell pattern that may begin anywhere in them. */
function pathMatcher(pattern: string): (path: string) => boolean {
  const wanted = ["**", ...pattern.split("/").filter((part) => part !== "")];
  const tests = wanted.map((part) => (part === "**" ? undefined : globRegex(part)));
  const fits = (parts: readonly string[], from: number, test: number): boolean => {
    if (test === tests.length) return from === parts.length;
    const regex = tests[test];
    const part = parts[from];
    if (regex !== undefined) return part !== undefined && regex.test(part) && fits(parts, from + 1, test + 1);
    return fits(parts, from, test + 1) || (part !== undefined && fits(parts, from + 1, test));
  };
  return pattern === "*" ? () => true : (path) => fits(path.split("/"), 0, 0);
}
