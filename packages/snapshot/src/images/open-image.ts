import { InvalidImageError } from "../errors/note-errors.ts";
import {
  type CanvasFigure,
  type ImageReader,
  type ImageSource,
  nameOfImage,
  type PageCanvas,
  type WorkerCanvas,
} from "./image-source.ts";

/** An image that can be read. */
export interface OpenedImage {
  /** Name it came with. */
  readonly name: string | undefined;
  /** Its content; of a file, read as it is sent. */
  readonly blob: Blob;
}

async function canvasBlob(canvas: PageCanvas | WorkerCanvas): Promise<Blob> {
  if ("convertToBlob" in canvas) return await canvas.convertToBlob({ type: "image/png" });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob !== null) return blob;
  throw new InvalidImageError("canvas", "gave no picture", "a canvas with pixels, and none from elsewhere on it");
}

const isCanvas = (source: object): source is PageCanvas | WorkerCanvas =>
  "convertToBlob" in source || "toBlob" in source;

function asBlob(data: Blob | Uint8Array<ArrayBuffer>): Blob {
  return data instanceof Blob ? data : new Blob([data]);
}

async function blobOf(source: ImageSource, reader: ImageReader): Promise<Blob> {
  if (typeof source === "string") return await reader.openPath(source);
  if (source instanceof Blob || source instanceof Uint8Array) return asBlob(source);
  if (isCanvas(source)) return await canvasBlob(source);
  if ("canvas" in source) return await canvasBlob((source satisfies CanvasFigure).canvas);
  if ("svg" in source) return asBlob(await reader.drawSvg(source.svg));
  if ("data" in source) return asBlob(source.data);
  throw new InvalidImageError(`${typeof source}`, "has no image", "a path, bytes, a Blob, a canvas or a named image");
}

/**
 * Opens an image.
 *
 * @throws {@link InvalidImageError} if it has no bytes, or is nothing that an image can come from.
 * @throws ImageNotFoundError if it is a path of no file.
 */
export async function openImage(source: ImageSource, reader: ImageReader): Promise<OpenedImage> {
  const given: unknown = source;
  if (given === undefined || given === null) {
    throw new InvalidImageError(
      String(given),
      "is no image",
      "what a plotting function returns: a path, bytes, a canvas",
    );
  }
  const name = nameOfImage(source);
  const blob = await blobOf(source, reader);
  if (blob.size === 0) throw new InvalidImageError(name ?? "image", "is empty", "a picture");
  return { name, blob };
}
