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
 * Takes a lock away. Another task may have done so and hold a new one by now, which is put back.
 *
 * @returns False if it was not that one any more.
 */
async function remove(path: string, lock: LockNote): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    const taken = await readLock(aside);
    const isThatOne = taken?.start === lock.start && taken.name === lock.name;
    if (!isThatOne) await link(aside, path);
    return isThatOne;
  } catch (error) {
    if (isMissing(error) || isThere(error)) return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Makes the file of a lock. @returns False if there is one. */
async function write(path: string, { start, name, timeOutSecs }: LockNote): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  const text = JSON.stringify({ start: new Date(start).toISOString(), name, time_out_secs: timeOutSecs });
  return await writeFile(path, text, { flag: "wx" }).then(
    () => true,
    (error: unknown) => {
      if (isThere(error)) return false;
      throw error;
    },
  );
}

/**
 * A lock that is a file, so that all processes of a machine see it: who holds it, since when and for how long at most.
 *
 * @param path - Default: `~/.one/gpu.lock`, which ibllib's tasks use too.
 * @param now - The clock, in ms.
 * @see Source: `Task._creates_lock` and `is_locked` in ibllib, `ibllib/pipes/tasks.py`. There two tasks that look at the
 *   same moment both take it, and one that took too long removes the lock of the next.
 */
export function gpuLock(path: string = join(homedir(), ".one", "gpu.lock"), now: () => number = Date.now): TaskLock {
  let held: LockNote | undefined;
  const take = async (note: LockNote): Promise<boolean> => {
    const isTaken = await write(path, note);
    if (isTaken) held = note;
    return isTaken;
  };
  return {
    acquire: async (name, timeOutSecs) => {
      const note = { start: now(), name, timeOutSecs };
      if (await take(note)) return undefined;
      const holder = await readLock(path);
      const isStale = holder !== undefined && note.start - holder.start > holder.timeOutSecs * 1000;
      const isFree = holder === undefined || (isStale && (await remove(path, holder)));
      if (isFree && (await take(note))) return undefined;
      return holder?.name ?? "another task";
    },
    release: async () => {
      const mine = held;
      held = undefined;
      if (mine !== undefined) await remove(path, mine);
    },
  };
}
