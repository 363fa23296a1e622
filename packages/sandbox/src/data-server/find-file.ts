import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { removeUuidString } from "@neurophys/alf";
import { type DataMount } from "./data-mount.ts";

/**
 * Find the file that a path of the data server stands for.
 *
 * A server of Alyx's data keeps the id of a dataset in the file's name (`spikes.times.<uuid>.npy`), a folder of ALF
 * files does not: the name as it is comes first, then the name without an id. The number of a session is found with
 * and without its leading zeros.
 *
 * @param segments - Decoded parts of the path, safe each, see `urlSegments`.
 * @returns The file's real path; `undefined` if there is none, or a link leads out of the folder that is served.
 */
export async function findFile(mounts: readonly DataMount[], segments: readonly string[]): Promise<string | undefined> {
  for (const mount of mounts) {
    const below = belowPrefix(mount.prefix, segments);
    if (below === undefined || below.length === 0) continue;
    for (const candidate of candidates(below)) {
      const path = await realPathInside(mount.folder, candidate);
      if (path !== undefined) return path;
    }
  }
  return undefined;
}

function belowPrefix(prefix: string, segments: readonly string[]): readonly string[] | undefined {
  const parts = prefix.split("/").filter((part) => part !== "");
  return parts.every((part, i) => part === segments[i]) ? segments.slice(parts.length) : undefined;
}

function* candidates(segments: readonly string[]): Generator<readonly string[], void, void> {
  const name = segments.at(-1)!;
  for (const parts of numberings(segments)) {
    yield parts;
    // name, id and extension: what has fewer parts has no other form
    const plain = name.split(".").length < 3 ? name : removeUuidString(name);
    if (plain !== name) yield [...parts.slice(0, -1), plain];
  }
}

/** `…/2024-05-06/001/…` as it is, then with the number as people write it. */
function* numberings(segments: readonly string[]): Generator<readonly string[], void, void> {
  yield segments;
  const at = segments.findIndex((part, i) => /^0+\d+$/.test(part) && /^\d{4}-\d{2}-\d{2}$/.test(segments[i - 1] ?? ""));
  if (at > 0 && at < segments.length - 1) yield segments.with(at, String(Number(segments[at])));
}

async function realPathInside(folder: string, parts: readonly string[]): Promise<string | undefined> {
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, ...parts))]);
    return path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Codes of the system for "there is no such file": missing, below a file, a ring of links, a name too long. */
const ABSENT: readonly unknown[] = ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "EACCES", "EINVAL"];

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && ABSENT.includes(error.code);
}
