import { failAs } from "../rest/refusal.ts";

/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The width that a note asks for; `undefined` to keep the image as it is.
 *
 * @param asked - As sent: `"orig"`, a whole number, or nothing for the server's own width.
 * @throws Refusal with Python's words for anything else.
 */
export function askedWidth(asked: unknown, fallback: number): number | undefined {
  if (asked === "orig") return undefined;
  if (asked === undefined || asked === null || asked === "" || asked === 0) return fallback;
  if (typeof asked === "number") return Math.trunc(asked);
  const text = String(asked);
  if (!/^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text)) throw failAs(`invalid literal for int() with base 10: '${text}'`);
  return Number(text.replaceAll("_", ""));
}

/** The whole number beside `value` that brings the proportions nearest to what they were; at least 1. */
function nearest(value: number, distance: (rounded: number) => number): number {
  const low = Math.floor(value);
  const high = Math.ceil(value);
  return Math.max(distance(high) < distance(low) ? high : low, 1);
}

/**
 * Size of an image that is reduced to a width, never enlarged, proportions kept.
 *
 * @returns `undefined` if the image is small enough.
 * @throws Refusal with Python's words if it would have no height.
 * @see Source: `Note.save` in Alyx and `Image.thumbnail` of Pillow, whose rounding can take a pixel off the width.
 */
export function reducedSize({ width, height }: ImageSize, wanted: number): ImageSize | undefined {
  const x = wanted;
  const y = Math.trunc(height * (wanted / width));
  if (x >= width && y >= height) return undefined;
  if (y === 0) throw failAs("division by zero");
  const aspect = width / height;
  const size =
    x / y >= aspect
      ? { width: nearest(y * aspect, (n) => Math.abs(aspect - n / y)), height: y }
      : { width: x, height: nearest(x / aspect, (n) => (n === 0 ? 0 : Math.abs(aspect - x / n))) };
  if (size.width <= 0 || size.height <= 0) throw failAs("height and width must be > 0");
  return size;
}
