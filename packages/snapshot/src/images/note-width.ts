import { InvalidWidthError } from "../errors/note-errors.ts";
import { type ImageFacts } from "./inspect-image.ts";

/** Width that the database makes an image, in pixels: a whole number, or `"orig"` to keep it. */
export type NoteWidth = number | "orig";

/** What Alyx makes of an image without a width: `UPLOADED_IMAGE_WIDTH` of its settings. */
const DEFAULT_WIDTH_PIXELS = 800;

/**
 * The height that the database computes for a width. It never makes an image larger, but fails at a height of 0.
 *
 * @see Source: `Note.save` of Alyx 3.6.1, `alyx/misc/models.py`.
 */
export function computedHeight(
  width: number,
  size: { readonly widthPixels: number; readonly heightPixels: number },
): number {
  return Math.trunc(size.heightPixels * (width / size.widthPixels));
}

/** @throws {@link InvalidWidthError} if a width is neither `"orig"` nor a whole number above 0. */
export function checkWidthValue(width: NoteWidth | undefined): void {
  const isNumber = Number.isSafeInteger(width) && Number(width) > 0;
  if (width === undefined || width === "orig" || isNumber) return;
  throw new InvalidWidthError(width, 'a whole number of pixels above 0, or "orig"');
}

/**
 * Makes sure that the database can make an image that wide: at any other width it fails, and keeps a broken note.
 *
 * @param width - `undefined` for the database's own, of 800 pixels.
 * @returns The width to send: `"orig"` for an image of several pictures, of which all but the first would be lost.
 * @throws {@link InvalidWidthError} if `width` is neither `"orig"` nor a whole number above 0, or leaves no height.
 */
export function checkWidth(width: NoteWidth | undefined, { size, isAnimated }: ImageFacts): NoteWidth | undefined {
  checkWidthValue(width);
  if (isAnimated) return "orig";
  if (width === "orig" || size === undefined) return width;
  const pixels = width ?? DEFAULT_WIDTH_PIXELS;
  if (computedHeight(pixels, size) >= 1) return width;
  const least = Math.ceil(size.widthPixels / size.heightPixels);
  throw new InvalidWidthError(
    pixels,
    `at least ${least} for an image of ${size.widthPixels} × ${size.heightPixels} pixels, or "orig"`,
  );
}
