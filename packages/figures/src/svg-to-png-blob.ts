import { InvalidSvgError } from "./errors.ts";
import { type PngOptions, pngScale } from "./png-size.ts";

/**
 * Draw an SVG document as PNG on a canvas, for a "save as picture" button. Browsers only; in Node use `svgToPng` of the
 * `./node` entry. The browser draws with the fonts it has: hand the figure through `embedFonts` first for the shipped
 * one.
 *
 * @param svg - What a plot function returned.
 * @throws {@link InvalidSvgError} if the browser cannot draw it.
 * @throws {@link InvalidOptionError} if the picture would have no pixels, or more than 256 million.
 */
export async function svgToPngBlob(svg: string, options: PngOptions = {}): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = await loadImage(url);
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = pngScale({ width, height }, options);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = context && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png")));
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
