import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TablesFolder } from "../../src/node/tables.ts";

let folder: string;
let store: TablesFolder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "one-folder-"));
  store = new TablesFolder(folder);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function names(of: TablesFolder): Promise<string[]> {
  const found: string[] = [];
  for await (const name of of.list()) found.push(name);
  return found;
}

describe("a folder of tables", () => {
  test("lists its files and links in order, and enters no folder", async () => {
    await writeFile(join(folder, "b.pqt"), "");
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "sub/c.pqt"), "");
    await symlink(join(folder, "b.pqt"), join(folder, "a.pqt"));
    expect(await names(store)).toEqual(["a.pqt", "b.pqt"]);
  });

  test("that is not there has no files", async () => {
    expect(await names(new TablesFolder(join(folder, "none")))).toEqual([]);
    expect(await store.size("none.pqt")).toBeUndefined();
    expect(await store.read("none.pqt")).toBeUndefined();
  });

  test("gives whole files and parts of them", async () => {
    await writeFile(join(folder, "a.pqt"), "0123456789");
    const text = async (range?: { offset: number; length: number }): Promise<string> =>
      new TextDecoder().decode(await store.read("a.pqt", { range }));
    expect([await text(), await text({ offset: 3, length: 4 })]).toEqual(["0123456789", "3456"]);
    expect(await store.size("a.pqt")).toBe(10);
  });

  test("says so when a file has become shorter than it was", async () => {
    await writeFile(join(folder, "a.pqt"), "0123456789");
    await store.size("a.pqt");
    await truncate(join(folder, "a.pqt"), 4);
    await expect(store.read("a.pqt", { range: { offset: 2, length: 6 } })).rejects.toMatchObject({
      code: "store/short-read",
      receivedBytes: 2,
    });
  });

  test("finds a file that was made after it was first asked for", async () => {
    expect(await store.size("a.pqt")).toBeUndefined();
    await writeFile(join(folder, "a.pqt"), "now");
    expect(await store.size("a.pqt")).toBe(3);
  });

  test("refuses names that lead out of it", async () => {
    await expect(store.read("../a.pqt")).rejects.toMatchObject({ code: "store/invalid-key" });
  });
});
