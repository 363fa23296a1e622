import { expect, test } from "vitest";
import { figureGrid, isFiguresError, linePlot, spikeRaster } from "../src/index.ts";
import { svgToPng } from "../src/node.ts";
import { decodePng } from "./decode-png.ts";
import { textsOf } from "./plot-box.ts";

const small = (options = {}) =>
  linePlot([{ x: [0, 1], y: [0, 1] }], { widthPixels: 200, heightPixels: 160, ...options });

test("figures stand in rows, columns as wide as their widest", async () => {
  const svg = figureGrid([await small(), await small({ widthPixels: 300 }), await small({ heightPixels: 200 })], {
    columns: 2,
    gapPixels: 10,
  });
  const places = [...svg.matchAll(/<svg x="(\d+)" y="(\d+)" xmlns/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(places).toEqual([
    [0, 0],
    [210, 0],
    [0, 170],
  ]);
  expect(svg).toContain('width="510" height="370"');
});

test("a grid has a title of its own and can be put into another grid", async () => {
  const grid = figureGrid([await small()], { title: "A & B" });
  expect(textsOf(grid)).toContain("A &amp; B");
  expect(textsOf(figureGrid([grid, grid], { columns: 1 })).filter((text) => text === "A &amp; B")).toHaveLength(2);
});

test("a picture inside a figure keeps its place in the PNG", async () => {
  const raster = await spikeRaster(new Float64Array(20_000).fill(5), new Float64Array(20_000).fill(50), {
    xLimits: [0, 10],
    yLimits: [0, 100],
    widthPixels: 300,
    heightPixels: 200,
  });
  const [alone, second] = [decodePng(await svgToPng(raster)), decodePng(await svgToPng(figureGrid([raster, raster])))];
  expect(second.width).toBe(1200);
  const copied = new Uint8Array(alone.rgba.length);
  for (let y = 0; y < alone.height; y++) {
    const from = (y * second.width + 600) * 4;
    copied.set(second.rgba.subarray(from, from + alone.width * 4), y * alone.width * 4);
  }
  expect(Buffer.from(copied).equals(alone.rgba)).toBe(true);
});

test("no figures give an empty document", async () => {
  expect(decodePng(await svgToPng(figureGrid([]))).width).toBe(320);
});

test.each(["", "<p>no</p>", "<svg>", '<svg width="100%" height="5"></svg>', '<svg width="5" height="5">'])(
  "%j is not a figure",
  (figure) => {
    try {
      figureGrid([figure]);
    } catch (error) {
      expect(isFiguresError(error, "figures/invalid-svg")).toBe(true);
      return;
    }
    expect.unreachable();
  },
);
