import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { FONT_FILES } from "../src/font-files.ts";
import { textElement } from "../src/svg.ts";
import { ellipsize, textWidth, wrapText } from "../src/text-width.ts";

function drawnWidth(text: string): number {
  const label = textElement(text, { x: 20, y: 100, "font-size": 100, "font-family": "Inter" });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="200">${label}</svg>`;
  const font = { loadSystemFonts: false, fontFiles: FONT_FILES.map(({ path }) => path), defaultFontFamily: "Inter" };
  return new Resvg(svg, { font }).getBBox()!.width;
}

test.each([
  "Time from stimulus onset (s)",
  "12,345",
  "Depth (µm)",
  "−0.25",
  "WWWWiiii",
  "2×10⁻⁶",
  "Power (dB re 1 V²/Hz)",
])("the width of %j is what the shipped font draws", (text) => {
  const drawn = drawnWidth(text);
  expect(Math.abs(textWidth(text, 100) - drawn) / drawn).toBeLessThan(0.08);
});

test("long titles are broken at spaces and end in an ellipsis", () => {
  const lines = wrapText("one two three four five six seven", 10, { widthPixels: 60, maximumLines: 2 });
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/…$/);
  for (const line of lines) expect(textWidth(line, 10)).toBeLessThanOrEqual(60);
  expect(wrapText("  ", 10, { widthPixels: 60, maximumLines: 2 })).toEqual([]);
});

test("a word that is too long is shortened", () => {
  expect(ellipsize("abc", 10, 100)).toBe("abc");
  expect(textWidth(ellipsize("a".repeat(100), 10, 50), 10)).toBeLessThanOrEqual(50);
});
