import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type DataWarning } from "../../src/index.ts";
import { type Decoders, decodeDataset, defaultDecoders, loadDatasetFile } from "../../src/io/index.ts";
import { HttpStore, MemoryStore } from "../../src/store/index.ts";
import { FileStore } from "../../src/store/node.ts";
import { CountingStore } from "../../src/testing/index.ts";
import { startRangeServer } from "../store/range-server.ts";
import { temporaryFolder, withoutRoot } from "../store/temporary-folder.ts";
import { counting, npy, text } from "./files-of.ts";

const store = new MemoryStore([
  ["alf/a.b.npy", npy(3, 1)],
  ["alf/a.b.json", text({ unit: "s" })],
  ["alf/a.b.csv", text("x,y\n1,2\n")],
  ["alf/a.b.CSV", text("x,y\n1,2\n")],
  ["alf/a.b.mp4", text("video")],
  ["alf/#r#/a.b.pqt", text("PAR1")],
  ["alf/a.empty.npy", new Uint8Array()],
  ["alf/a.empty.mp4", new Uint8Array()],
  ["alf/a.cut.npy", npy(100).slice(0, 300)],
  ["alf/a.bad.json", text("{broken")],
  ["alf/noextension", text("x")],
]);

describe("loadDatasetFile", () => {
  test.each([
    ["alf/a.b.npy", counting(3)],
    ["alf/a.b.json", { kind: "json", value: { unit: "s" } }],
    ["alf/a.b.csv", expect.objectContaining({ kind: "table", rowCount: 1 })],
    ["alf/a.empty.npy", undefined],
    ["alf/a.empty.mp4", undefined],
    ["alf/a.b.mp4", { kind: "file", key: "alf/a.b.mp4", location: "memory:alf/a.b.mp4" }],
    ["alf/a.b.CSV", { kind: "file", key: "alf/a.b.CSV", location: "memory:alf/a.b.CSV" }],
    ["alf/noextension", { kind: "file", key: "alf/noextension", location: "memory:alf/noextension" }],
  ])("loads %s", async (key, expected) => {
    expect(await loadDatasetFile(store, key)).toEqual(expected);
  });

  test("reads a file once, and of a file it cannot decode only the size", async () => {
    const counted = new CountingStore(store);
    await loadDatasetFile(counted, "alf/a.b.npy");
    await loadDatasetFile(counted, "alf/a.b.mp4");
    expect(counted.calls.map(({ operation, key }) => `${operation} ${key}`)).toEqual([
      "read alf/a.b.npy",
      "size alf/a.b.mp4",
    ]);
  });

  test.each(["alf/no.b.npy", "alf/no.b.mp4"])("names a file that is not there: %s", async (key) => {
    await expect(loadDatasetFile(store, key)).rejects.toMatchObject({ code: "io/file-not-found", key });
  });

  test.each([
    ["alf/a.cut.npy", "npy/truncated"],
    ["alf/a.bad.json", "text/invalid-json"],
  ])("lets the decoder say what is wrong with %s", async (key, code) => {
    await expect(loadDatasetFile(store, key)).rejects.toMatchObject({ code });
  });

  test("warns of a format whose decoder was not handed in, and refers to the file", async () => {
    const warnings: DataWarning[] = [];
    const value = await loadDatasetFile(store, "alf/#r#/a.b.pqt", { onWarning: (warning) => warnings.push(warning) });
    expect(value).toMatchObject({ kind: "file", key: "alf/#r#/a.b.pqt" });
    expect(warnings).toMatchObject([{ code: "io/no-decoder", category: "UserWarning" }]);
  });

  test("uses the decoders handed in, and not what every object inherits", async () => {
    const seen: unknown[] = [];
    const decoders: Decoders = {
      ...defaultDecoders,
      pqt: (bytes, context) => {
        seen.push(bytes.length, context.key);
        return { kind: "json", value: "mine" };
      },
    };
    expect(await loadDatasetFile(store, "alf/#r#/a.b.pqt", { decoders })).toEqual({ kind: "json", value: "mine" });
    expect(seen).toEqual([4, "alf/#r#/a.b.pqt"]);
    expect(await decodeDataset("a.b.constructor", Uint8Array.of(1))).toMatchObject({ kind: "file" });
  });

  test("refers to a file on a server by an address that leads to it", async () => {
    const server = await startRangeServer([["alf/#r#/a b.c.mp4", text("video")]]);
    onTestFinished(server.close);
    const value = await loadDatasetFile(new HttpStore(`${server.url}?token=s3cret`), "alf/#r#/a b.c.mp4");
    const location = value?.kind === "file" ? value.location : "";
    expect(location).toBe(`${server.url}alf/%23r%23/a%20b.c.mp4`);
    expect(await (await fetch(location)).text()).toBe("video");
  });

  test("names a folder in place of a file, and a file that may not be read", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, "a.b.npy"));
    await mkdir(join(root, "a.b.mp4"));
    await writeFile(join(root, "secret.b.npy"), npy(3), { mode: 0o000 });
    const files = new FileStore(root);
    await expect(loadDatasetFile(files, "a.b.npy")).rejects.toMatchObject({ code: "store/not-a-file" });
    await expect(loadDatasetFile(files, "a.b.mp4")).rejects.toMatchObject({ code: "store/not-a-file" });
    await withoutRoot(() =>
      expect(loadDatasetFile(files, "secret.b.npy")).rejects.toMatchObject({ code: "store/access-denied" }),
    );
    await chmod(join(root, "secret.b.npy"), 0o644);
    expect(await loadDatasetFile(files, "secret.b.npy")).toEqual(counting(3));
  });

  test("ends with the signal's reason when it is aborted", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(loadDatasetFile(store, "alf/a.b.npy", { signal })).rejects.toThrow("enough");
    await expect(loadDatasetFile(store, "alf/a.b.mp4", { signal })).rejects.toThrow("enough");
  });
});

describe("decodeDataset", () => {
  test.each([
    ["a.b.npy", npy(2), counting(2)],
    ["folder/a.b.c.npy", npy(2, 1), counting(2)],
    ["a.b.npy", new Uint8Array(), undefined],
    ["a.b.bin", Uint8Array.of(1), { kind: "file", key: "a.b.bin", location: "a.b.bin" }],
    [".npy", npy(2), { kind: "file", key: ".npy", location: ".npy" }],
  ])("decodes %s by its extension", async (key, bytes, expected) => {
    expect(await decodeDataset(key, bytes)).toEqual(expected);
  });
});
