import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { FileStore } from "../../src/store/node.ts";
import { temporaryFolder, withoutRoot } from "./temporary-folder.ts";

const THREE = Uint8Array.of(1, 2, 3);

async function keysOf(store: FileStore, prefix?: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}

async function rejectsEverywhere(store: FileStore, key: string, code: string) {
  await expect(store.read(key)).rejects.toMatchObject({ code, key });
  await expect(store.read(key, { range: { offset: 0, length: 1 } })).rejects.toMatchObject({ code, key });
  await expect(store.size(key)).rejects.toMatchObject({ code, key });
}

describe("FileStore: large files", () => {
  test("puts the chunks of a parallel read in their places", async () => {
    const root = await temporaryFolder();
    const bytes = new Uint8Array(new Uint32Array(9 * 1024 * 1024 + 5).map((_, index) => index).buffer);
    await writeFile(join(root, "large.a.b"), bytes);
    const store = new FileStore(root);
    expect(Buffer.compare((await store.read("large.a.b")) ?? new Uint8Array(), bytes)).toBe(0);
    const range = { offset: 1_000_001, length: 20_000_003 };
    const part = await store.read("large.a.b", { range });
    expect(Buffer.compare(part ?? THREE, bytes.subarray(range.offset, range.offset + range.length))).toBe(0);
  });

  test("takes no memory for a range that the file does not hold", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "small.a.b"), THREE);
    const before = process.memoryUsage().arrayBuffers;
    const read = new FileStore(root).read("small.a.b", { range: { offset: 0, length: 2 ** 40 } });
    await expect(read).rejects.toMatchObject({ code: "store/short-read", receivedBytes: 3 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  test("refuses to read in one piece what no array can hold, and reads its end by range", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "huge.a.b"), "");
    await truncate(join(root, "huge.a.b"), 2 ** 43); // a hole: it takes no room on the disk
    const store = new FileStore(root);
    await expect(store.read("huge.a.b")).rejects.toMatchObject({ code: "store/too-large", sizeBytes: 2 ** 43 });
    expect(await store.read("huge.a.b", { range: { offset: 2 ** 43 - 2, length: 2 } })).toEqual(Uint8Array.of(0, 0));
    expect(await store.size("huge.a.b")).toBe(2 ** 43);
  });
});

describe("FileStore: what is no file", () => {
  test("names a folder", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, "alf/probe00"), { recursive: true });
    const store = new FileStore(root);
    await rejectsEverywhere(store, "alf", "store/not-a-file");
    await expect(store.write("alf", THREE)).rejects.toMatchObject({ code: "store/not-a-file", operation: "write" });
    await expect(store.delete("alf/probe00")).rejects.toMatchObject({ code: "store/not-a-file", operation: "delete" });
    expect(await readdir(root)).toEqual(["alf"]);
  });

  test("does not wait for the writer of a pipe, nor connect to a socket, and lists neither", async () => {
    const root = await temporaryFolder();
    execFileSync("mkfifo", [join(root, "pipe.a.b")]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, "socket.a.b"), resolve));
    onTestFinished(() => void server.close());
    await rejectsEverywhere(new FileStore(root), "pipe.a.b", "store/not-a-file");
    await rejectsEverywhere(new FileStore(root), "socket.a.b", "store/not-a-file");
    expect(await keysOf(new FileStore(root))).toEqual([]);
  });

  test("has no keys while its folder does not exist, and makes it on the first write", async () => {
    const store = new FileStore(join(await temporaryFolder(), "not/yet"));
    expect(await keysOf(store)).toEqual([]);
    expect(await store.read("a.b.c")).toBeUndefined();
    expect(await store.delete("a.b.c")).toBe(false);
    await store.write("a.b.c", THREE);
    expect(await keysOf(store)).toEqual(["a.b.c"]);
  });

  test("cannot write below a file", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "file"), THREE);
    const code = "store/file-system";
    await expect(new FileStore(root).write("file/a.b.c", THREE)).rejects.toMatchObject({ code, operation: "write" });
    await expect(new FileStore(join(root, "file")).write("a.b.c", THREE)).rejects.toMatchObject({ code });
  });

  test("passes on what the system says to a name that is too long", async () => {
    const store = new FileStore(await temporaryFolder());
    const key = "x".repeat(300);
    await expect(store.read(key)).rejects.toMatchObject({ code: "store/file-system", systemCode: "ENAMETOOLONG" });
    await expect(store.write(key, THREE)).rejects.toMatchObject({ systemCode: "ENAMETOOLONG" });
  });
});

