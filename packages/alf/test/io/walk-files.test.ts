import { chmod, mkdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { isIoError } from "../../src/io/index.ts";
import { hasTwoDots, type WalkFilesOptions, walkFileBatches, walkFiles } from "../../src/io/node.ts";
import { temporaryFolder, withoutRoot } from "../store/temporary-folder.ts";

async function folderWith(paths: readonly string[]): Promise<string> {
  const root = await temporaryFolder();
  for (const [index, path] of paths.entries()) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), "x".repeat(index));
  }
  return root;
}

async function pathsOf(root: string, options?: WalkFilesOptions): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { path } of walkFiles(root, options)) paths.push(path);
  return paths;
}

describe("walkFiles", () => {
  test("gives path, size and time of change of every file, in the order of sorted paths", async () => {
    const root = await folderWith(["b.c.d", "a b/x.y.z", "a/x.y.z", "a/b/é.y.z", "a/😀.y.z", "a/\uffee.y.z", ".h"]);
    await utimes(join(root, "b.c.d"), 0, 1_700_000_000);
    const files: unknown[] = [];
    for await (const file of walkFiles(root)) files.push({ ...file, modifiedMs: Math.trunc(file.modifiedMs / 1e9) });
    expect(files.slice(0, 2)).toEqual([
      { path: ".h", sizeBytes: 6, modifiedMs: expect.any(Number) },
      { path: "a/b/é.y.z", sizeBytes: 3, modifiedMs: expect.any(Number) },
    ]);
    expect(files.at(-1)).toEqual({ path: "b.c.d", sizeBytes: 0, modifiedMs: 1700 });
    expect(await pathsOf(root)).toEqual([
      ".h",
      "a/b/é.y.z",
      "a/x.y.z",
      "a/\uffee.y.z",
      "a/😀.y.z",
      "a b/x.y.z",
      "b.c.d",
    ]);
  });

  test("takes only the names it is told to", async () => {
    const root = await folderWith(["a.b.c", "a.b", "ab", ".a.b", "deep/x.y.z", "deep/notes"]);
    expect(await pathsOf(root, { acceptName: hasTwoDots })).toEqual([".a.b", "a.b.c", "deep/x.y.z"]);
  });

  test("counts links to files as files and enters no linked folder", async () => {
    const root = await folderWith(["real/a.b.c"]);
    const elsewhere = await folderWith(["", "x.y.z"].slice(1));
    await symlink("real", join(root, "folder"));
    await symlink("..", join(root, "real/up"));
    await symlink(join(elsewhere, "x.y.z"), join(root, "outside.y.z"));
    await symlink("nowhere", join(root, "broken.y.z"));
    expect(await pathsOf(root)).toEqual(["outside.y.z", "real/a.b.c"]);
  });

  test("walks a folder that is itself a link", async () => {
    const root = await folderWith(["real/a.b.c"]);
    await symlink("real", join(root, "entrance"));
    expect(await pathsOf(join(root, "entrance"))).toEqual(["a.b.c"]);
  });

  test.each(["missing", "file.b.c"])("names a root that is no folder: %s", async (name) => {
    const root = await folderWith(["file.b.c"]);
    const error = await pathsOf(join(root, name)).catch((caught: unknown) => caught);
    expect(isIoError(error, "io/folder-not-found") && error.path).toBe(join(root, name));
  });

  test("gives nothing for an empty folder", async () => {
    expect(await pathsOf(await temporaryFolder())).toEqual([]);
  });

  test("ends with a typed error at a folder that cannot be read, or goes on if the caller takes note of it", async () => {
    const root = await folderWith(["a/x.y.z", "closed/x.y.z", "d/x.y.z"]);
    await chmod(join(root, "closed"), 0o000);
    await withoutRoot(async () => {
      await expect(pathsOf(root)).rejects.toMatchObject({ code: "store/access-denied", operation: "list" });
      const noted: unknown[] = [];
      const onUnreadable = (error: unknown, folder: string) => noted.push([error, folder]);
      expect(await pathsOf(root, { onUnreadable })).toEqual(["a/x.y.z", "d/x.y.z"]);
      expect(noted).toEqual([[expect.objectContaining({ code: "store/access-denied" }), "closed"]]);
      // Of the folder that was asked for itself there is nothing to go on with.
      await expect(pathsOf(join(root, "closed"), { onUnreadable })).rejects.toMatchObject({
        code: "store/access-denied",
      });
    });
    await chmod(join(root, "closed"), 0o755);
  });

  test("goes on when folders vanish on the way", async () => {
    const root = await folderWith(["a/x.y.z", "b/x.y.z", "c/x.y.z"]);
    const acceptName = (): boolean => {
      removal ??= rm(join(root, "c"), { recursive: true });
      return true;
    };
    let removal: Promise<void> | undefined;
    const walk = walkFileBatches(root, { acceptName });
    const found: string[] = [];
    for await (const files of walk) found.push(...files.map(({ path }) => path));
    await removal;
    expect(found.slice(0, 2)).toEqual(["a/x.y.z", "b/x.y.z"]);
  });

  test("leaves turns to others and stops when it is aborted", async () => {
    const root = await folderWith(Array.from({ length: 30 }, (_, index) => `f${index}/x.y.z`));
    const controller = new AbortController();
    const acceptName = (): boolean => {
      const until = performance.now() + 3;
      while (performance.now() < until);
      return true;
    };
    setImmediate(() => controller.abort(new Error("enough")));
    await expect(pathsOf(root, { acceptName, signal: controller.signal })).rejects.toThrow("enough");
    await expect(pathsOf(root, { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
  });
});

test.each([
  ["a.b.c", true],
  [".a.b", true],
  ["a..b", true],
  ["a.b", false],
  ["ab", false],
])("hasTwoDots(%j) is %j", (name, expected) => {
  expect(hasTwoDots(name)).toBe(expected);
});
