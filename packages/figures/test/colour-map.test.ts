import { describe, expect, test } from "vitest";
import { colourAt, formatColour, parseColour, sampleColours } from "../src/colour-map.ts";
import { blueRed, cividis, darkTheme, lightTheme, magma, type Rgb, viridis } from "../src/index.ts";

/** Relative luminance of WCAG 2. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(parseColour(a)), luminance(parseColour(b))].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

test.each([viridis, magma, cividis, lightTheme.shade, lightTheme.density, darkTheme.shade, darkTheme.density])(
  "$name gets steadily lighter or darker",
  (map) => {
    const steps = sampleColours(map, 50).map((colour) => luminance(parseColour(colour)));
    const direction = Math.sign(steps[49]! - steps[0]!);
    for (let i = 1; i < 50; i++) expect((steps[i]! - steps[i - 1]!) * direction).toBeGreaterThan(0);
  },
);

test("colours between stops are mixed, beyond the ends held", () => {
  expect(formatColour(colourAt(viridis, -1))).toBe("#440154");
  expect(formatColour(colourAt(viridis, 2))).toBe("#fde725");
  expect(
    formatColour(
      colourAt(
        {
          name: "x",
          stops: [
            [0, 0, 0],
            [255, 255, 255],
          ],
        },
        0.5,
      ),
    ),
  ).toBe("#808080");
  expect(formatColour(colourAt(blueRed, 0.5))).toBe("#f7f6f6");
});

describe.each([
  ["light", lightTheme],
  ["dark", darkTheme],
] as const)("the %s theme", (_name, theme) => {
  test("has labels that can be read on its background", () => {
    expect(contrast(theme.ink, theme.background)).toBeGreaterThan(7);
    expect(contrast(theme.muted, theme.background)).toBeGreaterThan(4.5);
  });

  test("has lines that stand out from its background", () => {
    for (const colour of theme.series) expect(contrast(colour, theme.background)).toBeGreaterThan(2.5);
  });
});
