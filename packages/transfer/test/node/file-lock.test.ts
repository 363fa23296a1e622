import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { removeLitter, takeLock } from "../../src/node/file-lock.ts";
import { errorOf } from "../contents.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A process id that no process has: ids end far below. */
const NOBODY = 2 ** 30;

async function lockOf(owner: unknown): Promise<string> {
  const path = join(await temporaryFolder(), ".x.lock");
  await writeFile(path, typeof owner === "string" ? owner : JSON.stringify(owner));
  return path;
}

test("a lock is one file that says who holds it, gone once released", async () => {
  const folder = await temporaryFolder();
  const lock = await takeLock(join(folder, ".x.lock"));
  expect(lock).toMatchObject({ predecessor: "none" });
  const owner = JSON.parse(await readFile(join(folder, ".x.lock"), "utf8"));
  expect(owner).toMatchObject({ hostname: hostname(), pid: process.pid });
  expect(await lock.isHeld()).toBe(true);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test("many that want one lock hold it one after the other", async () => {
  const path = join(await temporaryFolder(), ".x.lock");
  let holders = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const lock = await takeLock(path);
      holders += 1;
      most = Math.max(most, holders);
      await Promise.resolve();
      holders -= 1;
      await lock.release();
    }),
  );
  expect(most).toBe(1);
});

test.each([
  ["a process that has ended", { hostname: hostname(), pid: NOBODY, token: "a" }, "ended"],
  ["a process of another machine", { hostname: "elsewhere", pid: 1, token: "a" }, "silent"],
  ["a living process that is silent", { hostname: hostname(), pid: process.pid, token: "a" }, "silent"],
  ["nobody knows", "", "silent"],
])("a lock of %s is taken over when its time is up", async (_who, owner, predecessor) => {
  const path = await lockOf(owner);
  const lock = await takeLock(path, { staleAfterMs: 20, busyAfterMs: 20 });
  expect(lock).toMatchObject({ predecessor });
  await lock.release();
});

test("of several that take over a forgotten lock one at a time holds it", async () => {
  const path = await lockOf({ hostname: hostname(), pid: NOBODY, token: "a" });
  let holders = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const lock = await takeLock(path, { staleAfterMs: 30 });
      holders += 1;
      most = Math.max(most, holders);
      holders -= 1;
      await lock.release();
    }),
  );
  expect(most).toBe(1);
});

test("waiting ends with a typed error that names the owner, or with the signal's reason", async () => {
  const path = await lockOf({ hostname: hostname(), pid: process.pid, token: "a" });
  const error = await errorOf(() => takeLock(path, { lockTimeoutMs: 10 }));
  expect(error).toMatchObject({ code: "transfer/lock-timeout", owner: `process ${process.pid} on ${hostname()}` });
  const controller = new AbortController();
  const waiting = takeLock(path, { signal: controller.signal });
  const reason = new Error("given up");
  controller.abort(reason);
  expect(await errorOf(() => waiting)).toBe(reason);
});

test("a process that slept sees that its lock is another's by now, and leaves that alone", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, ".x.lock");
  const lock = await takeLock(path);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect(await lock.isHeld()).toBe(true);
  await writeFile(path, JSON.stringify({ hostname: "elsewhere", pid: 1, token: "other" }));
  expect(await lock.isHeld()).toBe(false);
  await lock.release();
  expect(await readdir(folder)).toEqual([".x.lock"]);
});

test.each([
  ["of a process that has ended long ago is removed", NOBODY, 3600, []],
  ["of a process that has ended a moment ago stays", NOBODY, 0, [".x.lock"]],
  ["of a living process stays", process.pid, 3600, [".x.lock"]],
])("litter: a lock %s", async (_what, pid, ageSeconds, left) => {
  const path = await lockOf({ hostname: hostname(), pid, token: "a" });
  const at = Date.now() / 1000 - ageSeconds;
  await utimes(path, at, at);
  await removeLitter(path);
  expect(await readdir(join(path, ".."))).toEqual(left);
});
