import { describe, expect, test } from "vitest";
import { darkTheme, spikeRaster } from "../src/index.ts";
import { svgToPng } from "../src/node.ts";
import { brightness, colourOf, decodePng } from "./decode-png.ts";
import { plotBox, rasterOf, textsOf } from "./plot-box.ts";

const limits = { xLimits: [0, 10], yLimits: [0, 100], widthPixels: 400, heightPixels: 300 } as const;
const white = 765;

describe("many spikes", () => {
  test("become a picture that covers the plot, at twice its size", async () => {
    const svg = await spikeRaster(new Float64Array(20_000).fill(5), new Float64Array(20_000).fill(25), limits);
    const box = plotBox(svg);
    const picture = decodePng(rasterOf(svg));
    expect([picture.width, picture.height]).toEqual([box.width * 2, box.height * 2]);
    expect(svg.match(/<path[^>]*h0/g)).toBeNull();
  });

  test.each([
    [5, 25],
    [0, 0],
    [10, 100],
    [2.5, 99],
  ])("at %d s and %d µm darken that place of the PNG and no other", async (time, depth) => {
    const svg = await spikeRaster(new Float64Array(20_000).fill(time), new Float64Array(20_000).fill(depth), limits);
    const box = plotBox(svg);
    const png = decodePng(await svgToPng(svg));
    const x = Math.min(2 * box.width - 1, Math.floor((time / 10) * 2 * box.width)) + 2 * box.x;
    const y = Math.min(2 * box.height - 1, Math.floor((1 - depth / 100) * 2 * box.height)) + 2 * box.y;
    expect(brightness(png, x, y)).toBeLessThan(300);
    for (const [dx, dy] of [
      [-6, 0],
      [6, 0],
      [0, -6],
      [0, 6],
    ] as const) {
      const inside =
        x + dx > 2 * box.x &&
        x + dx < 2 * (box.x + box.width) &&
        y + dy > 2 * box.y &&
        y + dy < 2 * (box.y + box.height);
      if (inside) expect(brightness(png, x + dx, y + dy)).toBe(white);
    }
  });

  test("lie above the tick of their time and beside the tick of their depth", async () => {
    const svg = await spikeRaster(new Float64Array(20_000).fill(4), new Float64Array(20_000).fill(60), {
      ...limits,
      widthPixels: 800,
      heightPixels: 500,
    });
    const xOfTick = Number(/<text x="([\d.]+)"[^>]*>4<\/text>/.exec(svg)![1]);
    const yOfTick = Number(/<text [^>]*y="([\d.]+)"[^>]*>60<\/text>/.exec(svg)![1]) - 12 * 0.36;
    const png = decodePng(await svgToPng(svg));
    expect(brightness(png, 2 * xOfTick, 2 * yOfTick)).toBeLessThan(300);
  });

  test("are counted upside down if depth is counted from the surface", async () => {
    const svg = await spikeRaster(new Float64Array(20_000).fill(5), new Float64Array(20_000).fill(10), {
      ...limits,
      yReversed: true,
    });
    const box = plotBox(svg);
    const png = decodePng(await svgToPng(svg));
    expect(brightness(png, 2 * (box.x + box.width / 2), 2 * box.y + 0.1 * 2 * box.height)).toBeLessThan(300);
  });

  test("do not turn black: twice as dense is darker, and the densest thousandth alone is darkest", async () => {
    const count = 900_000;
    const times = Float64Array.from({ length: count }, (_, i) => ((i * 0.618034) % 1) * 10);
    const depths = Float64Array.from({ length: count }, (_, i) => ((i * 0.754877) % 1) ** 3 * 100);
    const { rgba, width, height } = decodePng(rasterOf(await spikeRaster(times, depths, limits)));
    const shades = new Set<number>();
    let darkest = 0;
    for (let i = 0; i < width * height; i++) {
      shades.add(rgba[i * 4]!);
      if (rgba[i * 4 + 3] === 255 && rgba[i * 4]! <= 3) darkest++;
    }
    expect(shades.size).toBeGreaterThan(8);
    expect(darkest / (width * height)).toBeLessThan(0.01);
  });

  test("are explained by a key of spikes per pixel", async () => {
    const svg = await spikeRaster(new Float64Array(20_000).fill(5), new Float64Array(20_000).fill(25), limits);
    expect(textsOf(svg)).toContain("Spikes per pixel");
  });
});

describe("few spikes", () => {
  test("are vector marks, one each, without a key", async () => {
    const svg = await spikeRaster([1, 2, 3], [10, 20, 30]);
    expect(svg.match(/h0/g)).toHaveLength(3);
    expect(svg).not.toContain("<image");
    expect(textsOf(svg)).not.toContain("Spikes per pixel");
  });

  test("outside the limits are not drawn", async () => {
    const svg = await spikeRaster([1, 2, 30], [10, 200, 30], limits);
    expect(svg.match(/h0/g)).toHaveLength(1);
  });

  test("turn into a picture at the limit that the caller sets", async () => {
    expect(await spikeRaster([1, 2], [1, 2], { vectorLimit: 1 })).toContain("<image");
    expect(await spikeRaster([1, 2], [1, 2], { vectorLimit: 2 })).not.toContain("<image");
  });
});

test("spikes that are not finite are left out with one warning, whatever the drawing", async () => {
  for (const vectorLimit of [0, 100]) {
    const messages: string[] = [];
    await spikeRaster([1, Number.NaN, 3, 4], [1, 2, Number.POSITIVE_INFINITY, 4], {
      vectorLimit,
      onWarning: ({ message }) => messages.push(message),
    });
    expect(messages).toEqual(["2 points left out: not finite"]);
  }
});

test("no spikes give a frame with labels that says so", async () => {
  const svg = await spikeRaster(new Float64Array(), new Float64Array(), { title: "Nothing" });
  expect(textsOf(svg)).toEqual(expect.arrayContaining(["Nothing", "Time (s)", "Depth (µm)", "No data"]));
});

test("labels, size, theme and events are the caller's", async () => {
  const svg = await spikeRaster([1, 2], [1, 2], {
    xLabel: "t",
    yLabel: "Cluster",
    subtitle: "s",
    widthPixels: 300,
    heightPixels: 200,
    theme: darkTheme,
    eventTimes: [1.5, 99, Number.NaN],
  });
  expect(textsOf(svg)).toEqual(expect.arrayContaining(["t", "Cluster", "s"]));
  expect(svg).toContain('width="300" height="200"');
  expect(/stroke-dasharray/.exec(svg)).not.toBeNull();
  expect(/<path d="(M[^"]*v[^"M]*)"[^>]*stroke-dasharray/.exec(svg)![1]!.match(/M/g)).toHaveLength(1);
  expect(colourOf(decodePng(await svgToPng(svg)), 2, 2)).toBe(darkTheme.background);
});

test("the same spikes give the same bytes", async () => {
  const times = Float64Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 1000);
  const draw = () => spikeRaster(times, times.slice().reverse());
  expect(await draw()).toBe(await draw());
});
