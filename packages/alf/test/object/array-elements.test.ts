import { describe, expect, test } from "vitest";
import { arrayColumn, concatenateRows, numbers, stackColumns } from "../../src/object/index.ts";
import { array, floats, zeros } from "../objects.ts";

describe("numbers", () => {
  test("of a float64 array are its own", () => {
    const given = floats([1, 2]);
    expect(numbers(given)).toBe(given.data);
  });

  test.each([
    { given: array("int16", Int16Array.of(-1, 2)), result: [-1, 2] },
    { given: array("bool", Uint8Array.of(1, 0)), result: [1, 0] },
    { given: array("uint64", BigUint64Array.of(2n ** 53n - 1n)), result: [2 ** 53 - 1] },
  ])("of $given.dtype are $result", ({ given, result }) => {
    expect([...numbers(given)]).toEqual(result);
  });

  test("never lose digits of a 64-bit integer", () => {
    expect(() => numbers(array("int64", BigInt64Array.of(1n, -(2n ** 53n) - 1n)))).toThrow(
      expect.objectContaining({ code: "alf/precision-loss", index: 1, value: -(2n ** 53n) - 1n }),
    );
  });

  test.each([array("string", ["1"]), array("complex128", Float64Array.of(1, 2), [1])])(
    "of %j there are none",
    (given) => {
      expect(() => numbers(given)).toThrow(expect.objectContaining({ code: "alf/argument-type" }));
    },
  );
});

describe("shapes", () => {
  test("a column is copied with its type", () => {
    expect(arrayColumn(array("int8", Int8Array.of(1, 2, 3, 4), [2, 2]), 1)).toEqual(array("int8", Int8Array.of(2, 4)));
    expect(arrayColumn(array("string", ["a", "b"], [1, 2]), 0)).toEqual(array("string", ["a"]));
    const complex = array("complex64", Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 2]);
    expect(arrayColumn(complex, 1)).toEqual(array("complex64", Float32Array.of(3, 4, 7, 8), [2]));
    expect(() => arrayColumn(zeros(2, 2), 2)).toThrow(expect.objectContaining({ code: "alf/shape-mismatch" }));
  });

  test("columns side by side take turns", () => {
    expect(stackColumns(floats([1, 2]), floats([3, 4]))).toEqual(floats([1, 3, 2, 4], [2, 2]));
    expect(stackColumns(array("string", ["a"]), array("string", ["b"]))).toEqual(array("string", ["a", "b"], [1, 2]));
  });

  test.each([
    ["datetime64[ns]", "datetime64[us]"],
    ["timedelta64[ms]", "int64"],
  ] as const)("%s and %s are never joined as bare counts", (one, other) => {
    const [a, b] = [array(one, BigInt64Array.of(1n)), array(other, BigInt64Array.of(1n))];
    for (const join of [concatenateRows, stackColumns]) {
      expect(() => join(a, b)).toThrow(expect.objectContaining({ code: "alf/argument-type" }));
    }
  });
});
