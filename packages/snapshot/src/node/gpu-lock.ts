import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { type TaskLock } from "../task/task-options.ts";

/** What is in a lock file. */
interface LockNote {
  readonly start: number;
  readonly name: string;
  readonly timeOutSecs: number;
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
const isThere = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EEXIST";

async function readLock(path: string): Promise<LockNote | undefined> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const note = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const start = Date.parse(String(note["start"]));
    return { start, name: String(note["name"]), timeOutSecs: Number(note["time_out_secs"]) };
  } catch {
    // Being written right now, by somebody who holds it.
    return { start: Number.NaN, name: "another task", timeOutSecs: Number.NaN };
  }
}

/**
 * Takes a lock away that is too old. Another task may have done so and hold a new one by now, which is put back.
 *
 * @returns False if it was not the old one any more.
 */
async function removeStale(path: string, stale: LockNote): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    const taken = await readLock(aside);
    const isStale = taken?.start === stale.start && taken.name === stale.name;
    if (!isStale) await link(aside, path);
    return isStale;
  } catch (error) {
    if (isMissing(error) || isThere(error)) return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/**
 * A lock that is a file, so that all processes of a machine see it: who holds it, since when and for how long at most.
 *
 * @param path - Default: `~/.one/gpu.lock`, which ibllib's tasks use too.
 * @param now - The clock, in ms.
 * @see Source: `Task._creates_lock` and `is_locked` in ibllib, `ibllib/pipes/tasks.py`. There two tasks that look at the
 *   same moment both take it.
 */
export function gpuLock(path: string = join(homedir(), ".one", "gpu.lock"), now: () => number = Date.now): TaskLock {
  const take = async (name: string, timeoutSeconds: number): Promise<boolean> => {
    const note = { start: new Date(now()).toISOString(), name, time_out_secs: timeoutSeconds };
    await mkdir(dirname(path), { recursive: true });
    return await writeFile(path, JSON.stringify(note), { flag: "wx" }).then(
      () => true,
      (error: unknown) => {
        if (isThere(error)) return false;
        throw error;
      },
    );
  };
  return {
    acquire: async (name, timeoutSeconds) => {
      if (await take(name, timeoutSeconds)) return undefined;
      const holder = await readLock(path);
      const isStale = holder !== undefined && now() - holder.start > holder.timeOutSecs * 1000;
      const isFree = holder === undefined || (isStale && (await removeStale(path, holder)));
      if (isFree && (await take(name, timeoutSeconds))) return undefined;
      return holder?.name ?? "another task";
    },
    release: async () => await rm(path, { force: true }),
  };
}
