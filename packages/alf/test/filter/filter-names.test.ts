import { describe, expect, test } from "vitest";
import {
  type FilterNamesOptions,
  filterNames,
  findSidecar,
  findTimes,
  type NameFilters,
} from "../../src/filter/index.ts";

const NAMES = [
  "_ns_wheel.position.npy",
  "wheelMoves.times_clk.raw.v2.npy",
  "wheel.times.npy",
  "sp ace.b.c",
  ".hid.a.b",
  "notes.txt",
];

describe("names in a folder", () => {
  test.each<[NameFilters, FilterNamesOptions, string[]]>([
    [{}, {}, ["_ns_wheel.position.npy", "wheel.times.npy", "wheelMoves.times_clk.raw.v2.npy"]],
    [
      {},
      { compat: true },
      [".hid.a.b", "_ns_wheel.position.npy", "sp ace.b.c", "wheel.times.npy", "wheelMoves.times_clk.raw.v2.npy"],
    ],
    [{ object: null }, { compat: true }, [".hid.a.b", "sp ace.b.c"]],
    [{ object: "wheel" }, {}, ["_ns_wheel.position.npy", "wheel.times.npy"]],
    [
      { object: "wheel" },
      { wildcards: false },
      ["_ns_wheel.position.npy", "wheel.times.npy", "wheelMoves.times_clk.raw.v2.npy"],
    ],
    [{ object: ["wheelM*", "x"] }, {}, ["wheelMoves.times_clk.raw.v2.npy"]],
    [{ object: "(?i)WHEEL$" }, { wildcards: false }, ["_ns_wheel.position.npy", "wheel.times.npy"]],
    [{ attribute: ["t.*", "x"] }, { wildcards: false }, ["wheel.times.npy", "wheelMoves.times_clk.raw.v2.npy"]],
    [{ namespace: null, extension: "npy" }, {}, ["wheel.times.npy", "wheelMoves.times_clk.raw.v2.npy"]],
    [{ extra: "v2.raw" }, {}, ["wheelMoves.times_clk.raw.v2.npy"]],
    [{ extra: ["v2"] }, {}, ["wheelMoves.times_clk.raw.v2.npy"]],
    [{ extra: "" }, {}, ["wheelMoves.times_clk.raw.v2.npy"]],
    [{ extra: "raw.x" }, {}, []],
    [{ timescale: "c?k", object: undefined }, {}, ["wheelMoves.times_clk.raw.v2.npy"]],
  ])("that fit %j %j are %j", (filters, options, result) => {
    expect(filterNames(NAMES, filters, options).map(({ name }) => name)).toEqual(result);
  });

  test("come with their parts, and a filter for no part is refused", () => {
    expect(filterNames(NAMES, { namespace: "ns" })[0]?.parts.object).toBe("wheel");
    expect(() => filterNames(NAMES, { foo: "x" } as NameFilters)).toThrow(
      expect.objectContaining({ code: "alf/argument-type", argument: "foo" }),
    );
  });
});

describe("metadata of a dataset", () => {
  test.each<[string, string[], string | undefined, string | undefined]>([
    ["a.b.npy", ["a.b.metadata.json", "a.b.npy"], "a.b.metadata.json", "a.b.metadata.json"],
    ["a.b.npy", ["a.bc.metadata.json"], undefined, "a.bc.metadata.json"],
    ["a.b.metadata.json", ["a.b.metadata.json"], "a.b.metadata.json", "a.b.metadata.json"],
    [
      "a.b.part2.npy",
      ["a.b.part1.metadata.json", "a.b.part2.metadata.json"],
      "a.b.part2.metadata.json",
      "a.b.part2.metadata.json",
    ],
    ["a.b.part2.npy", ["a.b.metadata.json", "a.b.a.metadata.json"], "a.b.metadata.json", "a.b.metadata.json"],
    [
      "a.b.npy",
      ["a.b.metadata.89c861ea-66aa-4729-a808-e79f84d08b81.json"],
      "a.b.metadata.89c861ea-66aa-4729-a808-e79f84d08b81.json",
      "a.b.metadata.89c861ea-66aa-4729-a808-e79f84d08b81.json",
    ],
    ["a.b.npy", ["a.b.npy", "a.b_clk.metadata.json"], undefined, "a.b_clk.metadata.json"],
  ])("%s among %j are %s, in Python %s", (name, names, plain, compat) => {
    expect(findSidecar(name, names)).toBe(plain);
    expect(findSidecar(name, names, { compat: true })).toBe(compat);
  });
});

describe("times of a dataset", () => {
  test("are of the same object and extension", () => {
    expect(
      findTimes("wheel.position.npy", ["wheel.position.npy", "wheel.times.npy", "wheel.times.csv", "x.times.npy"]),
    ).toBe("wheel.times.npy");
    expect(findTimes("wheel.position.npy", ["wheel.timestamps_clk.npy"])).toBe("wheel.timestamps_clk.npy");
  });

  test.each([
    [[], "alf/object-not-found"],
    [["wheel.times.npy", "wheel.timestamps.npy"], "alf/multiple-objects-found"],
  ])("must be one file, not %j", (names, code) => {
    expect(() => findTimes("wheel.position.npy", names)).toThrow(expect.objectContaining({ code }));
  });
});
