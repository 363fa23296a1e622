import { imageSize } from "image-size";
import { isAnimated } from "./is-animated.ts";

/** What the first bytes of an image say. */
export interface ImageFacts {
  /** Format by content, e.g. `"png"`; `undefined` if it is none that is known here. */
  readonly format: string | undefined;
  /** Width and height, in pixels, as stored. */
  readonly size: { readonly widthPixels: number; readonly heightPixels: number } | undefined;
  /** True for several pictures in one file. */
  readonly isAnimated: boolean;
}

/** Headers end before this, but for photographs with large notes of the camera and TIFF files. */
const HEAD_BYTES = 1 << 18;

async function sizeOf(blob: Blob, bytes: number): Promise<ReturnType<typeof imageSize> | undefined> {
  const head = new Uint8Array(await blob.slice(0, bytes).arrayBuffer());
  try {
    return imageSize(head);
  } catch {
    // Not known here, which says nothing about the database: it knows more formats.
    return undefined;
  }
}

/** Reads the header of an image; no more of it than that needs. */
export async function inspectImage(blob: Blob): Promise<ImageFacts> {
  const head = await sizeOf(blob, HEAD_BYTES);
  const found = head ?? (blob.size > HEAD_BYTES ? await sizeOf(blob, blob.size) : undefined);
  if (found === undefined) return { format: undefined, size: undefined, isAnimated: false };
  const { width, height, type } = found;
  const isKnown = width > 0 && height > 0;
  return {
    format: type,
    size: isKnown ? { widthPixels: width, heightPixels: height } : undefined,
    isAnimated: await isAnimated(blob, type),
  };
}
