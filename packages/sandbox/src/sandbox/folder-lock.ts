import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FolderInUseError } from "./errors.ts";

/** Name of the file that says which process has a sandbox's folder open. */
export const LOCK_NAME = "sandbox.lock";

/** A folder that is this process's until it is released. */
export interface FolderLock {
  release(): Promise<void>;
}

/** Folders that this process has open: its number in the file would not tell one sandbox from another. */
const held = new Set<string>();

/**
 * Claim a folder: an embedded database is ruined if two processes write it. What a process left behind that is gone is
 * taken over.
 *
 * @param folder - Absolute path of a folder that is there.
 * @throws {@link FolderInUseError} if another sandbox has it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, LOCK_NAME);
  if (held.has(folder)) throw new FolderInUseError(folder, process.pid);
  held.add(folder);
  try {
    await claim(folder, path);
  } catch (error) {
    held.delete(folder);
    throw error;
  }
  return {
    release: async () => {
      if (!held.delete(folder)) return;
      await rm(path, { force: true });
    },
  };
}

async function claim(folder: string, path: string): Promise<void> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: "wx" });
    return;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  }
  const pid = Number.parseInt(await readFile(path, "utf8").catch(() => ""), 10);
  if (Number.isNaN(pid) || isRunning(pid)) throw new FolderInUseError(folder, Number.isNaN(pid) ? undefined : pid);
  await rm(path, { force: true });
  try {
    await writeFile(path, `${process.pid}\n`, { flag: "wx" });
  } catch (cause) {
    throw new FolderInUseError(folder, undefined, { cause });
  }
}

function isRunning(pid: number): boolean {
  // a container that is started anew may give the same number to another process: this one
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
