import { describe, expect, test } from "vitest";
import { equal, firstDifference, plain, shown } from "../src/compare.ts";

describe("plain", () => {
  test.each([
    [undefined, null],
    [Number.NaN, null],
    [5n, 5],
    [Float32Array.of(1, Number.NaN), [1, null]],
    [new Map([["a", [undefined]]]), { a: [null] }],
    [{ a: { b: BigInt64Array.of(1n) } }, { a: { b: [1] } }],
  ])("%o becomes %o", (value, expected) => {
    expect(plain(value)).toEqual(expected);
  });
});

describe("equal", () => {
  test.each([
    [{ a: 1, b: null }, { a: 1 }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [
      [1, [2]],
      [1, [2]],
    ],
  ])("%j equals %j", (a, b) => {
    expect(equal(a, b)).toBe(true);
    expect(firstDifference(a, b)).toBeUndefined();
  });

  test.each([
    [[1, 2], [2, 1], ".0"],
    [[1], [1, 2], ".length"],
    [[], {}, ""],
    [[], null, ""],
    [1, "1", ""],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, ".a.0.b"],
    [{ a: 0 }, {}, ".a"],
  ])("%j differs from %j at %s", (a, b, path) => {
    expect(equal(a, b)).toBe(false);
    expect(firstDifference(a, b)?.path).toBe(path);
  });
});

test("A long value is cut where it is shown", () => {
  expect(shown("x".repeat(500), 10)).toHaveLength(11);
  expect(shown(undefined)).toBe("undefined");
});
