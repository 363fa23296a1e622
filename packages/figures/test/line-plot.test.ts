import fc from "fast-check";
import { expect, test } from "vitest";
import { linePlot } from "../src/index.ts";
import { textsOf } from "./plot-box.ts";

/** Points of the first line, in pixels. */
function pointsOf(svg: string): [number, number][] {
  const d = /<path d="(M[^"]+)"[^>]*stroke-linejoin="round"/.exec(svg)?.[1] ?? "";
  return [...d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

const axes = { xLimits: [0, 1], yLimits: [0, 1] } as const;

test("a line goes through its points", async () => {
  const svg = await linePlot([{ x: [0, 0.5, 1], y: [0, 1, 0] }], axes);
  const [a, b, c] = pointsOf(svg);
  expect(b![0]).toBeCloseTo((a![0] + c![0]) / 2, 1);
  expect(a![1]).toBe(c![1]);
  expect(b![1]).toBeLessThan(a![1]);
});

test("a value that is not finite breaks the line", async () => {
  const svg = await linePlot(
    [{ x: [0, 0.2, 0.4, 0.6, 0.8], y: [0, 1, Number.NaN, 1, Number.NEGATIVE_INFINITY] }],
    axes,
  );
  expect(/<path d="(M[^"]+)"[^>]*linejoin/.exec(svg)![1]!.match(/M/g)).toHaveLength(2);
});

test.each([
  ["higher than wide", 0.1, 4],
  ["wider than high", 40, 1],
  ["as high as wide", 25, 25],
])("of places, a unit is as long across as up where they are %s", async (_name, across, up) => {
  const series = [{ x: [5, 5, 5 + across], y: [-1000, -1000 + up, -1000 + up] }];
  const [a, b, c] = pointsOf(await linePlot(series, { equalScales: true, heightPixels: 300 }));
  expect((c![0] - b![0]) / across).toBeCloseTo((a![1] - b![1]) / up, 0);
});

test("a million samples keep the extremes of every column and make a small document", async () => {
  const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i / 1e6);
  const y = x.map((_, i) => (i === 123_456 ? 1 : i === 654_321 ? 0 : 0.4 + (0.2 * ((i * 7919) % 1000)) / 1000));
  const svg = await linePlot([{ x, y }], axes);
  const values = pointsOf(svg).map(([, value]) => value);
  const full = pointsOf(await linePlot([{ x: [0, 1], y: [0, 1] }], axes));
  expect(Math.min(...values)).toBe(full[1]![1]);
  expect(Math.max(...values)).toBe(full[0]![1]);
  expect(svg.length).toBeLessThan(120_000);
});

test("thinning keeps first, last, lowest and highest of any series", async () => {
  const value = fc.double({ min: 0, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 300 }), async (samples) => {
      const [x, y] = [samples.map((sample) => sample[0]), samples.map((sample) => sample[1])];
      const drawn = pointsOf(await linePlot([{ x, y }], axes));
      const corner = pointsOf(await linePlot([{ x: [0, 1], y: [0, 1] }], axes));
      const toX = (share: number) => corner[0]![0] + share * (corner[1]![0] - corner[0]![0]);
      const toY = (share: number) => corner[0]![1] + share * (corner[1]![1] - corner[0]![1]);
      expect(drawn[0]![0]).toBeCloseTo(toX(x[0]!), 1);
      expect(drawn.at(-1)![1]).toBeCloseTo(toY(y.at(-1)!), 1);
      expect(Math.min(...drawn.map(([, at]) => at))).toBeCloseTo(toY(Math.max(...y)), 1);
      expect(Math.max(...drawn.map(([, at]) => at))).toBeCloseTo(toY(Math.min(...y)), 1);
    }),
    { numRuns: 50 },
  );
});

test("named series are in the legend, nameless ones are not, colours can be given", async () => {
  const svg = await linePlot([
    { x: [0, 1], y: [0, 1], label: "left" },
    { x: [0, 1], y: [1, 0] },
    { x: [0, 1], y: [1, 1], label: "right", colour: "#123456" },
  ]);
  expect(textsOf(svg).slice(0, 2)).toEqual(["left", "right"]);
  expect(svg.match(/#123456/g)).toHaveLength(2);
});

test("no series, an empty one and one without a finite value give a frame that says so", async () => {
  for (const series of [[], [{ x: [], y: [] }], [{ x: [1, 2], y: [Number.NaN, Number.NaN] }]]) {
    expect(textsOf(await linePlot(series))).toContain("No data");
  }
});

test("numbers far out of sight stay in the range that renderers know", async () => {
  const svg = await linePlot([{ x: [0, 0.5, 1], y: [0, 1e300, 0] }], axes);
  expect(Math.min(...pointsOf(svg).map(([, y]) => y))).toBe(-100_000);
});
