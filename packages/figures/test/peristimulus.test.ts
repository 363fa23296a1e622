import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanRate, peristimulusCounts } from "../src/index.ts";
import { lowerBound, sortedFinite } from "../src/peristimulus.ts";

describe("counts around events", () => {
  test("are half-open bins from each event", () => {
    const { counts, bins, binCentresS } = peristimulusCounts([0.9, 1, 1.1, 1.2, 1.999, 2, 2.5], [1, 2], {
      windowS: [-0.1, 0.2],
      binS: 0.1,
    });
    expect(bins).toBe(3);
    expect([...binCentresS].map((time) => time.toFixed(2))).toEqual(["-0.05", "0.05", "0.15"]);
    expect([...counts]).toEqual([1, 1, 1, 1, 1, 0]);
  });

  test("are those of a plain search, for spikes in any order", () => {
    const time = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.array(time), fc.array(fc.oneof(time, fc.constant(Number.NaN))), (spikes, events) => {
        const { counts, alignedS, eventOfSpike } = peristimulusCounts(spikes, events, { windowS: [-1, 2], binS: 0.5 });
        const perEvent = events.map(
          (event) => spikes.filter((spike) => spike >= event - 1 && spike < event + 2).length,
        );
        expect(events.map((_, i) => counts.subarray(i * 6, i * 6 + 6).reduce((a, b) => a + b, 0))).toEqual(perEvent);
        expect(alignedS.length).toBe(perEvent.reduce((a, b) => a + b, 0));
        expect(
          alignedS.every((aligned, i) => spikes.includes(aligned + events[eventOfSpike[i]!]!) || Math.abs(aligned) < 3),
        ).toBe(true);
      }),
    );
  });
});

test("the mean rate and its standard error are those of the textbook", () => {
  // Counts 2, 4, 6 in bins of 0.5 s: mean 4, sd 2, so 8 ± 2·2/√3 spikes/s.
  const spikes = [0.1, 0.2, 10.1, 10.2, 10.3, 10.4, 20.1, 20.2, 20.3, 20.4, 20.41, 20.42];
  const counted = peristimulusCounts(spikes, [0, 10, 20], { windowS: [0, 0.5], binS: 0.5 });
  const { meanHz, semHz } = meanRate(counted, [0, 1, 2], 0.5);
  expect(meanHz[0]).toBeCloseTo(8, 12);
  expect(semHz[0]).toBeCloseTo(4 / Math.sqrt(3), 12);
  expect(meanRate(counted, [0], 0.5).semHz[0]).toBeNaN();
});

test("sorting drops what is not finite and keeps a sorted array as it is", () => {
  const sorted = Float64Array.of(1, 2, 2, 3);
  expect(sortedFinite(sorted)).toBe(sorted);
  expect([...sortedFinite([3, Number.NaN, 1, Number.POSITIVE_INFINITY])]).toEqual([1, 3]);
});

test("a lower bound is the first place that is not below", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: -1, max: 21 }), (values, wanted) => {
      const sorted = values.toSorted((a, b) => a - b);
      expect(lowerBound(sorted, wanted)).toBe(sorted.filter((value) => value < wanted).length);
    }),
  );
});
