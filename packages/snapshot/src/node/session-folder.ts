import { mkdir, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type SessionFiles } from "../task/expected-files.ts";

/** A pattern of Python's `fnmatch`, of which wildcards end at a slash, as a regular expression for the end of a path. */
function patternOf(pattern: string): RegExp {
  const source = pattern.replace(/\*|\?|\[!?[^\]]+\]|[.+^${}()|\\[\]]/g, (found) => {
    if (found === "*") return "[^/]*";
    if (found === "?") return "[^/]";
    if (found.length > 1) return found.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    return `\\${found}`;
  });
  return new RegExp(`(?:^|/)${source}$`, "s");
}

async function find(folder: string, pattern: string): Promise<readonly string[]> {
  const wanted = patternOf(pattern);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => wanted.test(relative(folder, path).split(sep).join("/")))
    .sort();
}

/** The files of sessions on this machine's disk. */
export const sessionFolder: SessionFiles = {
  find,
  makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
};
