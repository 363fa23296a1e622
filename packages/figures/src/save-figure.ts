import { extname } from "node:path";
import { writeFileAtomic } from "@neurophys/alf/store/node";
import { UnsupportedExtensionError } from "./errors.ts";
import { type PngOptions } from "./png-size.ts";
import { svgToPng } from "./svg-to-png.ts";

/**
 * Write a figure as the format its file name asks for. The file appears whole or not at all; missing folders are made.
 *
 * @param path - Ends in `.svg` or `.png`, in any case.
 * @param svg - What a plot function returned.
 * @param options - Size, for PNG.
 * @throws {@link UnsupportedExtensionError} if the name ends otherwise.
 * @throws {@link InvalidSvgError} if a PNG is asked for and `svg` cannot be read.
 * @throws {@link InvalidOptionError} if the picture would have no pixels, or more than 256 million.
 * @throws AccessDeniedError, NotAFileError, FileSystemError (`store/…`) if the file cannot be written; an old one stays.
 */
export async function saveFigure(path: string, svg: string, options: PngOptions = {}): Promise<void> {
  const extension = extname(path).toLowerCase();
  if (extension !== ".svg" && extension !== ".png") throw new UnsupportedExtensionError(path);
  await writeFileAtomic(path, extension === ".svg" ? new TextEncoder().encode(svg) : await svgToPng(svg, options));
}
