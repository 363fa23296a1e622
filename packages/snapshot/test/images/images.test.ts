import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stemOf } from "../../src/images/image-source.ts";
import { inspectImage } from "../../src/images/inspect-image.ts";
import { checkWidth, computedHeight } from "../../src/images/note-width.ts";
import { uploadName } from "../../src/images/upload-name.ts";
import { gifOf, pngOf } from "../small-images.ts";

const bytes = (...parts: readonly (string | readonly number[])[]): Blob =>
  new Blob(parts.map((part) => new Uint8Array(typeof part === "string" ? Buffer.from(part, "latin1") : part)));
const still = { format: "png", isAnimated: false } as const;

describe("Sizes", () => {
  test.each<[string, Blob, string | undefined, readonly number[] | undefined, boolean]>([
    ["PNG", new Blob([pngOf(30, 20)]), "png", [30, 20], false],
    [
      "animated PNG",
      new Blob([
        pngOf(30, 20, [
          ["tEXt", new Uint8Array(70_000)],
          ["acTL", new Uint8Array(8)],
        ]),
      ]),
      "png",
      [30, 20],
      true,
    ],
    ["GIF", new Blob([gifOf(1)]), "gif", [1, 1], false],
    ["animated GIF", new Blob([gifOf(2)]), "gif", [1, 1], true],
    [
      "animated GIF with bytes between its blocks",
      new Blob([gifOf(1).slice(0, -1), new Uint8Array([0, 0]), gifOf(1).slice(25)]),
      "gif",
      [1, 1],
      true,
    ],
    ["GIF that ends early", new Blob([gifOf(2).slice(0, 30)]), "gif", [1, 1], false],
    [
      "WebP",
      bytes("RIFF", [22, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0, 0, 0, 0, 29, 0, 0, 19, 0, 0]),
      "webp",
      [30, 20],
      false,
    ],
    [
      "animated WebP",
      bytes("RIFF", [22, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 2, 0, 0, 0, 29, 0, 0, 19, 0, 0]),
      "webp",
      [30, 20],
      true,
    ],
    ["text", bytes("no picture"), undefined, undefined, false],
    ["nothing", bytes(), undefined, undefined, false],
  ])("of %s", async (_name, blob, format, size, isAnimated) => {
    const facts = await inspectImage(blob);
    expect([facts.format, facts.isAnimated]).toEqual([format, isAnimated]);
    expect(facts.size && [facts.size.widthPixels, facts.size.heightPixels]).toEqual(size);
  });

  /** A TIFF file of 30 × 20 pixels whose only or first directory lies at `offset`. */
  const tiffOf = (offset: number, { isBig = false, isLittle = true, next = 0 } = {}): Uint8Array<ArrayBuffer> => {
    const view = new DataView(new ArrayBuffer(offset + 64));
    const wide = (at: number, value: number): void =>
      isBig ? view.setBigUint64(at, BigInt(value), isLittle) : view.setUint32(at, value, isLittle);
    view.setUint16(0, isLittle ? 0x4949 : 0x4d4d);
    view.setUint16(2, isBig ? 43 : 42, isLittle);
    wide(isBig ? 8 : 4, offset);
    if (isBig) wide(offset, 2);
    else view.setUint16(offset, 2, isLittle);
    const first = offset + (isBig ? 8 : 2);
    const entryBytes = isBig ? 20 : 12;
    [30, 20].forEach((side, i) => {
      const entry = first + i * entryBytes;
      view.setUint16(entry, 256 + i, isLittle);
      view.setUint16(entry + 2, 3, isLittle);
      view.setUint16(entry + (isBig ? 12 : 8), side, isLittle);
    });
    wide(first + 2 * entryBytes, next);
    return new Uint8Array(view.buffer);
  };

  test.each([
    ["in its head", tiffOf(8), false],
    ["far from its head", tiffOf(300_000), false],
    ["of the other byte order", tiffOf(8, { isLittle: false }), false],
    ["of the form for large files", tiffOf(16, { isBig: true, isLittle: false }), false],
    ["with a second page", tiffOf(8, { next: 500 }), true],
    ["with a second page, of the form for large files", tiffOf(16, { isBig: true, next: 500 }), true],
  ])("of a TIFF file %s", async (_name, file, isAnimated) => {
    const size = { widthPixels: 30, heightPixels: 20 };
    expect(await inspectImage(new Blob([file]))).toEqual({ format: "tiff", size, isAnimated });
  });

  test("of a TIFF file that ends early are not known", async () => {
    const facts = { format: "tiff", size: undefined, isAnimated: false };
    for (const length of [4, 8, 12]) expect(await inspectImage(new Blob([tiffOf(8).slice(0, length)]))).toEqual(facts);
  });

  test("of a large file that is no picture are looked for in its first 16 MB", async () => {
    const asked: number[] = [];
    class Counted extends Blob {
      override slice(start = 0, end = this.size): Blob {
        asked.push(Math.min(end, this.size) - start);
        return super.slice(start, end);
      }
    }
    const large = new Counted([new Uint8Array(20 << 20).fill(0x20)]);
    expect(await inspectImage(large)).toEqual({ format: undefined, size: undefined, isAnimated: false });
    expect(Math.max(...asked)).toBe(16 << 20);
  });
});

