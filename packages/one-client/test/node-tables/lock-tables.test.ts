import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockTables } from "../../src/node/tables.ts";
import { whileLocked } from "../../src/node/tables-write.ts";

let folder: string;
let lockFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "one-lock-"));
  lockFile = join(folder, ".ONE.lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What Python's ONE writes; the host name is the text of a function there. */
const PYTHON_LOCK = '{"datetime": "2024-05-06T12:34:56.789", "hostname": "<built-in function gethostname>"}';

describe("locking a folder of tables", () => {
  test("leaves a file that says who holds it, until it is released", async () => {
    const lock = await lockTables(folder);
    expect(JSON.parse(await readFile(lockFile, "utf8"))).toMatchObject({
      pid: process.pid,
      datetime: expect.stringContaining("T"),
    });
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    expect(await lock.isHeld()).toBe(false);
  });

  test("a second one waits for the first", async () => {
    const order: string[] = [];
    const first = await lockTables(folder);
    const second = lockTables(folder).then(async (lock) => {
      order.push("second");
      await lock.release();
    });
    order.push("first");
    await first.release();
    await second;
    expect(order).toEqual(["first", "second"]);
  });

  test("many that wait have it one at a time", async () => {
    let holders = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      const lock = await lockTables(folder);
      most = Math.max(most, ++holders);
      await readdir(folder);
      holders--;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 20 }, work));
    expect(most).toBe(1);
  });

  test.each([
    ["Python", PYTHON_LOCK],
    ["an unknown program", "no JSON"],
    ["a process of another machine", '{"hostname": "elsewhere", "pid": 1, "token": "x"}'],
  ])("one of %s that nobody touches is removed after a while", async (_, content) => {
    await writeFile(lockFile, content);
    const lock = await lockTables(folder, { staleAfterMs: 30 });
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  test("many that find a forgotten one still have it one at a time", async () => {
    await writeFile(lockFile, PYTHON_LOCK);
    let holders = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      const lock = await lockTables(folder, { staleAfterMs: 30 });
      most = Math.max(most, ++holders);
      await readdir(folder);
      holders--;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 10 }, work));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test("one of a living process is waited for, then reported with its holder", async () => {
    const lock = await lockTables(folder);
    await expect(lockTables(folder, { staleAfterMs: 1, timeoutMs: 40 })).rejects.toMatchObject({
      code: "one/table-lock",
      owner: expect.stringContaining(`process ${process.pid}`),
    });
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
  });

  test("waiting can be stopped", async () => {
    const lock = await lockTables(folder);
    const controller = new AbortController();
    const waiting = lockTables(folder, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    await lock.release();
  });

  test("work is done again if another process removed the lock meanwhile", async () => {
    let attempts = 0;
    await whileLocked(folder, {}, async (lock) => {
      if (++attempts === 1) await unlink(lockFile);
      return lock.isHeld();
    });
    expect(attempts).toBe(2);
  });

  test("a lock that is lost again and again is an error", async () => {
    const work = async (): Promise<boolean> => {
      await unlink(lockFile);
      return false;
    };
    await expect(whileLocked(folder, {}, work)).rejects.toMatchObject({ code: "one/table-lock" });
  });

  test("releasing does not remove the lock of another", async () => {
    const lock = await lockTables(folder);
    await writeFile(lockFile, PYTHON_LOCK);
    await lock.release();
    expect(await readFile(lockFile, "utf8")).toBe(PYTHON_LOCK);
  });
});
