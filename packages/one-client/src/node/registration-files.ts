import { mkdir, rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { globPattern, pythonRegex } from "@neurophys/alf/filter";
import { hasTwoDots, md5File, nextNumFolder, walkFiles } from "@neurophys/alf/io/node";
import { NotAFileError } from "@neurophys/alf/store";
import { FileChangedError } from "../registration/errors.ts";
import {
  type FactsOptions,
  type FileFacts,
  type NewSessionFolder,
  type RegistrationFiles,
} from "../registration/registration-files.ts";
import { fileError } from "./registration-file-errors.ts";
import { blockedMoves, moveFiles } from "./registration-move.ts";
import { systemCode } from "./system-code.ts";

function portable(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

async function walk(
  folder: string,
  acceptName: (name: string) => boolean,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { path } of walkFiles(folder, { acceptName, signal })) found.push(path);
  return found;
}

/** Shell pattern of a whole relative path: `**` is any number of folders. */
function pathRegex(pattern: string): RegExp {
  const components = pattern.split("/").filter((component) => component !== "" && component !== ".");
  const sources = components.map((component, index) => {
    const isLast = index === components.length - 1;
    if (component === "**") return isLast ? ".*" : "(?:[^/]+/)*";
    return globPattern(component, "[^/]") + (isLast ? "" : "/");
  });
  return pythonRegex(`^(?s:${sources.join("")})\\Z`);
}

async function factsOf(path: string, { maxMd5SizeBytes, signal }: FactsOptions = {}): Promise<FileFacts> {
  signal?.throwIfAborted();
  const look = async () => await stat(path).catch((error: unknown) => Promise.reject(fileError(error, path, "read")));
  const before = await look();
  if (!before.isFile()) throw new NotAFileError({ key: path, location: dirname(path), operation: "read" });
  if (maxMd5SizeBytes !== undefined && before.size >= maxMd5SizeBytes) {
    return { sizeBytes: before.size, md5: undefined };
  }
  const md5 = await md5File(path, { signal });
  const after = await look();
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw new FileChangedError(path);
  return { sizeBytes: before.size, md5 };
}

/** Make a folder that was not there, with those above it. @returns Folders that were made, the outer ones first. */
async function makeNew(folder: string): Promise<readonly string[]> {
  const first = await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder);
  const made = [folder];
  for (let path = dirname(folder); first !== undefined && path.length >= first.length; path = dirname(path)) {
    made.unshift(path);
  }
  return made;
}

async function createNextFolder(dateFolder: string): Promise<NewSessionFolder> {
  for (;;) {
    const folder = join(dateFolder, await nextNumFolder(dateFolder));
    try {
      const made = [...(await makeNew(folder))].reverse();
      const removeIfEmpty = async (): Promise<void> => {
        for (const path of made) await rmdir(path).catch(() => undefined);
      };
      return { path: portable(folder), removeIfEmpty };
    } catch (error) {
      // Another process has taken the number meanwhile.
      if (systemCode(error) !== "EEXIST") throw fileError(error, folder, "write");
    }
  }
}

/** The disk for a registration client, see {@link RegistrationFiles}. */
export function nodeRegistrationFiles(): RegistrationFiles {
  return {
    resolve: (path) => portable(resolve(path)),
    listDatasetFiles: async (folder, signal) => await walk(folder, hasTwoDots, signal),
    findFiles: async (folder, pattern, signal) => {
      const [whole, name] = [pathRegex(pattern), pathRegex(pattern.split("/").at(-1) ?? "")];
      const found = await walk(folder, (candidate) => name.test(candidate), signal);
      return found.filter((path) => whole.test(path));
    },
    facts: factsOf,
    blockedMoves,
    move: moveFiles,
    createNextFolder,
    remove: async (path) => {
      try {
        await unlink(path);
      } catch (error) {
        if (systemCode(error) !== "ENOENT") throw fileError(error, path, "delete");
      }
    },
  };
}
