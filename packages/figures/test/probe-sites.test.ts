import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { probeSites } from "../src/index.ts";
import { textsOf } from "./plot-box.ts";

const sites = { lateralUm: [43, 11, 59, 27], depthUm: [20, 20, 40, 40] };

test("one mark a site, higher for deeper along the probe from its tip", async () => {
  const svg = await probeSites(sites);
  const marks = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="[\d.]+" rx/g)];
  expect(marks).toHaveLength(4);
  const [first, , third] = marks.map(([, x, y]) => [Number(x), Number(y)]);
  expect(third![1]).toBeLessThan(first![1]!);
  expect(third![0]).toBeGreaterThan(first![0]!);
});

test("values colour the sites, and a site without one is in the theme's colour for it", async () => {
  const svg = await probeSites({ ...sites, values: [0, 1, 2, Number.NaN] }, { valueLabel: "Noise (µV)" });
  const fills = [...svg.matchAll(/rx="[\d.]+" fill="(#\w+)"/g)].map(([, fill]) => fill);
  expect(new Set(fills).size).toBe(4);
  expect(fills[0]).toBe("#440154");
  expect(fills[3]).toBe("#e3e6e9");
  expect(textsOf(svg)).toContain("Noise (µV)");
});

test("each shank has a body of its own", async () => {
  const count = (svg: string) => svg.match(/fill-opacity="0.85"/g)?.length;
  expect(count(await probeSites(sites))).toBe(1);
  expect(count(await probeSites({ lateralUm: [0, 32, 250, 282, 500, 532], depthUm: [0, 0, 0, 0, 0, 0] }))).toBe(3);
});

test("regions of one colour have a line between them", async () => {
  const bands = (fromUm: readonly number[]) =>
    fromUm.map((from) => ({ fromUm: from, toUm: from + 10, label: "L", colour: "#188064" }));
  const linesOf = (svg: string) => /<path d="([^"]+)"[^>]*stroke-opacity/.exec(svg)?.[1]?.match(/M/g)?.length;
  expect(linesOf(await probeSites(sites, { regions: bands([10, 20, 30]) }))).toBe(4);
  expect(linesOf(await probeSites(sites))).toBeUndefined();
});

describe("region names", () => {
  const placesOf = (svg: string, names: readonly string[]) =>
    names.map((name) => Number(new RegExp(`<text [^>]*y="([\\d.]+)"[^>]*>${name}</text>`).exec(svg)![1]));

  test("stay in order and apart, however thin their bands are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 25 }), async (heights) => {
        let fromUm = 0;
        const regions = heights.map((height, i) => {
          const region = { fromUm, toUm: fromUm + height, label: `R${i}x` };
          fromUm += height;
          return region;
        });
        const svg = await probeSites({ lateralUm: [0, 0], depthUm: [0, fromUm] }, { regions });
        const places = placesOf(
          svg,
          regions.map(({ label }) => label),
        );
        places.forEach((place, i) => {
          expect(place).toBeGreaterThan(0);
          expect(place).toBeLessThan(640);
          if (i > 0) expect(places[i - 1]! - place).toBeGreaterThan(14.9);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("of regions outside the picture are not drawn", async () => {
    const svg = await probeSites(sites, {
      yLimits: [0, 100],
      regions: [
        { fromUm: 200, toUm: 300, label: "far" },
        { fromUm: 0, toUm: 300, label: "near" },
      ],
    });
    expect(textsOf(svg)).toContain("near");
    expect(textsOf(svg)).not.toContain("far");
  });
});

test("no sites give a frame that says so", async () => {
  expect(textsOf(await probeSites({ lateralUm: [], depthUm: [] }))).toContain("No data");
  expect(textsOf(await probeSites({ lateralUm: [Number.NaN], depthUm: [1] }))).toContain("No data");
});
