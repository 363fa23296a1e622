import { chmod, readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type AlfValue, type JsonValue } from "../../src/index.ts";
import { loadDatasetFile, loadObject, saveMetadata, saveObject } from "../../src/io/index.ts";
import { MemoryStore } from "../../src/store/index.ts";
import { FileStore } from "../../src/store/node.ts";
import { temporaryFolder, withoutRoot } from "../store/temporary-folder.ts";
import { counting } from "./files-of.ts";

const json = (value: JsonValue): AlfValue => ({ kind: "json", value });

describe("saveObject", () => {
  test("writes an object that loads again, in files named by its parts", async () => {
    const store = new FileStore(await temporaryFolder());
    const attributes = { times: counting(4), "peak to trough": counting(4, 3), clusters: json([1, 2, 3, 4]) };
    const keys = await saveObject(store, "alf/probe00", {
      object: "spikes",
      attributes,
      namespace: "ibl",
      timescale: "clock",
      extra: ["raw", "v1"],
    });
    expect(keys).toEqual([
      "alf/probe00/_ibl_spikes.times_clock.raw.v1.npy",
      "alf/probe00/_ibl_spikes.peakToTrough_clock.raw.v1.npy",
      "alf/probe00/_ibl_spikes.clusters_clock.raw.v1.npy",
    ]);
    const loaded = await loadObject(store, "alf/probe00", "spikes", { shortKeys: true });
    expect(loaded).toMatchObject({
      times_clock: counting(4),
      peakToTrough_clock: counting(4, 3),
      clusters_clock: { dtype: "int64", data: BigInt64Array.of(1n, 2n, 3n, 4n) },
    });
  });

  test.each<[string, JsonValue, object]>([
    ["truth values", [true, false], { dtype: "bool", data: Uint8Array.of(1, 0) }],
    ["whole numbers", [1, -2], { dtype: "int64", data: BigInt64Array.of(1n, -2n) }],
    ["other numbers", [1, 0.5], { dtype: "float64", data: Float64Array.of(1, 0.5) }],
    ["text", ["a", "bc"], { dtype: "string", data: ["a", "bc"] }],
    [
      "lists",
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      { dtype: "int64", shape: [3, 2] },
    ],
    ["nothing", [], { dtype: "float64", shape: [0] }],
  ])("writes a list of %s as an array", async (_, value, expected) => {
    const store = new MemoryStore();
    const [key = ""] = await saveObject(store, "", { object: "o", attributes: { a: json(value) } });
    expect(await loadDatasetFile(store, key)).toMatchObject(expected);
  });

  test.each<[string, string, Record<string, AlfValue>, string]>([
    ["unequal numbers of rows", "o", { a: counting(3), b: counting(4) }, "alf/shape-mismatch"],
    ["a document", "o", { a: json({ x: 1 }) }, "alf/attribute-mismatch"],
    ["lists of unequal length", "o", { a: json([[1], [2, 3]]) }, "alf/attribute-mismatch"],
    ["a list of lists and numbers", "o", { a: json([[1], 2]) }, "alf/attribute-mismatch"],
    ["a list of numbers and lists", "o", { a: json([1, [2]]) }, "alf/attribute-mismatch"],
    ["a list of several kinds", "o", { a: json([1, "x"]) }, "alf/attribute-mismatch"],
    ["a list of nulls", "o", { a: json([null]) }, "alf/attribute-mismatch"],
    ["an attribute without a value", "o", { a: undefined }, "alf/attribute-mismatch"],
    ["a file", "o", { a: { kind: "file", key: "x", location: "x" } }, "alf/attribute-mismatch"],
    ["an object's name with a dot", "o.p", { a: counting(3) }, "alf/invalid-argument"],
    ["a name that leads to another folder", "o", { "a/b": counting(3) }, "alf/invalid"],
    ["a name that loading would not find", "o", { "a-b": counting(3) }, "alf/invalid"],
    ["two attributes of one file", "o", { fooBar: counting(3), foo_bar: counting(3) }, "alf/duplicate-attribute"],
    ["an attribute's name with a dot", "o", { a: counting(3), "b.c": counting(3) }, "alf/invalid-argument"],
  ])("refuses %s, and writes nothing", async (_, object, attributes, code) => {
    const store = new MemoryStore();
    await expect(saveObject(store, "", { object, attributes })).rejects.toMatchObject({ code });
    for await (const key of store.list()) expect.unreachable(key);
  });

  test("names a folder that takes no files", async () => {
    const root = await temporaryFolder();
    await chmod(root, 0o555);
    await withoutRoot(async () => {
      const saving = saveObject(new FileStore(root), "alf", { object: "o", attributes: { a: counting(3) } });
      await expect(saving).rejects.toMatchObject({ code: "store/access-denied", operation: "write" });
    });
    expect(await readdir(root)).toEqual([]);
  });

  test("ends with the signal's reason when it is aborted", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const saving = saveObject(new MemoryStore(), "", { object: "o", attributes: { a: counting(3) } }, { signal });
    await expect(saving).rejects.toThrow("enough");
  });
});

describe("saveMetadata", () => {
  test("writes what loads beside its dataset, as Python's json writes it", async () => {
    const store = new MemoryStore();
    await saveObject(store, "alf", { object: "clusters", attributes: { ccfLocation: counting(2, 2) } });
    const key = await saveMetadata(store, "alf/clusters.ccfLocation.npy", { columns: ["x", "y"], unit: "µm" });
    expect(key).toBe("alf/clusters.ccfLocation.metadata.json");
    const written = new TextDecoder().decode(await store.read(key));
    expect(written).toBe('{\n "columns": [\n  "x",\n  "y"\n ],\n "unit": "\\u00b5m"\n}');
    expect(Object.keys(await loadObject(store, "alf", "clusters"))).toEqual(["x", "y", "ccfLocationmetadata"]);
  });

  test("refuses names that are no dataset's, unless asked to be like the original", async () => {
    const store = new MemoryStore();
    await expect(saveMetadata(store, "notes.txt", {})).rejects.toMatchObject({ code: "alf/invalid" });
    expect(await saveMetadata(store, "notes.txt", {}, { compat: true })).toBe("notes.metadata.json");
  });
});
