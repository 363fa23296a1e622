import { InvalidOptionError, InvalidSvgError } from "./errors.ts";
import { FONT_FILES } from "./font-files.ts";
import { type PngOptions } from "./svg-to-png-blob.ts";

/**
 * Draw an SVG document as PNG without a browser. Only the shipped font is used, so that the picture is the same on
 * every machine; signs outside Latin, Greek and mathematics stay blank.
 *
 * @param svg - What a plot function returned.
 * @returns The bytes of a PNG file.
 * @throws {@link InvalidSvgError} if `svg` cannot be read.
 * @throws {@link InvalidOptionError} if the picture would have no or too many pixels.
 */
export async function svgToPng(svg: string, { widthPixels, scale = 2 }: PngOptions = {}): Promise<Uint8Array> {
  if (widthPixels !== undefined) checkSize("widthPixels", widthPixels, 20_000);
  checkSize("scale", scale, 20);
  const { renderAsync } = await import("@resvg/resvg-js");
  try {
    const image = await renderAsync(svg, {
      font: {
        loadSystemFonts: false,
        fontFiles: FONT_FILES.map(({ path }) => path),
        defaultFontFamily: "Inter",
      },
      fitTo:
        widthPixels === undefined ? { mode: "zoom", value: scale } : { mode: "width", value: Math.round(widthPixels) },
    });
    return image.asPng();
  } catch (cause) {
    throw new InvalidSvgError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function checkSize(option: string, value: number, most: number): void {
  if (!(Number.isFinite(value) && value > 0 && value <= most)) {
    throw new InvalidOptionError(option, value, `a number above 0 and at most ${most}`);
  }
}
