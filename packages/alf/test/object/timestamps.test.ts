import { describe, expect, test } from "vitest";
import { type NdArray } from "../../src/index.ts";
import { interpolateTimestamps } from "../../src/object/index.ts";
import { array, floats, zeros } from "../objects.ts";
import { expected, outcome, vectors } from "../vectors.ts";

/** The array that a recorded case gives: nested numbers, or only a shape. */
function given(value: number[] | number[][] | string): NdArray {
  if (typeof value === "string") return zeros(...value.replace("shape ", "").split("x").map(Number));
  return Array.isArray(value[0]) ? floats(value.flat(), [value.length, value[0].length]) : floats(value as number[]);
}

describe("timestamps", () => {
  test.each(vectors("dims", "ts2vec"))("$id: $args gives $result $error", (vector) => {
    const [value, length] = vector.args as [number[][], number];
    const times = (): unknown => {
      const { shape, data } = interpolateTimestamps(given(value), length);
      return { shape, dtype: "f", data: [...(data as Float64Array)] };
    };
    expect(outcome(vector, times)).toEqual(expected(vector));
  });

  test("of one sync point are all the same, and of none are refused", () => {
    expect(interpolateTimestamps(floats([5, 7], [1, 2]), 3)).toEqual(floats([7, 7, 7]));
    expect(() => interpolateTimestamps(zeros(0, 2), 3)).toThrow(
      expect.objectContaining({ code: "alf/shape-mismatch" }),
    );
  });

  test("may be synchronised by integers", () => {
    expect(interpolateTimestamps(array("int64", BigInt64Array.of(0n, 0n, 2n, 4n), [2, 2]), 3)).toEqual(
      floats([0, 2, 4]),
    );
  });

  test("of two points at one sample are those of the later", () => {
    expect(interpolateTimestamps(floats([0, 0, 2, 2, 2, 10, 4, 12], [4, 2]), 5)).toEqual(floats([0, 1, 10, 11, 12]));
  });
});
