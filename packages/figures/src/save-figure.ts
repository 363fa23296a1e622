import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { UnsupportedExtensionError } from "./errors.ts";
import { svgToPng } from "./svg-to-png.ts";
import { type PngOptions } from "./svg-to-png-blob.ts";

/**
 * Write a figure as the format its file name asks for. The file appears whole or not at all; missing folders are made.
 *
 * @param path - Ends in `.svg` or `.png`, in any case.
 * @param svg - What a plot function returned.
 * @param options - Size, for PNG.
 * @throws {@link UnsupportedExtensionError} if the name ends otherwise.
 * @throws {@link InvalidSvgError} if a PNG is asked for and `svg` cannot be read.
 * @throws {@link InvalidOptionError} if the picture would have no or too many pixels.
 */
export async function saveFigure(path: string, svg: string, options: PngOptions = {}): Promise<void> {
  const extension = extname(path).toLowerCase();
  if (extension !== ".svg" && extension !== ".png") throw new UnsupportedExtensionError(path);
  const content = extension === ".svg" ? svg : await svgToPng(svg, options);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.part`; // beside the target: a rename must not cross file systems
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
