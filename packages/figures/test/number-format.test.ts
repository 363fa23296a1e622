import { expect, test } from "vitest";
import { formatCount, formatNumber, formatPower, formatTick } from "../src/number-format.ts";

test.each([
  [0, 1, "0"],
  [-0.5, 0.5, "−0.5"],
  [0.30000000000000004, 0.1, "0.3"],
  [9999, 1, "9999"],
  [10_000, 5000, "10,000"],
  [-25_000, 5000, "−25,000"],
  [1.5e6, 5e5, "1.5×10⁶"],
  [1e6, 5e5, "10⁶"],
  [-2e-7, 1e-7, "−2×10⁻⁷"],
])("tick %d with step %d is %s", (value, step, expected) => {
  expect(formatTick(value, step)).toBe(expected);
});

test("counts, numbers and powers", () => {
  expect(formatCount(1_000_000)).toBe("1,000,000");
  expect(formatCount(999)).toBe("999");
  expect([0.0625, -0.25, 1, 1 / 3].map(formatNumber)).toEqual(["0.0625", "−0.25", "1", "0.333333"]);
  expect(formatPower(-12)).toBe("10⁻¹²");
});