describe("Widths", () => {
  const side = fc.integer({ min: 1, max: 10_000 });

  test("that pass leave a height, and those that are refused leave none or are no widths", () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
        (widthPixels, heightPixels, width) => {
          const size = { widthPixels, heightPixels };
          const isPossible = computedHeight(width ?? 800, size) >= 1;
          const check = (): unknown => checkWidth(width, { ...still, size });
          if (isPossible) expect(check()).toBe(width);
          else expect(check).toThrow("expected at least");
        },
      ),
    );
  });

  test("that an error names are possible, and the next smaller one is not", () => {
    fc.assert(
      fc.property(side, fc.integer({ min: 1, max: 12 }), (widthPixels, heightPixels) => {
        const size = { widthPixels, heightPixels };
        fc.pre(widthPixels > heightPixels);
        const least = Math.ceil(widthPixels / heightPixels);
        expect(computedHeight(least, size)).toBeGreaterThanOrEqual(1);
        expect(computedHeight(least - 1, size)).toBe(0);
      }),
    );
  });

  test("of pictures that are not known here pass", () => {
    expect(checkWidth(5, { ...still, size: undefined })).toBe(5);
    expect(checkWidth(undefined, { ...still, size: undefined })).toBeUndefined();
    expect(checkWidth("orig", { ...still, size: { widthPixels: 1000, heightPixels: 1 } })).toBe("orig");
    expect(checkWidth(undefined, { ...still, size: undefined, isAnimated: true })).toBe("orig");
  });
});

describe("Names that are uploaded", () => {
  test.each([
    ["fig one.png", "png", /^fig_[0-9a-z]{7}\.png$/],
    ["la_qc_plot.left.paw_r.png", "png", /^laq_[0-9a-z]{7}\.png$/],
    ["reaction_time_with_trials.PNG", "png", /^rea_[0-9a-z]{7}\.png$/],
    ["../../evil.jpeg", "jpg", /^evi_[0-9a-z]{7}\.jpeg$/],
    ["Ünï (1).tif", "tiff", /^n1_[0-9a-z]{7}\.tif$/],
    ["図.png", "png", /^img_[0-9a-z]{7}\.png$/],
    ["raster", "png", /^ras_[0-9a-z]{7}\.png$/],
    ["notes.txt", "gif", /^not_[0-9a-z]{7}\.gif$/],
    [undefined, "tiff", /^img_[0-9a-z]{7}\.tif$/],
    [undefined, "jpg", /^img_[0-9a-z]{7}\.jpg$/],
    ["scan.eps", undefined, /^sca_[0-9a-z]{7}\.eps$/],
  ])("for %s (%s)", (name, format, wanted) => {
    expect(uploadName({ name }, format)).toMatch(wanted);
  });

  test.each([
    ["figure.svg", "svg"],
    ["notes.txt", undefined],
    [undefined, undefined],
  ])("there are none for %s", (name, format) => {
    expect(() => uploadName({ name }, format)).toThrow("of no format that Alyx takes");
  });

  test("fit what the database stores, whatever the name, and are never alike", () => {
    const names = new Set<string>();
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => {
        const made = uploadName({ name }, "png");
        // Two ids and the date stand beside it in at most 100 characters.
        expect(made).toMatch(/^[a-z0-9]{1,3}_[0-9a-z]{7}\.\w{1,5}$/);
        expect(`2026/11/20/${made.replace(".", `.${"x".repeat(36)}.${"x".repeat(36)}.`)}`.length).toBeLessThanOrEqual(
          100,
        );
        names.add(made);
      }),
    );
    expect(names.size).toBe(100);
  });
});

test.each([
  ["a/b/la_qc.left.paw.png", "la_qc.left.paw"],
  ["C:\\figures\\x.png", "x"],
  [".hidden", ".hidden"],
  ["ends.", "ends."],
  ["none", "none"],
])("The stem of %s is %s", (path, stem) => {
  expect(stemOf(path)).toBe(stem);
});
