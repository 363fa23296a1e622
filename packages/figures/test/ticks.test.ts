import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataAxis, fittingTicks, valueAxis, widestLabel } from "../src/axis.ts";
import { axisTicks, domainOf, roundStep } from "../src/ticks.ts";

const linear = (low: number, high: number) => ({ low, high, logarithmic: false });
const logarithmic = (low: number, high: number) => ({ low, high, logarithmic: true });
const labels = (ticks: readonly { label: string }[]) => ticks.map(({ label }) => label);

describe("ticks", () => {
  test.each([
    [linear(0, 1), 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]],
    [linear(-0.5, 1), 4, ["−0.5", "0", "0.5", "1.0"]],
    [linear(0, 3840), 4, ["0", "1000", "2000", "3000"]],
    [linear(0, 20_000), 2, ["0", "10,000", "20,000"]],
    [linear(0, 3e-6), 3, ["0", "10⁻⁶", "2×10⁻⁶", "3×10⁻⁶"]],
    [linear(0, 2e9), 2, ["0", "10⁹", "2×10⁹"]],
    [logarithmic(1, 12), 10, ["1", "2", "", "", "5", "", "", "", "", "10"]],
    [
      logarithmic(1, 1000),
      3,
      ["1", ...Array(8).fill(""), "10", ...Array(8).fill(""), "100", ...Array(8).fill(""), "1000"],
    ],
  ])("of %j for %i places are %j", (domain, count, expected) => {
    expect(labels(axisTicks(domain, count))).toEqual(expected);
  });

  test("never fall between whole numbers where things are counted", () => {
    expect(axisTicks(linear(0, 2), 10, true).map(({ value }) => value)).toEqual([0, 1, 2]);
  });

  test("of any domain lie inside it, increase, are few and have labels of their own", () => {
    const finite = { min: -1e9, max: 1e9, noNaN: true };
    fc.assert(
      fc.property(
        fc.double(finite),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 20 }),
        (low, span, count) => {
          fc.pre(span > Math.abs(low) * 1e-4);
          const ticks = axisTicks(linear(low, low + span), count);
          expect(ticks.length).toBeLessThanOrEqual(count + 1);
          expect(new Set(labels(ticks)).size).toBe(ticks.length);
          for (const { value } of ticks) {
            expect(value).toBeGreaterThanOrEqual(low - span * 1e-6);
            expect(value).toBeLessThanOrEqual(low + span * (1 + 1e-6));
          }
        },
      ),
    );
  });

  test("of a logarithmic domain lie inside it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.double({ min: 1.01, max: 1e9, noNaN: true }),
        (low, ratio) => {
          const ticks = axisTicks(logarithmic(low, low * ratio), 8);
          expect(ticks.every(({ value }) => value >= low * (1 - 1e-8) && value <= low * ratio * (1 + 1e-8))).toBe(true);
        },
      ),
    );
  });

  test("of an x axis leave room between their labels", () => {
    for (const width of [60, 120, 333, 700, 1500]) {
      const ticks = fittingTicks({ domain: linear(0, 123_456), label: "" }, width);
      if (ticks.length > 3) expect(ticks.length * (widestLabel(ticks) + 18)).toBeLessThanOrEqual(width);
    }
  });
});

test.each([
  [10, 5, 2],
  [9, 10, 1],
  [1, 3, 0.5],
  [0.003, 3, 0.001],
])("a span of %d in at most %i parts steps by %d", (span, count, step) => {
  expect(roundStep(span, count)).toBeCloseTo(step, 12);
});

describe("a domain", () => {
  test("without data is 0 to 1, of one value has room on both sides, and can include zero", () => {
    expect(domainOf(undefined)).toEqual(linear(0, 1));
    expect(domainOf([5, 5])).toEqual(linear(4.5, 5.5));
    expect(domainOf([0, 0], { includeZero: true })).toEqual(linear(0, 1));
    expect(domainOf([2, 4], { includeZero: true })).toEqual(linear(0, 4));
    expect(domainOf([0, 10], { pad: 0.1 })).toEqual(linear(-1, 11));
  });
});

describe("an axis", () => {
  test("keeps the user's limits, rounds data ends that are near, and has no ticks without data", () => {
    expect(dataAxis("x", [0.01, 99.7], [3, 50]).domain).toEqual(linear(3, 50));
    expect(dataAxis("x", [0.01, 99.7], undefined).domain).toEqual(linear(0, 100));
    expect(dataAxis("x", [4, 99.7], undefined).domain).toEqual(linear(0, 100));
    expect(dataAxis("x", [6, 94], undefined).domain).toEqual(linear(6, 94));
    expect(dataAxis("x", undefined, undefined).ticks).toEqual([]);
    expect(valueAxis("y", [1, 2], { includeZero: true }).domain).toEqual(linear(0, 2.1));
  });
});
