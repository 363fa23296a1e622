import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { embedFonts, isFiguresError, linePlot } from "../src/index.ts";
import { readFonts, saveFigure, svgToPng } from "../src/node.ts";
import { decodePng } from "./decode-png.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "figures-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const figure = () => linePlot([{ x: [0, 1], y: [0, 1] }], { title: "Line", widthPixels: 200, heightPixels: 160 });

test("the extension decides the format, in any case; folders are made; old files are replaced", async () => {
  const svg = await figure();
  await writeFile(join(folder, "a.svg"), "old");
  await saveFigure(join(folder, "a.svg"), svg);
  await saveFigure(join(folder, "deep/er/a.PNG"), svg, { scale: 1 });
  expect(await readFile(join(folder, "a.svg"), "utf8")).toBe(svg);
  expect(decodePng(await readFile(join(folder, "deep/er/a.PNG"))).width).toBe(200);
  expect(await readdir(folder)).toEqual(["a.svg", "deep"]);
});

test("a name without a known extension is refused before anything is made", async () => {
  const error = await saveFigure(join(folder, "new/a.jpg"), await figure()).catch((thrown: unknown) => thrown);
  expect(isFiguresError(error, "figures/unsupported-extension")).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});

test("a figure that cannot be drawn leaves the old file, and a target that cannot be replaced leaves no other", async () => {
  await writeFile(join(folder, "a.png"), "old");
  const error = await saveFigure(join(folder, "a.png"), "<svg").catch((thrown: unknown) => thrown);
  expect(isFiguresError(error, "figures/invalid-svg")).toBe(true);
  expect(await readFile(join(folder, "a.png"), "utf8")).toBe("old");
  await saveFigure(join(folder, "b.svg/inside.svg"), await figure());
  await expect(saveFigure(join(folder, "b.svg"), await figure())).rejects.toMatchObject({ code: "store/not-a-file" });
  await expect(saveFigure(join(folder, "a.png/c.svg"), await figure())).rejects.toMatchObject({
    code: "store/file-system",
  });
  expect(await readdir(folder)).toEqual(["a.png", "b.svg"]);
});

test("a PNG has the width or the scale asked for, twice the figure's by default", async () => {
  const svg = await figure();
  expect(decodePng(await svgToPng(svg)).width).toBe(400);
  expect(decodePng(await svgToPng(svg, { scale: 1.5 })).width).toBe(300);
  const wide = decodePng(await svgToPng(svg, { widthPixels: 777, scale: 3 }));
  expect([wide.width, wide.height]).toEqual([777, Math.round((777 * 160) / 200)]);
});

test.each([{ scale: 0 }, { scale: Number.NaN }, { widthPixels: -1 }, { widthPixels: 1e6 }])(
  "a size of %j is refused",
  async (size) => {
    const error = await svgToPng(await figure(), size).catch((thrown: unknown) => thrown);
    expect(isFiguresError(error, "figures/invalid-option")).toBe(true);
  },
);

test("a document that would take gigabytes to draw, or does not say its size, is refused before it is drawn", async () => {
  const root = (size: string) => `<svg xmlns="http://www.w3.org/2000/svg" ${size}></svg>`;
  await expect(svgToPng(root('width="1" height="100000000"'))).rejects.toMatchObject({
    code: "figures/invalid-option",
    option: "scale",
  });
  await expect(svgToPng(root('width="0" height="5"'))).rejects.toMatchObject({ code: "figures/invalid-option" });
  await expect(svgToPng(root(""))).rejects.toMatchObject({ code: "figures/invalid-svg" });
});

test("text is drawn with the shipped font, in both weights, and the same twice", async () => {
  const text = (weight: number, content: string) =>
    svgToPng(
      `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><text y="30" font-size="20" font-family="Inter" font-weight="${weight}">${content}</text></svg>`,
    );
  const ink = (png: Uint8Array) => decodePng(png).rgba.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0);
  const [regular, bold, again, symbols] = await Promise.all([
    text(400, "Depth"),
    text(600, "Depth"),
    text(400, "Depth"),
    text(400, "µ±−²⁻σ≤"),
  ]);
  expect(ink(regular)).toBeGreaterThan(50_000);
  expect(ink(bold)).toBeGreaterThan(ink(regular) * 1.1);
  expect(Buffer.from(again).equals(regular)).toBe(true);
  expect(ink(symbols)).toBeGreaterThan(30_000);
});

test("the shipped fonts can be embedded, and come back byte for byte", async () => {
  const fonts = await readFonts();
  const svg = embedFonts(await figure(), fonts);
  const embedded = [...svg.matchAll(/base64,([^)]+)\)/g)].map(([, data]) => Buffer.from(data!, "base64"));
  expect(embedded.map((bytes, i) => bytes.equals(fonts[i]!.bytes))).toEqual([true, true]);
  expect(fonts.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(120_000);
  expect(decodePng(await svgToPng(svg)).width).toBe(400);
  expect(() => embedFonts("no figure", fonts)).toThrow("Not an SVG document");
});
