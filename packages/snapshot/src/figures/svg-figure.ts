import { type FigureOptions, type PngOptions, svgToPngBlob } from "@neurophys/figures";
import { type NamedImage, type SvgFigure } from "../images/image-source.ts";

/** What every figure can be told: its name, and what the plot functions of `@neurophys/figures` take. */
export interface NamedFigureOptions extends FigureOptions {
  /** Name of the figure: file name, and text of its note. */
  readonly name?: string | undefined;
}

/**
 * Draws a figure as PNG on a canvas of a page.
 *
 * @throws errors of `@neurophys/figures` if the figure cannot be drawn.
 */
export async function figurePngBlob({ name, svg }: SvgFigure, options: PngOptions = {}): Promise<NamedImage> {
  return { name: `${name}.png`, data: await svgToPngBlob(svg, options) };
}
