import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeChunksAtomic, writeFileAtomic } from "../../src/store/node.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("writeFileAtomic", () => {
  test("makes the folders it needs and leaves nothing else in them", async () => {
    const root = await temporaryFolder();
    await writeFileAtomic(join(root, "a/b/c.npy"), Uint8Array.of(1, 2));
    expect(await readdir(join(root, "a/b"))).toEqual(["c.npy"]);
    expect(await readFile(join(root, "a/b/c.npy"))).toEqual(Buffer.of(1, 2));
  });

  test("names the file and its folder when the place is taken by a folder", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, "c.npy"));
    await expect(writeFileAtomic(join(root, "c.npy"), Uint8Array.of(1))).rejects.toMatchObject({
      code: "store/not-a-file",
      key: "c.npy",
      location: root,
    });
    expect(await readdir(root)).toEqual(["c.npy"]);
  });
});

describe("writeChunksAtomic", () => {
  test("writes pieces in their order and counts them", async () => {
    const path = join(await temporaryFolder(), "c.npy");
    async function* pieces() {
      yield Uint8Array.of(1, 2);
      yield new Uint8Array();
      yield new Uint8Array(20_000_000).fill(3);
    }
    expect(await writeChunksAtomic(path, pieces())).toBe(20_000_002);
    const found = await readFile(path);
    expect([found.length, found[1], found[2], found.at(-1)]).toEqual([20_000_002, 2, 3, 3]);
  });

  test("keeps the old file, and no other, when the pieces fail half way", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "c.npy"), "old");
    const failure = new Error("connection lost");
    async function* pieces() {
      yield Uint8Array.of(1, 2);
      throw failure;
    }
    await expect(writeChunksAtomic(join(root, "c.npy"), pieces())).rejects.toBe(failure);
    expect(await readdir(root)).toEqual(["c.npy"]);
    expect(await readFile(join(root, "c.npy"), "utf8")).toBe("old");
  });

  test("keeps the old file, and no other, when it is aborted half way", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "c.npy"), "old");
    const controller = new AbortController();
    async function* pieces() {
      yield Uint8Array.of(1, 2);
      controller.abort(new Error("enough"));
      yield Uint8Array.of(3);
    }
    const write = writeChunksAtomic(join(root, "c.npy"), pieces(), { signal: controller.signal });
    await expect(write).rejects.toThrow("enough");
    expect(await readdir(root)).toEqual(["c.npy"]);
    expect(await readFile(join(root, "c.npy"), "utf8")).toBe("old");
  });
});
