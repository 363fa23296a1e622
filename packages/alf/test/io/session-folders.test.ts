import { chmod, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nextNumFolder, removeEmptyFolders, removeFiles } from "../../src/io/node.ts";
import { temporaryFolder, withoutRoot } from "../store/temporary-folder.ts";

async function folders(...paths: readonly string[]): Promise<string> {
  const root = await temporaryFolder();
  for (const path of paths) await mkdir(join(root, path), { recursive: true });
  return root;
}

describe("nextNumFolder", () => {
  test.each([
    [[], "001"],
    [["001"], "002"],
    [["001", "007"], "008"],
    [["1", "12"], "013"],
    [["0009"], "010"],
    [["998"], "999"],
    [[".5", "a7", "5b", "no"], "001"],
  ])("after %j comes %s", async (names, next) => {
    expect(await nextNumFolder(await folders(...names))).toBe(next);
  });

  test("is 001 for a date without a folder", async () => {
    expect(await nextNumFolder(join(await temporaryFolder(), "2024-05-06"))).toBe("001");
  });

  test("counts linked folders, but no files", async () => {
    const root = await folders("elsewhere", "date");
    await symlink("../elsewhere", join(root, "date/004"));
    await symlink("../nowhere", join(root, "date/009"));
    await writeFile(join(root, "date/008"), "");
    expect(await nextNumFolder(join(root, "date"))).toBe("005");
  });

  test("refuses to go above 999", async () => {
    const root = await folders("999");
    await expect(nextNumFolder(root)).rejects.toMatchObject({ code: "io/numbers-used-up", path: root });
  });

  test("names a folder that cannot be read, and a file in its place", async () => {
    const root = await folders("closed");
    await writeFile(join(root, "file"), "");
    await chmod(join(root, "closed"), 0o000);
    await withoutRoot(() =>
      expect(nextNumFolder(join(root, "closed"))).rejects.toMatchObject({ code: "store/access-denied" }),
    );
    await chmod(join(root, "closed"), 0o755);
    await expect(nextNumFolder(join(root, "file"))).rejects.toMatchObject({ code: "store/file-system" });
  });
});

describe("removeEmptyFolders", () => {
  test("removes nested empty folders from the inside, and keeps the root and what holds files", async () => {
    const root = await folders("a/b/c", "a/b/d", "e/f", "g");
    await writeFile(join(root, "e/keep.b.c"), "");
    await symlink("e", join(root, "link"));
    expect(await removeEmptyFolders(root)).toEqual(["g", "e/f", "a/b/d", "a/b/c", "a/b", "a"]);
    expect(await readdir(root)).toEqual(["e", "link"]);
  });

  test("passes over what cannot be removed or is not there", async () => {
    const root = await folders("closed/inner");
    await chmod(join(root, "closed"), 0o555);
    await withoutRoot(async () => expect(await removeEmptyFolders(root)).toEqual([]));
    await chmod(join(root, "closed"), 0o755);
    expect(await removeEmptyFolders(join(root, "missing"))).toEqual([]);
  });
});

describe("removeFiles", () => {
  test("removes files and the folders they leave empty, and tells which files it were", async () => {
    const root = await folders("s/2024-01-01/001/alf", "s/2024-01-01/002");
    for (const path of ["s/2024-01-01/001/alf/a.b.c", "s/2024-01-01/002/a.b.c", "s/2024-01-01/002/d.e.f"]) {
      await writeFile(join(root, path), "");
    }
    const removed = await removeFiles(root, ["s/2024-01-01/001/alf/a.b.c", "s/2024-01-01/002/a.b.c", "no.b.c"]);
    expect(removed).toEqual(["s/2024-01-01/001/alf/a.b.c", "s/2024-01-01/002/a.b.c"]);
    expect(await readdir(join(root, "s/2024-01-01"))).toEqual(["002"]);
    expect(await readdir(join(root, "s/2024-01-01/002"))).toEqual(["d.e.f"]);
  });

  test("keeps the root, even when it is empty", async () => {
    const root = await folders();
    await writeFile(join(root, "a.b.c"), "");
    await removeFiles(root, ["a.b.c"]);
    expect(await readdir(root)).toEqual([]);
  });

  test("removes nothing if one of the paths leads out of the root", async () => {
    const root = await folders();
    await writeFile(join(root, "a.b.c"), "");
    await expect(removeFiles(root, ["a.b.c", "../x"])).rejects.toMatchObject({ code: "store/invalid-key" });
    expect(await readdir(root)).toEqual(["a.b.c"]);
  });

  test("removes nothing through a link that leads out of the root", async () => {
    const elsewhere = await folders();
    await writeFile(join(elsewhere, "a.b.c"), "");
    const root = await folders();
    await symlink(elsewhere, join(root, "link"));
    await expect(removeFiles(root, ["link/a.b.c"])).rejects.toMatchObject({ code: "store/link-outside" });
    expect(await readdir(elsewhere)).toEqual(["a.b.c"]);
  });

  test("does not remove folders", async () => {
    const root = await folders("a.b.c");
    await expect(removeFiles(root, ["a.b.c"])).rejects.toMatchObject({ code: "store/not-a-file" });
  });
});
