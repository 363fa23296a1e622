import { describe, expect, test } from "vitest";
import { type NdArray, type StructuredArray } from "../../src/ndarray.ts";
import { decodeNpy, encodeNpy, flattenColumn, isNpyError, ndArray, toSafeNumbers } from "../../src/npy/index.ts";
import { errorOf } from "../error-of.ts";

describe("flattenColumn", () => {
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
    expect(flattenColumn(ndArray(data, { shape })).shape).toEqual(expected);
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
    const flat = flattenColumn(array);
    expect(flat.shape).toEqual([2]);
    expect(flat.fields.get("xyz")?.shape).toEqual([2, 3]);
    expect(decodeNpy(encodeNpy(flat)).shape).toEqual([2]);
  });
});

describe("toSafeNumbers", () => {
  test("keeps integers up to 2^53", () => {
    expect(toSafeNumbers(BigInt64Array.of(-(2n ** 53n), 0n, 2n ** 53n))).toEqual(
      Float64Array.of(-(2 ** 53), 0, 2 ** 53),
    );
  });

  test.each([
    BigInt64Array.of(0n, 2n ** 53n + 1n),
    BigInt64Array.of(0n, -(2n ** 53n) - 1n),
    BigUint64Array.of(1n, 2n ** 64n - 1n),
  ])("refuses what a float would round, and says where", async (integers) => {
    const error = await errorOf(() => toSafeNumbers(integers));
    expect(isNpyError(error, "npy/unsafe-integer") && error.index).toBe(1);
  });
});
