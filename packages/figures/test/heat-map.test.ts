import { expect, test } from "vitest";
import { colourMapOf, heatMap, lightTheme } from "../src/index.ts";
import { svgToPng } from "../src/node.ts";
import { colourOf, decodePng, type Picture } from "./decode-png.ts";
import { plotBox, textsOf } from "./plot-box.ts";

const colourMap = colourMapOf("test", ["#000000", "#ffffff"]);

async function cells(
  values: readonly number[],
  rows: number,
  options = {},
): Promise<(row: number, column: number) => string> {
  const columns = values.length / rows;
  const svg = await heatMap(
    { values, rows, columns },
    { colourMap, valueLimits: [0, 253], widthPixels: 400, heightPixels: 300, ...options },
  );
  const box = plotBox(svg);
  const png: Picture = decodePng(await svgToPng(svg));
  return (row, column) =>
    colourOf(
      png,
      2 * (box.x + ((column + 0.5) / columns) * box.width),
      2 * (box.y + ((row + 0.5) / rows) * box.height),
    );
}

test("each cell has the colour of its value, the first row at the bottom", async () => {
  const at = await cells([0, 50, 253, 100, 500, -3], 2);
  expect([at(1, 0), at(1, 1), at(1, 2)]).toEqual(["#000000", "#323232", "#ffffff"]);
  expect([at(0, 0), at(0, 1), at(0, 2)]).toEqual(["#656565", "#ffffff", "#000000"]);
});

test("the first row is on top if asked", async () => {
  const at = await cells([0, 50, 253, 100], 2, { yReversed: true });
  expect([at(0, 0), at(0, 1), at(1, 0)]).toEqual(["#000000", "#323232", "#ffffff"]);
});

test("a cell without a value is in the theme's colour for it", async () => {
  const at = await cells([0, Number.NaN, Number.POSITIVE_INFINITY, 100], 2);
  expect([at(1, 1), at(0, 0)]).toEqual([lightTheme.missing, lightTheme.missing]);
});

test("a matrix larger than the picture is averaged, not sampled", async () => {
  const [rows, columns] = [3000, 4000];
  const values = new Uint8Array(rows * columns).map((_, i) => ((i + Math.floor(i / columns)) % 2 === 0 ? 0 : 252));
  const svg = await heatMap({ values, rows, columns }, { colourMap, valueLimits: [0, 252] });
  const box = plotBox(svg);
  const png = decodePng(await svgToPng(svg));
  let sum = 0;
  for (let x = 0; x < 400; x++)
    sum += Number.parseInt(colourOf(png, 2 * box.x + 100 + x, 2 * box.y + 200).slice(1, 3), 16);
  expect(sum / 400).toBeGreaterThan(100);
  expect(sum / 400).toBeLessThan(155);
});

test("axes show the edges given, or row names", async () => {
  const matrix = { values: [1, 2, 3, 4], rows: 2, columns: 2 };
  const svg = await heatMap(matrix, {
    xExtent: [-1, 1],
    rowLabels: ["CA1", "DG <b>"],
    valueLabel: "Rate (spikes/s)",
    eventTimes: [0],
  });
  expect(textsOf(svg)).toEqual(expect.arrayContaining(["−1.0", "1.0", "CA1", "DG &lt;b&gt;", "Rate (spikes/s)"]));
});

test("a matrix of one value, of none, or of nothing finite is drawn", async () => {
  expect(await heatMap({ values: [7], rows: 1, columns: 1 })).toContain("<image");
  expect(textsOf(await heatMap({ values: [], rows: 0, columns: 5 }))).toContain("No data");
  expect(await heatMap({ values: [Number.NaN, Number.NaN], rows: 1, columns: 2 })).toContain("<image");
});
