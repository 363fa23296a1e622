import { describe, expect, test } from "vitest";
import { type AlfValue, type DataWarning, parseFilename } from "../../src/index.ts";
import { assembleObject, attributeKey, type ObjectPart } from "../../src/object/index.ts";
import { array, floats, table, zeros } from "../objects.ts";

const part = (name: string, value: AlfValue, metadata?: ObjectPart["metadata"]): ObjectPart => ({
  parts: parseFilename(name),
  value,
  metadata,
});

describe("assembling an object", () => {
  test.each([
    ["spikes.times.npy", "times", "times"],
    ["spikes.times_clk.npy", "times_clk", "times_clk"],
    ["spikes.times_clk.part1.x.npy", "times_clk.part1.x", "times_clk"],
  ])("%s is attribute %s, short %s", (name, key, short) => {
    expect(attributeKey(parseFilename(name))).toBe(key);
    expect(attributeKey(parseFilename(name), { shortKeys: true })).toBe(short);
  });

  test("keeps the order of the datasets", () => {
    const object = assembleObject([part("o.b.npy", zeros(2)), part("o.a.npy", zeros(2))]);
    expect(Object.keys(object)).toEqual(["b", "a"]);
    expect(assembleObject([])).toEqual({});
  });

  test("refuses two datasets with one name", () => {
    const twice = [part("o.a.npy", zeros(2)), part("_ns_o.a.csv", zeros(2))];
    expect(() => assembleObject(twice)).toThrow(
      expect.objectContaining({ code: "alf/duplicate-attribute", attribute: "a" }),
    );
  });

  test("names columns by the metadata, even like the dataset itself, and keeps the rest of them", () => {
    const object = assembleObject([part("o.a.npy", floats([1, 2, 3, 4], [2, 2]), { columns: ["a", "y"], unit: "s" })]);
    expect(Object.entries(object)).toEqual([
      ["a", floats([1, 3])],
      ["y", floats([2, 4])],
      ["ametadata", { kind: "json", value: { unit: "s" } }],
    ]);
  });

  test.each<[ObjectPart["metadata"], AlfValue, string]>([
    [{ columns: ["x", "y", "z"] }, zeros(2, 2), "alf/shape-mismatch"],
    [{ columns: ["x"] }, zeros(2), "alf/shape-mismatch"],
    [{ columns: ["x"] }, { kind: "json", value: 1 }, "alf/attribute-mismatch"],
    [{ columns: "x" }, zeros(2, 2), "alf/attribute-mismatch"],
  ])("refuses metadata %j for %j: %s", (metadata, value, code) => {
    expect(() => assembleObject([part("o.a.npy", value, metadata)])).toThrow(expect.objectContaining({ code }));
  });

  test("spreads the table attribute, whose columns win", () => {
    const given = table({ choice: array("int8", Int8Array.of(1)), intervals_0: floats([1]), intervals_1: floats([2]) });
    const object = assembleObject([
      part("o.choice.npy", floats([9])),
      part("o.table.pqt", given),
      part("o.z.npy", floats([3])),
    ]);
    expect(Object.entries(object)).toEqual([
      ["choice", array("int8", Int8Array.of(1))],
      ["z", floats([3])],
      ["intervals", floats([1, 2], [1, 2])],
    ]);
  });

  test("puts timescale and extra of the table into the names of its columns", () => {
    const object = assembleObject([
      part("o.table_clk.e.pqt", table({ x_0: floats([1]), x_1: floats([2]), y: floats([3]) })),
    ]);
    expect(Object.keys(object)).toEqual(["y_clk.e", "x_clk.e"]);
  });

  test("takes only an attribute named table, which must be one", () => {
    expect(Object.keys(assembleObject([part("o.tables.pqt", table({ x: floats([1]) }))]))).toEqual(["tables"]);
    expect(() => assembleObject([part("o.table.npy", zeros(2))])).toThrow(
      expect.objectContaining({ code: "alf/attribute-mismatch", attribute: "table", found: "array" }),
    );
  });

  test("expands sync points to one time a row, counting rows where there are some", () => {
    const sync = floats([0, 0, 2, 20], [2, 2]);
    const file: AlfValue = { kind: "file", key: "o.raw.bin", location: "o.raw.bin" };
    const object = assembleObject([part("o.raw.bin", file), part("o.a.npy", zeros(3)), part("o.timestamps.npy", sync)]);
    expect(object["timestamps"]).toEqual(floats([0, 10, 20]));
    expect(assembleObject([part("o.timestamps.npy", sync)])["timestamps"]).toBe(sync);
  });

  test("expands any number of sync points; Python two (only with compat)", () => {
    const parts = [part("o.a.npy", zeros(3)), part("o.timestamps.npy", floats([0, 0, 1, 5, 2, 6], [3, 2]))];
    expect(assembleObject(parts)["timestamps"]).toEqual(floats([0, 5, 6]));
    expect(assembleObject(parts.slice(0, 2), { compat: true })["timestamps"]).toEqual(
      floats([0, 0, 1, 5, 2, 6], [3, 2]),
    );
  });

  test("warns about different numbers of rows and leaves the sync points", () => {
    const warnings: DataWarning[] = [];
    const sync = zeros(2, 2);
    const parts = [part("o.a.npy", zeros(3)), part("o.b.npy", zeros(4)), part("o.timestamps.npy", sync)];
    const object = assembleObject(parts, { onWarning: (warning) => warnings.push(warning) });
    expect(object["timestamps"]).toBe(sync);
    expect(warnings).toEqual([
      expect.objectContaining({ code: "alf/inconsistent-dimensions", category: "UserWarning" }),
    ]);
    expect(warnings[0]?.message).toBe("Inconsistent dimensions for object: o\n(3),\ta\n(4),\tb\n(2, 2),\ttimestamps");
  });
});
