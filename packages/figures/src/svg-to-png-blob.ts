import { InvalidSvgError } from "./errors.ts";

/** How large the picture becomes. */
export interface PngOptions {
  /** Width of the picture. Given this, `scale` is not used. */
  readonly widthPixels?: number | undefined;
  /** Pixels of the picture to a pixel of the figure. Default 2: sharp on today's screens. */
  readonly scale?: number | undefined;
}

/**
 * Draw an SVG document as PNG on a canvas, for a "save as picture" button. Browsers only; in Node use `svgToPng` of the
 * `./node` entry. The browser draws with the fonts it has: hand the figure through `embedFonts` first for the shipped
 * one.
 *
 * @param svg - What a plot function returned.
 * @throws {@link InvalidSvgError} if the browser cannot draw it.
 */
export async function svgToPngBlob(svg: string, { widthPixels, scale = 2 }: PngOptions = {}): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = await loadImage(url);
    const factor = widthPixels === undefined ? scale : widthPixels / image.naturalWidth;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * factor);
    canvas.height = Math.round(image.naturalHeight * factor);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new InvalidSvgError(`no picture of ${canvas.width} × ${canvas.height} pixels could be made`);
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function loadImage(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new InvalidSvgError("the browser cannot read it"));
    image.src = url;
  });
}
