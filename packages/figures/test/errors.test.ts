import { describe, expect, test } from "vitest";
import {
  colourMapOf,
  driftMap,
  heatMap,
  InvalidOptionError,
  isFiguresError,
  linePlot,
  type NumericArray,
  probeSites,
  psth,
  rateByTrial,
  spectrum,
  spikeRaster,
  welchSpectrum,
} from "../src/index.ts";

async function failure(draw: () => unknown): Promise<unknown> {
  try {
    await draw();
  } catch (error) {
    return error;
  }
  return undefined;
}

const none = undefined as unknown as NumericArray;
const text = "123" as unknown as NumericArray;
const bigints = BigInt64Array.of(1n) as unknown as NumericArray;

describe("unequal lengths", () => {
  test.each<[string, () => unknown, Record<string, number>]>([
    ["spikeRaster", () => spikeRaster([1], [1, 2]), { times: 1, depths: 2 }],
    ["driftMap", () => driftMap([1], [1], []), { times: 1, depths: 1, amplitudes: 0 }],
    ["linePlot", () => linePlot([{ x: [1], y: [] }]), { "series[0].x": 1, "series[0].y": 0 }],
    ["spectrum", () => spectrum([{ frequenciesHz: [1], power: [] }]), { frequenciesHz: 1, power: 0 }],
    [
      "probeSites",
      () => probeSites({ lateralUm: [1], depthUm: [1], values: [] }),
      { lateralUm: 1, depthUm: 1, values: 0 },
    ],
    ["rateByTrial", () => rateByTrial([1], { starts: [1], ends: [] }), { starts: 1, ends: 0 }],
    [
      "rateByTrial groups",
      () => rateByTrial([1], { starts: [1], ends: [2] }, { groups: [] }),
      { events: 1, groups: 0 },
    ],
  ])("in %s are named with their lengths", async (_name, draw, lengths) => {
    const error = await failure(draw);
    expect(isFiguresError(error, "figures/unequal-lengths")).toBe(true);
    expect(error).toMatchObject({ lengths });
    for (const [name, length] of Object.entries(lengths)) expect(String(error)).toContain(`${name} has ${length}`);
  });
});

test.each<[string, () => unknown, string]>([
  ["missing", () => spikeRaster(none, [1]), "times is missing"],
  ["a string", () => psth(text, [1]), "spikeTimes is of type string"],
  ["64-bit integers", () => spikeRaster(bigints, [1]), "times is an array of bigint"],
  ["null", () => heatMap({ values: null as unknown as NumericArray, rows: 1, columns: 1 }), "values is null"],
  ["event times", () => spikeRaster([], [], { eventTimes: text }), "eventTimes is of type string"],
  ["a signal", () => welchSpectrum(none, { samplingRateHz: 1 }), "signal is missing"],
])("an array that is none (%s) is refused by name", async (_what, draw, message) => {
  const error = await failure(draw);
  expect(isFiguresError(error, "figures/invalid-array")).toBe(true);
  expect(String(error)).toContain(message);
});

test.each([
  [2, 3, 5],
  [-1, -5, 5],
  [2.5, 2, 5],
  [Number.NaN, 2, 5],
])("a matrix of %d × %d with %i values is refused", async (rows, columns, length) => {
  const error = await failure(() => heatMap({ values: new Float64Array(length), rows, columns }));
  expect(isFiguresError(error, "figures/shape-mismatch")).toBe(true);
  expect(error).toMatchObject({ rows, columns, length });
});

test.each<[string, () => unknown]>([
  ["xLimits", () => spikeRaster([], [], { xLimits: [1, 1] })],
  ["yLimits", () => linePlot([], { yLimits: [0, Number.NaN] })],
  ["xLimits", () => spectrum([], { xLimits: [0, 100] })],
  ["amplitudeLimits", () => driftMap([], [], [], { amplitudeLimits: [2, 1] })],
  ["valueLimits", () => heatMap({ values: [], rows: 0, columns: 0 }, { valueLimits: [0, Number.POSITIVE_INFINITY] })],
  ["xExtent", () => heatMap({ values: [], rows: 0, columns: 0 }, { xExtent: [1, 0] })],
  ["windowS", () => psth([], [], { windowS: [1, -1] })],
  ["binS", () => psth([], [], { binS: 0 })],
  ["binS", () => psth([], [], { binS: 1e-9 })],
  ["regions[0]", () => probeSites({ lateralUm: [], depthUm: [] }, { regions: [{ fromUm: 5, toUm: 5, label: "x" }] })],
  ["widthPixels", () => spikeRaster([], [], { widthPixels: 10 })],
  ["heightPixels", () => linePlot([], { heightPixels: 1e6 })],
  ["samplingRateHz", () => welchSpectrum([1, 2], { samplingRateHz: 0 })],
  ["segmentLength", () => welchSpectrum([1, 2, 3], { samplingRateHz: 1, segmentLength: 3 })],
  ["segmentLength", () => welchSpectrum([1, 2, 3], { samplingRateHz: 1, segmentLength: 4 })],
  ["meanOverTrials", () => rateByTrial([], { starts: [], ends: [] }, { meanOverTrials: -1 })],
  ["colour", () => colourMapOf("x", ["red", "#000000"])],
  ["colours", () => colourMapOf("x", ["#000000"])],
])("a bad %s is refused by name", async (option, draw) => {
  const error = await failure(draw);
  expect(isFiguresError(error, "figures/invalid-option")).toBe(true);
  expect(error).toMatchObject({ option });
});

test("the guard tells this package's errors from others, and its codes apart", () => {
  const error = new InvalidOptionError("x", [1, "a"], "something else");
  expect(isFiguresError(error)).toBe(true);
  expect(isFiguresError(error, "figures/invalid-svg")).toBe(false);
  expect(isFiguresError(new Error("figures/invalid-option"))).toBe(false);
  expect(error.message).toBe('Option x is [1, "a"] (expected something else)');
});

test.each([
  [[-1e308, 1e308, 5e-324, 0]],
  [[5e-324, 5e-324, 0, 0]],
  [[1e9, 1e9 + 1e-7, 1e9, 1e9]],
  [[1e-320, 1e308, 1e-310, 1]],
  [[-0, 0, 0, 0]],
])("the numbers %j draw with finite coordinates", async (extreme) => {
  const figures = await Promise.all([
    spikeRaster(extreme, extreme),
    spikeRaster(extreme, extreme, { vectorLimit: 0 }),
    driftMap(extreme, extreme, extreme),
    linePlot([{ x: extreme, y: extreme }]),
    heatMap({ values: extreme, rows: 2, columns: 2 }),
    psth(extreme, extreme),
    rateByTrial(extreme, { starts: extreme, ends: extreme }),
    probeSites({ lateralUm: extreme, depthUm: extreme, values: extreme }),
    spectrum([{ frequenciesHz: extreme, power: extreme }]),
  ]);
  for (const svg of figures) expect(svg.replace(/href="[^"]*"/g, "")).not.toMatch(/NaN|Infinity|undefined/);
});
