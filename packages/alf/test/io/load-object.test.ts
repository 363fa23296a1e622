import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type DataWarning } from "../../src/index.ts";
import { loadObject, loadObjectFiles } from "../../src/io/index.ts";
import { MemoryStore } from "../../src/store/index.ts";
import { FileStore } from "../../src/store/node.ts";
import { CountingStore } from "../../src/testing/index.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { counting, filesOf, npy, text } from "./files-of.ts";

describe("loadObject", () => {
  test("puts the attributes of one object together and reads nothing else", async () => {
    const store = filesOf({
      "alf/spikes.times.npy": npy(4),
      "alf/spikes.clusters.npy": npy(4, 1),
      "alf/clusters.depths.npy": npy(9),
      "alf/probe00/spikes.times.npy": npy(7),
    });
    expect(await loadObject(store, "alf", "spikes")).toEqual({ clusters: counting(4), times: counting(4) });
    expect(store.calls.map(({ operation, key }) => `${operation} ${key}`)).toEqual([
      "list alf",
      "read alf/spikes.clusters.npy",
      "read alf/spikes.times.npy",
    ]);
  });

  test("reads several files at a time, but not more than it may", async () => {
    const names = Array.from(
      { length: 30 },
      (_, index) => [`o.a${String(index).padStart(2, "0")}.npy`, npy(3)] as const,
    );
    const store = filesOf(Object.fromEntries(names));
    expect(Object.keys(await loadObject(store, "", "o"))).toEqual(names.map(([name]) => name.slice(2, 5)));
    expect([store.readCount, store.mostOpenReads]).toEqual([30, 8]);
    store.reset();
    await loadObject(store, "", "o", { concurrency: 3 });
    expect([store.readCount, store.mostOpenReads]).toEqual([30, 3]);
  });

  test("takes metadata of exactly its object and attribute, however they are named", async () => {
    const store = filesOf({
      "t.a.npy": npy(3),
      "t.ab.metadata.json": text({ wrong: true }),
      "t.b_clk.raw.npy": npy(3),
      "t.b_clk.metadata.json": text({ general: true }),
      "t.b_clk.raw.metadata.json": text({ exact: true }),
      "t.c.npy": npy(3, 2),
      "t.c.metadata.8e5c7a3e-3a9c-4a52-9a7e-1b2f6e2d7c10.json": text({ columns: ["x", "y"], unit: "mm" }),
    });
    const object = await loadObject(store, "", "t");
    expect(Object.keys(object)).toEqual(["a", "b_clk.raw", "b_clk.rawmetadata", "x", "y", "cmetadata"]);
    expect(object["b_clk.rawmetadata"]).toEqual({ kind: "json", value: { exact: true } });
    expect(object).toMatchObject({ cmetadata: { kind: "json", value: { unit: "mm" } } });
    const { ametadata } = await loadObject(store, "", "t", { attribute: "a", compat: true });
    expect(ametadata).toEqual({ kind: "json", value: { wrong: true } });
  });

  test("reads a metadata file that several datasets share once", async () => {
    const store = filesOf({ "t.a.npy": npy(3), "t.a.raw.npy": npy(3), "t.a.metadata.json": text({ unit: "s" }) });
    expect(Object.keys(await loadObject(store, "", "t"))).toEqual(["a", "ametadata", "a.raw", "a.rawmetadata"]);
    expect(store.readCount).toBe(3);
  });

  test("takes short keys where there are metadata files, unlike the original", async () => {
    const store = filesOf({ "t.a.npy": npy(3), "t.a.metadata.json": text({ unit: "s" }) });
    expect(Object.keys(await loadObject(store, "", "t", { shortKeys: true }))).toEqual(["a", "ametadata"]);
    const asOriginal = loadObject(store, "", "t", { shortKeys: true, compat: true });
    await expect(asOriginal).rejects.toMatchObject({ code: "alf/duplicate-attribute", attribute: "a" });
  });

  test.each([
    ["a list", text([1]), "io/invalid-sidecar"],
    ["null", text("null"), "io/invalid-sidecar"],
    ["nothing", new Uint8Array(), "io/invalid-sidecar"],
    ["broken JSON", text("{"), "text/invalid-json"],
  ])("refuses metadata that are %s", async (_, bytes, code) => {
    const store = filesOf({ "t.a.npy": npy(3), "t.a.metadata.json": bytes });
    await expect(loadObject(store, "", "t")).rejects.toMatchObject({ code });
  });

  test("finds out before it reads that two files would become one attribute", async () => {
    const store = filesOf({ "t.a.npy": npy(3), "_ns_t.a.npy": npy(3) });
    await expect(loadObject(store, "", "t")).rejects.toMatchObject({ code: "alf/duplicate-attribute", attribute: "a" });
    expect(store.readCount).toBe(0);
    expect(Object.keys(await loadObject(store, "", "t", { namespace: "ns" }))).toEqual(["a"]);
    expect(Object.keys(await loadObject(store, "", "t", { namespace: null }))).toEqual(["a"]);
  });

  test("warns of unequal numbers of rows and gives the data all the same", async () => {
    const warnings: DataWarning[] = [];
    const store = filesOf({ "t.a.npy": npy(3), "t.b.npy": npy(4) });
    const object = await loadObject(store, "", "t", { onWarning: (warning) => warnings.push(warning) });
    expect(Object.keys(object)).toEqual(["a", "b"]);
    expect(warnings).toMatchObject([{ code: "alf/inconsistent-dimensions", category: "UserWarning" }]);
    expect(warnings[0]?.message).toContain("object: t\n(3),\ta\n(4),\tb");
  });

  test("expands sync points to one time a row", async () => {
    const store = filesOf({ "w.timestamps.npy": npy(2, 2), "w.position.npy": npy(5) });
    expect(await loadObject(store, "", "w")).toMatchObject({ timestamps: { shape: [5] }, position: { shape: [5] } });
  });

  test.each([
    ["a folder that is not there", "nowhere", "t", "alf/object-not-found"],
    ["an object that is not there", "", "none", "alf/object-not-found"],
    ["no object for a folder", "", undefined, "alf/invalid-argument"],
    ["a file that is no dataset", "notes.txt", undefined, "alf/object-not-found"],
    ["a path out of the store", "../x", "t", "store/invalid-key"],
    ["a pattern that is none", "", "[", "alf/object-not-found"],
  ])("refuses %s", async (_, path, object, code) => {
    const store = filesOf({ "t.a.npy": npy(3), "notes.txt": text("x") });
    await expect(loadObject(store, path, object)).rejects.toMatchObject({ code });
  });

  test("refuses an empty folder on a disk, named or not", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, "alf"));
    const store = new FileStore(root);
    await expect(loadObject(store, "alf", "t")).rejects.toMatchObject({ code: "alf/object-not-found" });
    await expect(loadObject(store, "alf", undefined)).rejects.toMatchObject({ code: "alf/object-not-found" });
  });

  test("ends with the failure of one file, without starting on further ones", async () => {
    const names = Array.from(
      { length: 20 },
      (_, index) => [`o.a${String(index).padStart(2, "0")}.npy`, npy(3)] as const,
    );
    const store = filesOf({ ...Object.fromEntries(names), "o.a00.npy": npy(3).slice(0, 90) });
    await expect(loadObject(store, "", "o", { concurrency: 2 })).rejects.toMatchObject({ code: "npy/truncated" });
    expect(store.readCount).toBeLessThan(20);
  });

  test("ends with the signal's reason when it is aborted", async () => {
    const store = filesOf({ "t.a.npy": npy(3) });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(loadObject(store, "", "t", { signal })).rejects.toThrow("enough");
    await expect(loadObjectFiles(store, ["t.a.npy"], { signal })).rejects.toThrow("enough");
  });

  test("refers to files on a disk by their path", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "camera.raw.mp4"), "video");
    const { raw } = await loadObject(new FileStore(root), "", "camera");
    expect(raw).toEqual({ kind: "file", key: "camera.raw.mp4", location: join(root, "camera.raw.mp4") });
  });
});

