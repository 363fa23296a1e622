import { imageSize } from "image-size";
import { inspectTiff } from "./inspect-tiff.ts";
import { isAnimated } from "./is-animated.ts";

/** What the first bytes of an image say. */
export interface ImageFacts {
  /** Format by content, e.g. `"png"`; `undefined` if it is none that is known here. */
  readonly format: string | undefined;
  /** Width and height, in pixels, as stored. */
  readonly size: { readonly widthPixels: number; readonly heightPixels: number } | undefined;
  /** True for several pictures in one file: an animation, or a TIFF file of several pages. */
  readonly isAnimated: boolean;
}

/** Where headers end: those of nearly all images, and of photographs with large notes of the camera. */
const HEAD_BYTES = 1 << 18;
const MOST_HEAD_BYTES = 1 << 24;

async function sizeOf(blob: Blob, bytes: number): Promise<ReturnType<typeof imageSize> | undefined> {
  const head = new Uint8Array(await blob.slice(0, bytes).arrayBuffer());
  try {
    return imageSize(head);
  } catch {
    // Not known here, which says nothing about the database: it knows more formats.
    return undefined;
  }
}

/** Reads the header of an image; no more of it than that needs, and never all of a large file. */
export async function inspectImage(blob: Blob): Promise<ImageFacts> {
  const tiff = await inspectTiff(blob);
  if (tiff !== undefined) return { format: "tiff", size: tiff.size, isAnimated: tiff.hasMorePages };
  const head = await sizeOf(blob, HEAD_BYTES);
  const found = head ?? (blob.size > HEAD_BYTES ? await sizeOf(blob, MOST_HEAD_BYTES) : undefined);
  if (found === undefined) return { format: undefined, size: undefined, isAnimated: false };
  const { width, height, type } = found;
  const isKnown = width > 0 && height > 0;
  return {
    format: type,
    size: isKnown ? { widthPixels: width, heightPixels: height } : undefined,
    isAnimated: await isAnimated(blob, type),
  };
}
