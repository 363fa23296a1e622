import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askedWidth, reducedSize } from "../../src/alyx/notes/image-size.ts";

/** What a real Alyx made of images: width and height, width asked for, size on its disk. */
const OBSERVED = [
  [1000, 100, 800, [800, 80]],
  [1000, 100, 100, [100, 10]],
  [50, 20, 800, [50, 20]],
  [1000, 100, 2000, [1000, 100]],
  [999, 333, 100, [99, 33]],
  [333, 1000, 100, [100, 300]],
  [1001, 701, 800, [800, 560]],
  [1200, 333, 800, [800, 222]],
] as const;

describe("The size of a note's image", () => {
  test.each(OBSERVED)("is that of the original: %i x %i at %i", (width, height, wanted, [x, y]) => {
    expect(reducedSize({ width, height }, wanted) ?? { width, height }).toEqual({ width: x, height: y });
  });

  test("is refused where no height would be left", () => {
    expect(() => reducedSize({ width: 1000, height: 1 }, 100)).toThrow(
      expect.objectContaining({ body: { status_code: 500, detail: "division by zero" } }),
    );
  });

  test("never grows, and keeps the proportions within a pixel", () => {
    const pixels = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(pixels, pixels, pixels, (width, height, wanted) => {
        fc.pre(Math.trunc(height * (wanted / width)) > 0);
        const size = reducedSize({ width, height }, wanted) ?? { width, height };
        expect(size.width).toBeLessThanOrEqual(width);
        expect(size.height).toBeLessThanOrEqual(height);
        expect(size.width).toBeLessThanOrEqual(Math.max(wanted, 1) === wanted && wanted < width ? wanted : width);
        // One pixel off on one side, seen from the other side.
        const exact = (size.height * width) / height;
        expect(Math.abs(size.width - exact)).toBeLessThanOrEqual(Math.max(1, width / height));
      }),
    );
  });
});

describe("The width that a note asks for", () => {
  test.each([
    ["orig", undefined],
    ["100", 100],
    [100, 100],
    ["", 800],
    [undefined, 800],
    [null, 800],
    [" 12 ", 12],
    ["-5", -5],
  ])("%j is %j", (asked, width) => {
    expect(askedWidth(asked, 800)).toBe(width);
  });

  test.each(["abc", "None", "100.5", "1e3"])("%j is refused in Python's words", (asked) => {
    expect(() => askedWidth(asked, 800)).toThrow(
      expect.objectContaining({
        body: { status_code: 500, detail: `invalid literal for int() with base 10: '${asked}'` },
      }),
    );
  });
});
