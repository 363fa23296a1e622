import { describe, expect, test } from "vitest";
import { toSafeNumbers } from "../../src/object/index.ts";

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
  ])("refuses what a float would round, and says where", (integers) => {
    expect(() => toSafeNumbers(integers)).toThrow(
      expect.objectContaining({ code: "alf/precision-loss", index: 1, value: integers[1] }),
    );
  });
});
