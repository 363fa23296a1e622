import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter, type ZipWriterAddDataOptions } from "@zip.js/zip.js";
import { describe, expect, test } from "vitest";
import { type ExtractOptions, extractZip } from "../../src/node.ts";
import { contentOf, errorOf, md5Of } from "../contents.ts";
import { temporaryFolder } from "../temporary-folder.ts";

interface Part {
  readonly name: string;
  readonly bytes?: Uint8Array | undefined;
  readonly options?: ZipWriterAddDataOptions | undefined;
}

async function zipOf(parts: readonly Part[]): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, extendedTimestamp: false });
  for (const { name, bytes = new Uint8Array(), options } of parts) {
    await writer.add(name, name.endsWith("/") ? undefined : new Uint8ArrayReader(bytes), options);
  }
  return new Uint8Array(await writer.close());
}

/** Replace text inside an archive, in both of its lists of names. */
function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(zip).toString("latin1").replaceAll(from, to), "latin1");
}

async function extract(
  zip: Uint8Array,
  options?: ExtractOptions,
): Promise<{ error: unknown; names: string[]; outside: string[] }> {
  const base = await temporaryFolder();
  const folder = join(base, "into");
  await mkdir(folder);
  await writeFile(join(base, "x.zip"), zip);
  const error = await errorOf(() => extractZip(join(base, "x.zip"), folder, options));
  return { error, names: await readdir(folder), outside: (await readdir(base)).toSorted() };
}

const TABLE = contentOf(3_000_000);
const PLAIN: readonly Part[] = [
  { name: "sessions.pqt", bytes: TABLE, options: { level: 0 } },
  { name: "folder/" },
  { name: "folder/datasets.pqt", bytes: contentOf(70_000, 2) },
  { name: "empty.json" },
];

