import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gpuLock } from "../../src/node/gpu-lock.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("One task at a time holds the lock", async () => {
  const path = join(await temporaryFolder(), "deep", "gpu.lock");
  const locks = ["a", "b", "c"].map((name) => ({ name, lock: gpuLock(path) }));
  const answers = await Promise.all(locks.map(({ name, lock }) => lock.acquire(name, 60)));
  expect(answers.filter((holder) => holder === undefined)).toHaveLength(1);
  const note = JSON.parse(await readFile(path, "utf8")) as { start: string; name: string; time_out_secs: number };
  expect(note).toMatchObject({ time_out_secs: 60, start: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string });
  expect(await gpuLock(path).acquire("d", 60)).toBe(note.name);
  for (const { name, lock } of locks) if (name !== note.name) await lock.release();
  expect(await gpuLock(path).acquire("d", 60)).toBe(note.name);
  await locks.find(({ name }) => name === note.name)?.lock.release();
  expect(await gpuLock(path).acquire("d", 60)).toBeUndefined();
});

test("A lock that is held for longer than was allowed is taken, by one", async () => {
  const path = join(await temporaryFolder(), "gpu.lock");
  await gpuLock(path, () => 0).acquire("old", 10);
  expect(await gpuLock(path, () => 9000).acquire("early", 10)).toBe("old");
  const late = await Promise.all(["a", "b", "c", "d"].map((name) => gpuLock(path, () => 11_000).acquire(name, 10)));
  expect(late.filter((holder) => holder === undefined)).toHaveLength(1);
  expect(await readdir(join(path, ".."))).toEqual(["gpu.lock"]);
});

test("A task that took too long does not give back the lock of the next one", async () => {
  const path = join(await temporaryFolder(), "gpu.lock");
  const slow = gpuLock(path, () => 0);
  await slow.acquire("slow", 10);
  await gpuLock(path, () => 11_000).acquire("next", 10);
  await slow.release();
  expect(await gpuLock(path, () => 12_000).acquire("third", 10)).toBe("next");
  expect(await readdir(join(path, ".."))).toEqual(["gpu.lock"]);
});

test("A lock file that cannot be read is somebody's", async () => {
  const path = join(await temporaryFolder(), "gpu.lock");
  await writeFile(path, "{");
  expect(await gpuLock(path).acquire("a", 1)).toBe("another task");
});
