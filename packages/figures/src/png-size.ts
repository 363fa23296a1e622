import { InvalidOptionError } from "./errors.ts";

/** How large the picture becomes. */
export interface PngOptions {
  /** Width of the picture. Given this, `scale` is not used. */
  readonly widthPixels?: number | undefined;
  /** Pixels of the picture to a pixel of the figure. Default 2: sharp on today's screens. */
  readonly scale?: number | undefined;
}

/** A picture of the largest figure at the default scale; 1 GiB while it is drawn. */
const MAX_PIXELS = 16_000 ** 2;

/**
 * Pixels of the picture to a pixel of the figure.
 *
 * @param size - Of the figure, in pixels.
 * @throws {@link InvalidOptionError} if the picture would have no pixels, or more than 256 million.
 */
export function pngScale(
  { width, height }: { readonly width: number; readonly height: number },
  { widthPixels, scale = 2 }: PngOptions,
): number {
  const [option, value] = widthPixels === undefined ? ["scale", scale] : ["widthPixels", widthPixels];
  const factor = widthPixels === undefined ? scale : Math.round(widthPixels) / width;
  const count = Math.round(width * factor) * Math.round(height * factor);
  if (!(value > 0 && count >= 1 && count <= MAX_PIXELS)) {
    const expected = `a number above 0 that gives a figure of ${width} × ${height} from 1 to ${MAX_PIXELS} pixels`;
    throw new InvalidOptionError(option, value, expected);
  }
  return factor;
}
