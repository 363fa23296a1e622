import { InvalidSvgError } from "./errors.ts";
import { FONT_FILES } from "./font-files.ts";
import { type PngOptions, pngScale } from "./png-size.ts";
import { svgSize } from "./svg-root.ts";

/**
 * Draw an SVG document as PNG without a browser. Only the shipped font is used, so that the picture is the same on
 * every machine; signs outside Latin, Greek and mathematics stay blank.
 *
 * @param svg - What a plot function returned.
 * @returns The bytes of a PNG file.
 * @throws {@link InvalidSvgError} if `svg` cannot be read, or does not say how large it is.
 * @throws {@link InvalidOptionError} if the picture would have no pixels, or more than 256 million.
 */
export async function svgToPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  const scale = pngScale(svgSize(svg, "the document"), options);
  const { renderAsync } = await import("@resvg/resvg-js");
  try {
    const image = await renderAsync(svg, {
      font: {
        loadSystemFonts: false,
        fontFiles: FONT_FILES.map(({ path }) => path),
        defaultFontFamily: "Inter",
      },
      fitTo:
        options.widthPixels === undefined
          ? { mode: "zoom", value: scale }
          : { mode: "width", value: Math.round(options.widthPixels) },
    });
    return image.asPng();
  } catch (cause) {
    throw new InvalidSvgError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
