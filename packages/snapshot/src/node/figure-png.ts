import { type PngOptions } from "@neurophys/figures";
import { svgToPng } from "@neurophys/figures/node";
import { type NamedImage, type SvgFigure } from "../images/image-source.ts";

/**
 * Draws a figure as the bytes of a PNG file, without a browser.
 *
 * @throws errors of `@neurophys/figures` if the figure cannot be drawn.
 */
export async function figurePng({ name, svg }: SvgFigure, options: PngOptions = {}): Promise<NamedImage> {
  return { name: `${name}.png`, data: new Uint8Array(await svgToPng(svg, options)) };
}
