import { lstat, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { UnsafePathError } from "../errors/file-errors.ts";
import { safeSegments } from "../safe-path.ts";
import { isMissing } from "./file-failure.ts";

/** Finds where relative paths may be written. */
export interface TargetGuard {
  /**
   * Where a file may be written if it is not there yet.
   *
   * @returns An absolute path.
   * @throws UnsafePathError for its name, and if a link on the way leads out.
   */
  place(relative: string): Promise<string>;
  /**
   * Look at a file that {@link TargetGuard.place} gave.
   *
   * @returns True if there is nothing yet.
   * @throws UnsafePathError if it is a link that leads out.
   */
  isMissing(target: string): Promise<boolean>;
}

/**
 * Where a relative path from a server or an archive may be written.
 *
 * @param root - Folder that must not be left. It need not exist yet.
 * @param relative - `/`-separated path inside it.
 * @returns The absolute path, below `root`.
 * @throws UnsafePathError for the reasons of `safeSegments`, and if a symbolic link on the way, or the file
 *   itself, leads out of `root`.
 */
export async function safeTarget(root: string, relative: string): Promise<string> {
  const guard = targetGuard(root);
  const target = await guard.place(relative);
  await guard.isMissing(target);
  return target;
}

/** {@link safeTarget} for many paths in a short time: each folder is looked at once. */
export function targetGuard(root: string): TargetGuard {
  const base = resolve(root);
  const realRoot = realPathIfExists(base);
  // Whoever asks first gets the failure; until then it is not unhandled.
  realRoot.catch(() => undefined);
  const folders = new Map<string, Promise<string | undefined>>();
  const wrongWithFolder = (path: string): Promise<string | undefined> => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const found = realRoot.then((real) => (real === undefined ? undefined : wrongWithLinks(path, base, real)));
    folders.set(path, found);
    return found;
  };
  return {
    async place(path) {
      const target = join(base, ...safeSegments(path));
      const reason = await wrongWithFolder(dirname(target));
      if (reason !== undefined) throw new UnsafePathError(path, reason);
      return target;
    },
    async isMissing(target) {
      const [kind, real] = await Promise.all([kindOf(target), realRoot]);
      const reason = kind === "link" && real !== undefined ? await wrongWithLink(target, real) : undefined;
      if (reason !== undefined) throw new UnsafePathError(relative(base, target), reason);
      return kind === "none";
    },
  };
}

/** What is wrong with the nearest part of a path that exists: its real path settles all parts before it. */
async function wrongWithLinks(path: string, base: string, realRoot: string): Promise<string | undefined> {
  for (let part = path; part.length > base.length; part = dirname(part)) {
    const real = await realPathIfExists(part);
    if (real !== undefined || (await kindOf(part)) === "link") return await wrongWithLink(part, realRoot);
  }
  return undefined;
}

async function wrongWithLink(path: string, realRoot: string): Promise<string | undefined> {
  const real = await realPathIfExists(path);
  if (real === undefined) return "passes a link that leads nowhere";
  return isInside(real, realRoot) ? undefined : "passes a link out of its folder";
}

async function realPathIfExists(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function kindOf(path: string): Promise<"none" | "link" | "other"> {
  try {
    return (await lstat(path)).isSymbolicLink() ? "link" : "other";
  } catch (error) {
    if (isMissing(error)) return "none";
    throw error;
  }
}

/** True if a real path lies in a folder (a real path too). */
function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
