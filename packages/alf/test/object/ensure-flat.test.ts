import { describe, expect, test } from "vitest";
import { type NdArray, type StructuredArray } from "../../src/ndarray.ts";
import { decodeNpy, encodeNpy, ndArray } from "../../src/npy/index.ts";
import { ensureFlat } from "../../src/object/index.ts";

describe("ensureFlat", () => {
  test.each([
    [[5, 1], [5]],
    [[0, 1], [0]],
    [[1, 1], [1]],
    [
      [1, 5],
      [1, 5],
    ],
    [[5], [5]],
    [
      [5, 1, 1],
      [5, 1, 1],
    ],
    [[], []],
  ])("turns the shape %j into %j", (shape, expected) => {
    const data = new Float64Array(shape.reduce((product, length) => product * length, 1));
    expect(ensureFlat(ndArray(data, { shape })).shape).toEqual(expected);
  });

  test("takes the column out of every field of a structured array", () => {
    const shape = [2, 1];
    const inner: StructuredArray = {
      kind: "structured",
      shape,
      fields: new Map([["b", ndArray(["x", "y"], { shape })]]),
    };
    const fields = new Map<string, NdArray | StructuredArray>([["inner", inner]]);
    fields.set("xyz", ndArray(new Float32Array(6), { shape: [2, 1, 3] }));
    const array: StructuredArray = { kind: "structured", shape, fields };
    const flat = ensureFlat(array);
    expect(flat.shape).toEqual([2]);
    expect(flat.fields.get("xyz")?.shape).toEqual([2, 3]);
    expect(decodeNpy(encodeNpy(flat)).shape).toEqual([2]);
  });
});