describe("loadObjectFiles", () => {
  const files = {
    "alf/t.a.npy": npy(3),
    "alf/t.a.metadata.json": text({ unit: "s" }),
    "alf/#r1#/t.b.npy": npy(3),
    "alf/u.c.npy": npy(3),
  };

  test("puts files of several folders together, in their order", async () => {
    const object = await loadObjectFiles(filesOf(files), ["alf/#r1#/t.b.npy", "alf/t.a.npy"]);
    expect(Object.keys(object)).toEqual(["b", "a", "ametadata"]);
  });

  test("looks for metadata among the files it is told of, without listing", async () => {
    const store = filesOf(files);
    const object = await loadObjectFiles(store, ["alf/t.a.npy"], { siblings: ["alf/t.a.metadata.json"] });
    expect(Object.keys(object)).toEqual(["a", "ametadata"]);
    expect(store.calls.map(({ operation }) => operation)).toEqual(["read", "read"]);
    expect(Object.keys(await loadObjectFiles(store, ["alf/t.a.npy"], { siblings: [] }))).toEqual(["a"]);
  });

  test("looks only among the files themselves where the store cannot list", async () => {
    const store = new CountingStore(new MemoryStore(Object.entries(files)));
    expect(Object.keys(await loadObjectFiles(store, ["alf/t.a.npy"]))).toEqual(["a"]);
    const both = await loadObjectFiles(store, ["alf/t.a.npy", "alf/t.a.metadata.json"]);
    expect(Object.keys(both)).toEqual(["a", "ametadata"]);
  });

  test.each([
    ["no files", [], "alf/multiple-objects-found"],
    ["files of two objects", ["alf/t.a.npy", "alf/u.c.npy"], "alf/multiple-objects-found"],
    ["a name that is no dataset's", ["alf/notes.txt"], "alf/invalid"],
    ["a file that is not there", ["alf/t.no.npy"], "io/file-not-found"],
    ["metadata that are not there", ["alf/t.a.npy"], "io/file-not-found"],
  ])("refuses %s", async (what, keys, code) => {
    const store = filesOf(files);
    const siblings = what.startsWith("metadata") ? ["alf/t.a.metadata.0.json"] : undefined;
    await expect(loadObjectFiles(store, keys, { siblings })).rejects.toMatchObject({ code });
  });
});