describe("extracting", () => {
  test("writes every file whole and says which", async () => {
    const base = await temporaryFolder();
    await writeFile(join(base, "cache.zip"), await zipOf(PLAIN));
    const files = await extractZip(join(base, "cache.zip"), join(base, "new", "folder"));
    expect(files).toEqual([
      { name: "sessions.pqt", path: join(base, "new", "folder", "sessions.pqt"), sizeBytes: 3_000_000 },
      { name: "folder/datasets.pqt", path: join(base, "new", "folder", "folder", "datasets.pqt"), sizeBytes: 70_000 },
      { name: "empty.json", path: join(base, "new", "folder", "empty.json"), sizeBytes: 0 },
    ]);
    expect(md5Of(await readFile(files[0]?.path ?? ""))).toBe(md5Of(TABLE));
    expect((await readdir(join(base, "new", "folder"), { recursive: true })).toSorted()).toEqual([
      "empty.json",
      "folder",
      "folder/datasets.pqt",
      "sessions.pqt",
    ]);
  });

  test("replaces files that are there", async () => {
    const base = await temporaryFolder();
    await writeFile(join(base, "x.zip"), await zipOf([{ name: "a", bytes: TABLE }]));
    await writeFile(join(base, "a"), "old");
    await extractZip(join(base, "x.zip"), base);
    expect(md5Of(await readFile(join(base, "a")))).toBe(md5Of(TABLE));
  });

  test.each<[string, (zip: Uint8Array) => Uint8Array, string]>([
    ["steps out of the folder", (zip) => renamed(zip, "aa/bb/cc", "../../cc"), "transfer/unsafe-path"],
    ["is absolute", (zip) => renamed(zip, "aa/bb/cc", "/tmp/bcc"), "transfer/unsafe-path"],
    ["has a drive letter", (zip) => renamed(zip, "aa/bb/cc", "C:/bb/cc"), "transfer/unsafe-path"],
    ["is a device of Windows", (zip) => renamed(zip, "aa/bb/cc", "aa/nul.c"), "transfer/unsafe-path"],
    ["has a NUL", (zip) => renamed(zip, "aa/bb/cc", "aa/\0b/cc"), "transfer/unsafe-path"],
  ])("writes nothing if one name %s", async (_what, change, code) => {
    const zip = await zipOf([
      { name: "good.pqt", bytes: TABLE },
      { name: "aa/bb/cc", bytes: TABLE },
    ]);
    const { error, names, outside } = await extract(change(zip));
    expect(error).toMatchObject({ code });
    expect(names).toEqual([]);
    expect(outside).toEqual(["into", "x.zip"]);
  });

  test("writes nothing through a link that leads out", async () => {
    const base = await temporaryFolder();
    const outside = await temporaryFolder();
    await symlink(outside, join(base, "link"));
    await writeFile(join(base, "x.zip"), await zipOf([{ name: "link/a", bytes: TABLE }]));
    expect(await errorOf(() => extractZip(join(base, "x.zip"), base))).toMatchObject({ code: "transfer/unsafe-path" });
    expect(await readdir(outside)).toEqual([]);
  });

  test.each<[string, readonly Part[], ExtractOptions, string]>([
    ["a link", [{ name: "a", bytes: TABLE, options: { unixMode: 0o120777 } }], {}, "is a link or a device"],
    ["an encrypted file", [{ name: "a", bytes: TABLE, options: { password: "x" } }], {}, "is encrypted"],
    ["names that some systems take for one", [{ name: "A" }, { name: "a" }], {}, "is there twice"],
    ["too many entries", PLAIN, { maxEntries: 2 }, "has more than 2 entries"],
    ["too much content", PLAIN, { maxTotalBytes: 3_000_000 }, "holds 3070000 bytes, more than 3000000"],
    [
      "a bomb",
      [{ name: "a", bytes: new Uint8Array(5_000_000) }],
      {},
      "is more than 200 times smaller than its content",
    ],
  ])("refuses %s", async (_what, parts, options, reason) => {
    const { error, names } = await extract(await zipOf(parts), options);
    expect(error).toMatchObject({ code: "transfer/invalid-archive", reason });
    expect(names).toEqual([]);
  });

  test("refuses a bomb that lies about its size, when it has brought as much as it said", async () => {
    const zip = Buffer.from(await zipOf([{ name: "a", bytes: new Uint8Array(5_000_000) }]));
    const lie = Buffer.alloc(4);
    lie.writeUInt32LE(50_000);
    const truth = Buffer.alloc(4);
    truth.writeUInt32LE(5_000_000);
    const lying = renamed(zip, truth.toString("latin1"), lie.toString("latin1"));
    const { error, names } = await extract(lying);
    expect(error).toMatchObject({ code: "transfer/invalid-archive" });
    expect(names).toEqual([]);
  });

  test.each<[string, (zip: Buffer) => Uint8Array]>([
    ["is no archive", () => Buffer.from("<html>Not found</html>")],
    ["is empty", () => Buffer.alloc(0)],
    ["is cut off", (zip) => zip.subarray(0, zip.length - 100)],
    [
      "has a flipped byte of content",
      (zip) => {
        const flipped = Buffer.from(zip);
        flipped.writeUInt8(flipped.readUInt8(1_000_000) ^ 1, 1_000_000);
        return flipped;
      },
    ],
  ])("refuses a file that %s", async (_what, change) => {
    const { error, names } = await extract(change(Buffer.from(await zipOf(PLAIN))));
    expect(error).toMatchObject({ code: "transfer/invalid-archive" });
    expect(names.filter((name) => name !== "folder")).toEqual([]);
  });

  test("ends with the signal's reason", async () => {
    const reason = new Error("given up");
    const { error, names } = await extract(await zipOf(PLAIN), { signal: AbortSignal.abort(reason) });
    expect(error).toBe(reason);
    expect(names).toEqual([]);
  });

  test("names an archive that is not there", async () => {
    const folder = await temporaryFolder();
    const error = await errorOf(() => extractZip(join(folder, "x.zip"), folder));
    expect(error).toMatchObject({ code: "transfer/file-system", systemCode: "ENOENT" });
  });
});
