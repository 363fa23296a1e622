import { svgToPngBlob } from "@neurophys/figures";
import { ImageNotFoundError } from "../errors/note-errors.ts";
import { type ImageReader } from "./image-source.ts";

/**
 * Opens images in a page: SVG documents are drawn on a canvas; there are no paths.
 *
 * In Node take the classes of `@neurophys/snapshot/node`, which read files.
 */
export const browserImages: ImageReader = {
  openPath: (path) => Promise.reject(new ImageNotFoundError(path)),
  drawSvg: async (svg) => await svgToPngBlob(svg, { scale: 2 }),
};
