import { lstat, realpath } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { UnsafePathError } from "../errors/file-errors.ts";
import { safeSegments } from "../safe-path.ts";
import { isMissing } from "./file-failure.ts";

/** Where a relative path may be written. */
export interface SafeTarget {
  /** Absolute. */
  readonly target: string;
  /** True if there is nothing yet; false if that was not looked at. */
  readonly isMissing: boolean;
}

/** Finds where a relative path may be written. */
export type TargetGuard = (relative: string) => Promise<SafeTarget>;

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
  return (await targetGuard(root)(relative)).target;
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
  return async (relative) => {
    const target = join(base, ...safeSegments(relative));
    const real = await realRoot;
    const kind = await kindOf(target);
    const wrongFile = kind === "link" && real !== undefined ? await wrongWithLink(target, real) : undefined;
    const reason = (await wrongWithFolder(dirname(target))) ?? wrongFile;
    if (reason !== undefined) throw new UnsafePathError(relative, reason);
    return { target, isMissing: kind === "none" };
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
