import { describe, expect, test } from "vitest";
import { colourMapOf, driftMap } from "../src/index.ts";
import { svgToPng } from "../src/node.ts";
import { colourOf, decodePng } from "./decode-png.ts";
import { plotBox, rasterOf, textsOf } from "./plot-box.ts";

const colourMap = colourMapOf("test", ["#ff0000", "#0000ff"]);
const options = {
  xLimits: [0, 10],
  yLimits: [0, 100],
  amplitudeLimits: [50, 150],
  colourMap,
  widthPixels: 400,
  heightPixels: 300,
} as const;

function grid(count: number, values: readonly [number, number, number][]): [Float64Array, Float64Array, Float64Array] {
  const column = (place: 0 | 1 | 2) =>
    Float64Array.from({ length: count }, (_, i) => values[i % values.length]![place]);
  return [column(0), column(1), column(2)];
}

describe.each([
  ["vector marks", 12],
  ["a picture", 30_000],
])("a drift map of %s", (_kind, count) => {
  test("shows small, middle and large amplitudes in their colours", async () => {
    const [times, depths, amplitudes] = grid(count, [
      [2, 25, 50e-6],
      [5, 50, 100e-6],
      [8, 75, 900e-6],
    ]);
    const svg = await driftMap(times, depths, amplitudes, options);
    const box = plotBox(svg, count > 10_000 ? "image" : "svg");
    const png = decodePng(await svgToPng(svg));
    const at = (time: number, depth: number) =>
      colourOf(png, 2 * (box.x + (time / 10) * box.width), 2 * (box.y + (1 - depth / 100) * box.height));
    expect(at(2, 25)).toBe("#ff0000");
    expect(at(8, 75)).toBe("#0000ff");
    const [red, blue] = [Number.parseInt(at(5, 50).slice(1, 3), 16), Number.parseInt(at(5, 50).slice(5), 16)];
    expect(Math.abs(red - blue)).toBeLessThan(50);
    expect(at(5, 90)).toBe("#ffffff");
  });

  test("shows the largest where spikes meet, in whichever order they come", async () => {
    for (const values of [
      [
        [5, 50, 150e-6],
        [5, 50, 50e-6],
      ],
      [
        [5, 50, 50e-6],
        [5, 50, 150e-6],
      ],
    ] as [number, number, number][][]) {
      const svg = await driftMap(...grid(count, values), options);
      const box = plotBox(svg, count > 10_000 ? "image" : "svg");
      const png = decodePng(await svgToPng(svg));
      expect(colourOf(png, 2 * (box.x + box.width / 2), 2 * (box.y + box.height / 2))).toBe("#0000ff");
    }
  });

  test("leaves out spikes without an amplitude", async () => {
    const svg = await driftMap(...grid(count, [[5, 50, Number.NaN]]), options);
    if (count > 10_000)
      expect(decodePng(rasterOf(svg)).rgba.every((value, i) => i % 4 !== 3 || value === 0)).toBe(true);
    else expect(svg).not.toContain("h0");
  });
});

test("amplitudes are V and shown in µV, unless the caller says otherwise", async () => {
  const volts = await driftMap([0, 1, 2], [0, 1, 2], [0, 50e-6, 100e-6]);
  expect(textsOf(volts)).toEqual(expect.arrayContaining(["Amplitude (µV)", "100"]));
  const other = await driftMap([0, 1, 2], [0, 1, 2], [0, 50, 100], { amplitudeFactor: 1, amplitudeLabel: "z" });
  expect(textsOf(other)).toEqual(expect.arrayContaining(["z", "100"]));
});

test("equal amplitudes and no spikes are drawn too", async () => {
  expect(textsOf(await driftMap([1, 2], [3, 4], [1e-4, 1e-4]))).toContain("100");
  expect(textsOf(await driftMap([], [], []))).toContain("No data");
});

test("spikes without a finite time, depth or amplitude are counted once in a warning", async () => {
  const messages: string[] = [];
  const [nan, ok] = [Number.NaN, 1e-4];
  await driftMap([1, nan, 3, nan], [1, 2, nan, nan], [nan, ok, ok, nan], {
    onWarning: ({ message }) => messages.push(message),
  });
  expect(messages).toEqual(["4 points left out: not finite"]);
});

test.each([0, -1, Number.NaN])("an amplitude factor of %d is refused", async (amplitudeFactor) => {
  await expect(driftMap([1], [1], [1], { amplitudeFactor })).rejects.toMatchObject({ code: "figures/invalid-option" });
});