describe("FileStore: permissions", () => {
  test("names a file that may not be read", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "secret.a.b"), THREE, { mode: 0o000 });
    await withoutRoot(async () => {
      const store = new FileStore(root);
      await expect(store.read("secret.a.b")).rejects.toMatchObject({ code: "store/access-denied", operation: "read" });
      expect(await store.size("secret.a.b")).toBe(3);
    });
  });

  test("names a folder that may not be entered, listed or written", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, "closed"));
    await writeFile(join(root, "closed/a.b.c"), THREE);
    await chmod(join(root, "closed"), 0o000);
    await withoutRoot(async () => {
      const store = new FileStore(root);
      const code = "store/access-denied";
      await rejectsEverywhere(store, "closed/a.b.c", code);
      await expect(keysOf(store)).rejects.toMatchObject({ code, operation: "list" });
      await expect(store.write("closed/a.b.c", THREE)).rejects.toMatchObject({ code, operation: "write" });
      await expect(store.delete("closed/a.b.c")).rejects.toMatchObject({ code, operation: "delete" });
    });
    await chmod(join(root, "closed"), 0o755);
    expect(await readFile(join(root, "closed/a.b.c"))).toEqual(Buffer.from(THREE));
  });

  test("keeps the old file when the folder takes no new one", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "a.b.c"), THREE);
    await chmod(root, 0o555);
    await withoutRoot(async () => {
      const write = new FileStore(root).write("a.b.c", Uint8Array.of(9));
      await expect(write).rejects.toMatchObject({ code: "store/access-denied" });
    });
    expect(await readdir(root)).toEqual(["a.b.c"]);
    expect(await readFile(join(root, "a.b.c"))).toEqual(Buffer.from(THREE));
  });
});

