import fc from "fast-check";
import { expect, test } from "vitest";
import { rateByTrial, trialRates } from "../src/index.ts";
import { textsOf } from "./plot-box.ts";

test("a rate is the count in [start, end) by its length", () => {
  expect([...trialRates([0, 0.5, 1, 1.5], { starts: [0, 1, 9], ends: [1, 3, 10] })]).toEqual([2, 1, 0]);
});

test("rates are those of a plain count, for spikes in any order", () => {
  const time = fc.double({ min: 0, max: 10, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(time),
      fc.array(fc.tuple(time, fc.double({ min: 0.1, max: 5, noNaN: true }))),
      (spikes, trials) => {
        const [starts, ends] = [trials.map(([start]) => start), trials.map(([start, length]) => start + length)];
        trialRates(spikes, { starts, ends }).forEach((rate, i) => {
          const count = spikes.filter((spike) => spike >= starts[i]! && spike < ends[i]!).length;
          expect(rate).toBeCloseTo(count / (ends[i]! - starts[i]!), 9);
        });
      },
    ),
  );
});

test("a trial without an end or without length has no rate and no dot, and is warned of", async () => {
  const intervals = { starts: [0, 1, 2, Number.NaN], ends: [1, Number.NaN, 2, 4] };
  expect([...trialRates([0.5], intervals)]).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
  const messages: string[] = [];
  const svg = await rateByTrial([0.5], intervals, { onWarning: ({ message }) => messages.push(message) });
  expect(messages).toEqual(["3 trials left out: not finite"]);
  expect(svg.match(/h0/g)).toHaveLength(1);
});

test("dots are coloured by group and the running mean can be left away", async () => {
  const intervals = { starts: [0, 1, 2, 3], ends: [1, 2, 3, 4] };
  const svg = await rateByTrial([0.5, 2.5], intervals, {
    groups: ["left", "right", "left", "right"],
    groupName: "Choice",
  });
  expect(textsOf(svg)).toEqual(expect.arrayContaining(["Choice", "left", "right", "Line: mean over 11 trials"]));
  expect(svg.match(/stroke-linejoin="round"/g)).toHaveLength(1);
  expect(await rateByTrial([0.5], intervals, { meanOverTrials: 1 })).not.toContain("stroke-linejoin");
});

test("no trials give a frame that says so", async () => {
  expect(textsOf(await rateByTrial([1], { starts: [], ends: [] }))).toContain("No data");
});
