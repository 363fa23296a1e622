import { link, readdir, readFile, rename, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { isLockOf, lockText, removeAbandonedLock, takeFileLock } from "../../src/store/node.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A process id that no process has: ids end far below. */
const NOBODY = 2 ** 30;

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, ".x.lock");
});

class HeldError extends Error {
  override readonly name = "HeldError";
}

const PATIENCE = {
  staleAfterMs: 20,
  busyAfterMs: 60_000,
  heldError: (owner: string) => new HeldError(owner),
};

function textOf(pid: number, machine = hostname()): string {
  return JSON.stringify({ hostname: machine, pid, token: "a" });
}

test("the file says who holds the lock, and what it is to say besides", async () => {
  const lock = await takeFileLock(path, { ...PATIENCE, facts: { datetime: "2024-05-06" } });
  const text = await readFile(path, "utf8");
  expect(JSON.parse(text)).toMatchObject({ datetime: "2024-05-06", hostname: hostname(), pid: process.pid });
  expect(await isLockOf(path, JSON.parse(text).token)).toBe(true);
  expect(await isLockOf(path, "another")).toBe(false);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test("a holder that is disputed sees at once that its lock is gone, another trusts that it is not", async () => {
  for (const isDisputed of [true, false]) {
    const lock = await takeFileLock(path, { ...PATIENCE, isDisputed });
    await unlink(path);
    expect(await lock.isHeld()).toBe(!isDisputed);
    await lock.release();
  }
});

test.each([true, false])(
  "a lock that was taken aside by mistake is let go all the same (disputed: %j)",
  async (isDisputed) => {
    const lock = await takeFileLock(path, { ...PATIENCE, isDisputed });
    const aside = join(folder, "aside~");
    await rename(path, aside);
    const released = lock.release();
    await sleep(30);
    await link(aside, path);
    await unlink(aside);
    await released;
    expect(await readdir(folder)).toEqual([]);
  },
);

test.each([true, false])(
  "a lock that was let go is not held, and another's is left (disputed: %j)",
  async (isDisputed) => {
    const lock = await takeFileLock(path, { ...PATIENCE, isDisputed });
    await lock.release();
    const other = await takeFileLock(path, PATIENCE);
    expect(await lock.isHeld()).toBe(false);
    await lock.release();
    expect(await other.isHeld()).toBe(true);
    expect(await readdir(folder)).toHaveLength(1);
    await other.release();
  },
);

test("a lock that is let go twice at once takes nobody else's away", async () => {
  for (let round = 0; round < 50; round += 1) {
    const lock = await takeFileLock(path, PATIENCE);
    const [other] = await Promise.all([takeFileLock(path, PATIENCE), lock.release(), lock.release()]);
    expect(await readdir(folder)).toEqual([".x.lock"]);
    await other.release();
  }
});

test("a holder whose lock is put back still holds it", async () => {
  const lock = await takeFileLock(path, { ...PATIENCE, isDisputed: true });
  await rename(path, `${path}~`);
  const isHeld = lock.isHeld();
  await sleep(30);
  await rename(`${path}~`, path);
  expect(await isHeld).toBe(true);
  await lock.release();
});

test("a holder that is disputed leaves the lock of another", async () => {
  const lock = await takeFileLock(path, { ...PATIENCE, isDisputed: true });
  await writeFile(path, lockText("another"));
  await lock.release();
  expect(await isLockOf(path, "another")).toBe(true);
});

test.each([
  ["a process that has ended", textOf(NOBODY), "ended"],
  ["another machine", textOf(1, "elsewhere"), "silent"],
  ["another program", '{"hostname": "x"}', "silent"],
  ["nobody knows", "no JSON", "silent"],
])("a forgotten lock of %s is taken over", async (_who, text, predecessor) => {
  await writeFile(path, text);
  const lock = await takeFileLock(path, PATIENCE);
  expect(lock.predecessor).toBe(predecessor);
  expect(await readFile(path, "utf8")).not.toBe(text);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test("waiting for a living process ends with the error that was asked for, or the signal's reason", async () => {
  await writeFile(path, textOf(process.pid));
  const waiting = takeFileLock(path, { ...PATIENCE, giveUpAfterMs: 10 });
  await expect(waiting).rejects.toThrow(new HeldError(`process ${process.pid} on ${hostname()}`));
  const controller = new AbortController();
  const stopped = takeFileLock(path, { ...PATIENCE, signal: controller.signal });
  const reason = new Error("given up");
  controller.abort(reason);
  await expect(stopped).rejects.toBe(reason);
});

test("many have it one at a time, also if it was forgotten", async () => {
  await writeFile(path, textOf(NOBODY));
  let holders = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    const lock = await takeFileLock(path, PATIENCE);
    most = Math.max(most, ++holders);
    await readdir(folder);
    holders--;
    await lock.release();
  };
  await Promise.all(Array.from({ length: 12 }, work));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test("a folder that is not there is the file system's error", async () => {
  await expect(takeFileLock(join(folder, "no", ".x.lock"), PATIENCE)).rejects.toMatchObject({ code: "ENOENT" });
});

test.each([
  ["of a process that has ended long ago is removed", NOBODY, 3600, []],
  ["of a process that has ended a moment ago stays", NOBODY, 0, [".x.lock"]],
  ["of a living process stays", process.pid, 3600, [".x.lock"]],
])("an abandoned lock %s", async (_what, pid, ageSeconds, left) => {
  await writeFile(path, textOf(pid));
  const at = Date.now() / 1000 - ageSeconds;
  await utimes(path, at, at);
  await removeAbandonedLock(path, 60_000);
  expect(await readdir(folder)).toEqual(left);
});
