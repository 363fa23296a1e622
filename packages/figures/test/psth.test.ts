import { describe, expect, test } from "vitest";
import { isFiguresError, psth } from "../src/index.ts";
import { plotBox, textsOf } from "./plot-box.ts";

const events = [1, 2, 3, 4];
const spikes = [1.1, 2.1, 2.2, 3.3, 4.1, 4.2, 4.3];

/** Top of a line in pixels, by the colour of its stroke. */
function peak(svg: string, colour: string): number {
  const d = new RegExp(`<path d="M([^"Z]+)" stroke="${colour}" stroke-width="1.8"`).exec(svg)![1]!;
  return Math.min(...d.split("L").map((point) => Number(point.split(" ")[1])));
}

test("one line and one band without groups, and the number of events in words", async () => {
  const svg = await psth(spikes, events, { title: "Unit 7" });
  expect(svg.match(/stroke-width="1.8"/g)).toHaveLength(1);
  expect(svg.match(/fill-opacity="0.2"/g)).toHaveLength(1);
  expect(textsOf(svg)).toEqual(
    expect.arrayContaining(["Unit 7", "4 events, mean ± SEM, 20 ms bins", "Rate (spikes/s)"]),
  );
});

describe("groups", () => {
  test("of numbers are in order in the legend, with their sizes", async () => {
    const svg = await psth(spikes, events, { groups: [1, 0.0625, 1, 0], groupName: "Contrast" });
    const texts = textsOf(svg);
    const legend = texts.slice(texts.indexOf("Contrast") + 1, texts.indexOf("Contrast") + 4);
    expect(legend).toEqual(["0 (n = 1)", "0.0625 (n = 1)", "1 (n = 2)"]);
  });

  test("of names are in order of appearance, and the stronger response is higher", async () => {
    const many = [...Array(30).keys()].map((i) => 1.1 + i / 1000);
    const svg = await psth([...many, 2.1], [1, 2], { groups: ["b", "a"], binS: 0.05 });
    expect(textsOf(svg).filter((text) => text.includes("n = "))).toEqual(["b (n = 1)", "a (n = 1)"]);
    const [first, second] = [...svg.matchAll(/stroke="(#\w+)" stroke-width="1.8"/g)].map(([, colour]) => colour!);
    expect(peak(svg, first!)).toBeLessThan(peak(svg, second!));
  });

  test("of a single event have no band, for its error is unknown", async () => {
    expect(await psth(spikes, [1], {})).not.toContain('fill-opacity="0.2"');
  });

  test("of another length are refused", async () => {
    const failed = await psth(spikes, events, { groups: [1, 2] }).catch((error: unknown) => error);
    expect(isFiguresError(failed, "figures/unequal-lengths")).toBe(true);
  });
});

test("trials are drawn above the rates, one dot a spike in the window", async () => {
  const svg = await psth(spikes, events, { showTrials: true, windowS: [-0.1, 0.5], groups: ["a", "b", "a", "b"] });
  expect(svg.match(/h0/g)).toHaveLength(7);
  const rates = plotBox(svg, "svg");
  const dots = [...svg.matchAll(/M[\d.]+ ([\d.]+)h0/g)].map(([, y]) => Number(y));
  expect(Math.max(...dots)).toBeLessThan(rates.y);
  expect(textsOf(svg)).toContain("Trial");
});

test("thousands of trials become a picture", async () => {
  const times = Float64Array.from({ length: 30_000 }, (_, i) => i / 100);
  const svg = await psth(
    times,
    times.subarray(0, 20_000).filter((_, i) => i % 100 === 0),
    { showTrials: true },
  );
  expect(svg).toContain("<image");
});

test("events that are not finite are left out with a warning", async () => {
  const codes: string[] = [];
  const svg = await psth(spikes, [1, Number.NaN, 3], { onWarning: ({ code }) => codes.push(code) });
  expect(codes).toEqual(["figures/points-left-out"]);
  expect(textsOf(svg)).toContain("2 events, mean ± SEM, 20 ms bins");
});

test("no events give a frame that says so; no spikes give a line at zero", async () => {
  expect(textsOf(await psth(spikes, []))).toContain("No data");
  expect(await psth([], events)).toContain('stroke-width="1.8"');
});