describe("FileStore: links", () => {
  /** `store/` with links, `elsewhere/` with a file. */
  async function linked(): Promise<string> {
    const top = await temporaryFolder();
    await mkdir(join(top, "store/real"), { recursive: true });
    await mkdir(join(top, "elsewhere"));
    await writeFile(join(top, "store/real/a.b.c"), THREE);
    await writeFile(join(top, "elsewhere/x.y.z"), THREE);
    await symlink("real/a.b.c", join(top, "store/inside.b.c"));
    await symlink("real", join(top, "store/folder"));
    await symlink("../elsewhere/x.y.z", join(top, "store/outside.y.z"));
    await symlink("../elsewhere", join(top, "store/away"));
    await symlink("nowhere", join(top, "store/broken.b.c"));
    await symlink("circle.b.c", join(top, "store/circle.b.c"));
    await symlink("store", join(top, "entrance"));
    return top;
  }

  test("are followed while they stay inside, also when the store's folder is itself a link", async () => {
    const top = await linked();
    for (const root of ["store", "entrance"]) {
      const store = new FileStore(join(top, root));
      expect(await store.read("inside.b.c")).toEqual(THREE);
      expect(await store.read("folder/a.b.c")).toEqual(THREE);
      expect(await store.read("broken.b.c")).toBeUndefined();
    }
  });

  test("are refused when they lead outside", async () => {
    const store = new FileStore(join(await linked(), "store"));
    const code = "store/link-outside";
    await rejectsEverywhere(store, "outside.y.z", code);
    await rejectsEverywhere(store, "away/x.y.z", code);
    await expect(store.write("away/new.y.z", THREE)).rejects.toMatchObject({ code });
    await expect(store.write("away/deep/new.y.z", THREE)).rejects.toMatchObject({ code });
    await expect(store.delete("away/x.y.z")).rejects.toMatchObject({ code });
    await expect(keysOf(store, "away")).rejects.toMatchObject({ code });
  });

  test("nothing was made or removed outside by a refused write", async () => {
    const top = await linked();
    await new FileStore(join(top, "store")).write("away/deep/new.y.z", THREE).catch(() => undefined);
    expect(await readdir(join(top, "elsewhere"))).toEqual(["x.y.z"]);
  });

  test("lead anywhere with `followLinksOutside`", async () => {
    const store = new FileStore(join(await linked(), "store"), { followLinksOutside: true });
    expect(await store.read("outside.y.z")).toEqual(THREE);
    expect(await store.read("away/x.y.z")).toEqual(THREE);
    expect(await keysOf(store, "away")).toEqual(["away/x.y.z"]);
  });

  test("to files are listed if they can be read, to folders are not entered", async () => {
    const root = join(await linked(), "store");
    expect(await keysOf(new FileStore(root))).toEqual(["inside.b.c", "real/a.b.c"]);
    const everywhere = new FileStore(root, { followLinksOutside: true });
    expect(await keysOf(everywhere)).toEqual(["inside.b.c", "outside.y.z", "real/a.b.c"]);
  });

  test("are replaced by a write and removed by a delete, their targets untouched", async () => {
    const root = join(await linked(), "store");
    const store = new FileStore(root);
    await store.write("outside.y.z", Uint8Array.of(9));
    expect(await store.read("outside.y.z")).toEqual(Uint8Array.of(9));
    expect(await readFile(join(root, "../elsewhere/x.y.z"))).toEqual(Buffer.from(THREE));
    expect(await store.delete("inside.b.c")).toBe(true);
    expect(await store.read("real/a.b.c")).toEqual(THREE);
  });

  test("that form a circle are a failure of the file system", async () => {
    const store = new FileStore(join(await linked(), "store"));
    await expect(store.read("circle.b.c")).rejects.toMatchObject({ code: "store/file-system", systemCode: "ELOOP" });
  });
});

describe("FileStore: listing", () => {
  test("leaves out files that are being written and names that no key can spell", async () => {
    const root = await temporaryFolder();
    for (const name of [".neurophys-0123456789abcdef~", "back\\slash.a.b", "kept.a.b"]) {
      await writeFile(join(root, name), THREE);
    }
    expect(await keysOf(new FileStore(root))).toEqual(["kept.a.b"]);
  });

  test("finds thousands of files in order", async () => {
    const root = await temporaryFolder();
    const expected: string[] = [];
    for (let folder = 0; folder < 40; folder++) {
      const name = `s${String(folder).padStart(2, "0")}/alf`;
      await mkdir(join(root, name), { recursive: true });
      for (let file = 0; file < 50; file++) expected.push(`${name}/o.a${String(file).padStart(2, "0")}.npy`);
    }
    await Promise.all(expected.map((key) => writeFile(join(root, key), "")));
    expect(await keysOf(new FileStore(root))).toEqual(expected);
  });
});

describe("FileStore: writing", () => {
  test("keeps the mode of a file it replaces", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "a.b.c"), THREE);
    await chmod(join(root, "a.b.c"), 0o640);
    await new FileStore(root).write("a.b.c", Uint8Array.of(9));
    expect((await stat(join(root, "a.b.c"))).mode & 0o777).toBe(0o640);
  });

  test("shows readers the old or the new value, never a part", async () => {
    const store = new FileStore(await temporaryFolder());
    const sizes = [3_000_000, 5_000_000];
    await store.write("a.b.c", new Uint8Array(sizes[0] ?? 0));
    let writing = true;
    const writer = (async () => {
      for (let turn = 0; turn < 6; turn++) await store.write("a.b.c", new Uint8Array(sizes[turn % 2] ?? 0).fill(turn));
      writing = false;
    })();
    const seen = new Set<number>();
    while (writing) {
      const bytes = (await store.read("a.b.c")) ?? new Uint8Array();
      seen.add(bytes.length);
      expect(bytes[0]).toBe(bytes.at(-1));
    }
    await writer;
    expect([...seen].filter((size) => !sizes.includes(size))).toEqual([]);
  });
});
