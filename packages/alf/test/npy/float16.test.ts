import { describe, expect, test } from "vitest";
import { narrowToFloat16, widenFloat16 } from "../../src/npy/float16.ts";

const ALL = Uint16Array.from({ length: 1 << 16 }, (_, i) => i);

function byDefinition(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

describe("half precision", () => {
  test("has the value that IEEE 754 defines, for every bit pattern", () => {
    expect(widenFloat16(ALL)).toEqual(Float32Array.from(ALL, byDefinition));
  });

  test("comes back from single precision bit for bit, NaN payloads too", () => {
    expect(narrowToFloat16(widenFloat16(ALL))).toEqual(ALL);
  });
});
