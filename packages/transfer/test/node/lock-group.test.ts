import { readdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { takeLock } from "../../src/node/file-lock.ts";
import { claimName, type GroupLock } from "../../src/node/lock-group.ts";
import { contentOf, errorOf, md5Of } from "../contents.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const BYTES = contentOf(1000);

async function claimed(folder: string, name: string): Promise<GroupLock> {
  const lock = await claimName(join(folder, name), join(folder, `.${name}.lock`));
  if (lock === undefined) throw new Error(`${name} could not be locked`);
  return lock;
}

function workFor(folder: string, name: string, md5?: string): Parameters<GroupLock["put"]>[0] {
  const [target, part, state] = [join(folder, name), join(folder, `.${name}.part`), join(folder, `.${name}.part.json`)];
  return { bytes: BYTES.slice(), target, part, state, md5, hashed: true, durable: false };
}

test("locks of one folder are one file with many names, which says who holds it", async () => {
  const folder = await temporaryFolder();
  const locks = [await claimed(folder, "a"), await claimed(folder, "b"), await claimed(folder, "c")];
  const paths = ["a", "b", "c"].map((name) => join(folder, `.${name}.lock`));
  const numbers = await Promise.all(paths.map(async (path) => (await stat(path)).ino));
  expect(new Set(numbers).size).toBe(1);
  expect(JSON.parse(await readFile(paths[1] ?? "", "utf8"))).toMatchObject({ hostname: hostname(), pid: process.pid });
  for (const lock of locks) await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test.each(["release", "put"] as const)("a lock that was taken aside by mistake goes all the same: %s", async (how) => {
  const folder = await temporaryFolder();
  const [lock, other] = [await claimed(folder, "x"), await claimed(folder, "y")];
  const path = join(folder, ".x.lock");
  await rename(path, `${path}~`);
  const done = how === "put" ? lock.put(workFor(folder, "x")) : lock.release();
  await sleep(60);
  await rename(`${path}~`, path);
  await done;
  await other.release();
  expect(await readdir(folder)).toEqual(how === "put" ? ["x"] : []);
});

test("a lock that was let go is not held, and can be let go again", async () => {
  const folder = await temporaryFolder();
  const [lock, other] = [await claimed(folder, "x"), await claimed(folder, "y")];
  await lock.release();
  expect([await lock.isHeld(), await other.isHeld()]).toEqual([false, true]);
  await lock.release();
  expect(await other.isHeld()).toBe(true);
  expect(await readdir(folder)).not.toEqual([]);
  await other.release();
  expect(await readdir(folder)).toEqual([]);
});

test("a folder that is missing is made", async () => {
  const folder = join(await temporaryFolder(), "a", "b");
  await (await claimed(folder, "x")).release();
  expect(await readdir(folder)).toEqual([]);
});

test("what is there, or locked by another, is left alone", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "there"), "");
  await writeFile(join(folder, ".locked.lock"), "");
  for (const name of ["there", "locked"]) {
    expect(await claimName(join(folder, name), join(folder, `.${name}.lock`))).toBeUndefined();
  }
  expect((await readdir(folder)).toSorted()).toEqual([".locked.lock", "there"]);
});

test("whoever waits for the lock gets it when it is released", async () => {
  const folder = await temporaryFolder();
  const lock = await claimed(folder, "x");
  let taken = false;
  const waiting = takeLock(join(folder, ".x.lock")).then((other) => {
    taken = true;
    return other;
  });
  await expect.poll(() => taken).toBe(false);
  await lock.release();
  const other = await waiting;
  expect(other.predecessor).toBe("none");
  await other.release();
});

test("a lock whose siblings are gone is a file of its own", async () => {
  const folder = await temporaryFolder();
  const first = await claimed(folder, "a");
  await unlink(join(folder, ".a.lock"));
  const second = await claimed(folder, "b");
  expect(await second.isHeld()).toBe(true);
  await first.release();
  await second.release();
  expect(await readdir(folder)).toEqual([]);
});

test("a file that is put in its place takes its lock away, the last one all that is left", async () => {
  const folder = await temporaryFolder();
  const [first, second] = [await claimed(folder, "a"), await claimed(folder, "b")];
  expect(await first.put(workFor(folder, "a"))).toEqual({ isPlaced: true, md5: md5Of(BYTES) });
  const third = await claimed(folder, "c");
  expect(await second.put(workFor(folder, "b", md5Of(BYTES)))).toMatchObject({ isPlaced: true });
  expect(await third.put({ ...workFor(folder, "c"), hashed: false, durable: true })).toEqual({
    isPlaced: true,
    md5: undefined,
  });
  expect((await readdir(folder)).toSorted()).toEqual(["a", "b", "c"]);
  expect(md5Of(await readFile(join(folder, "c")))).toBe(md5Of(BYTES));
});

test("bytes with another hash are not written, and the lock is held on", async () => {
  const folder = await temporaryFolder();
  const lock = await claimed(folder, "x");
  expect(await lock.put(workFor(folder, "x", "0".repeat(32)))).toEqual({ isPlaced: false, md5: md5Of(BYTES) });
  expect(await readdir(folder)).toEqual([".x.lock"]);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test("what the disk refuses is an error with the system's code, and leaves nothing", async () => {
  const folder = await temporaryFolder();
  const lock = await claimed(folder, "x");
  const error = await errorOf(() => lock.put({ ...workFor(folder, "x"), target: join(folder, "missing", "x") }));
  expect(error).toMatchObject({ code: "ENOENT", syscall: "rename" });
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test("a process that slept sees that its lock is another's by now, and leaves that alone", async () => {
  const folder = await temporaryFolder();
  const lock = await claimed(folder, "x");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect(await lock.isHeld()).toBe(true);
  await unlink(join(folder, ".x.lock"));
  await writeFile(join(folder, ".x.lock"), JSON.stringify({ hostname: "elsewhere", pid: 1, token: "other" }));
  expect(await lock.isHeld()).toBe(false);
  await lock.release();
  expect(await readdir(folder)).toEqual([".x.lock"]);
});
