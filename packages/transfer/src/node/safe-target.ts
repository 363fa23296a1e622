import { lstat, realpath } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { UnsafePathError } from "../errors/file-errors.ts";
import { safeSegments } from "../safe-path.ts";
import { isMissing } from "./file-failure.ts";

/**
 * Where a relative path from a server or an archive may be written.
 *
 * @param root - Folder that must not be left. It need not exist yet.
 * @param relative - `/`-separated path inside it.
 * @returns The absolute path, below `root`.
 * @throws {@link UnsafePathError} for the reasons of `safeSegments`, and if a symbolic link on the way, or the file
 *   itself, leads out of `root`.
 */
export async function safeTarget(root: string, relative: string): Promise<string> {
  const folder = resolve(root);
  const target = join(folder, ...safeSegments(relative));
  const realRoot = await realPathIfExists(folder);
  // What does not exist holds no links.
  if (realRoot === undefined) return target;
  for (let path = target; path.length > folder.length; path = dirname(path)) {
    const real = await realPathIfExists(path);
    if (real === undefined) {
      if (await isLink(path)) throw new UnsafePathError(relative, "passes a link that leads nowhere");
      continue;
    }
    if (!isInside(real, realRoot)) throw new UnsafePathError(relative, "passes a link out of its folder");
    // The real path of an existing part settles all parts before it.
    break;
  }
  return target;
}

async function realPathIfExists(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** True if a real path lies in a folder (a real path too). */
function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
