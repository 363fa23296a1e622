import { BlobReader } from "./blob-reader.ts";

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
/** Size of a GIF's colour table, by the flags before it. */
const tableSize = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

/** Place after a chain of sub-blocks, each with its length in front, that ends with an empty one. */
async function afterSubBlocks(reader: BlobReader, start: number): Promise<number> {
  let at = start;
  for (;;) {
    const length = await reader.byte(at);
    if (length === undefined) return Number.POSITIVE_INFINITY;
    at += 1 + length;
    if (length === 0) return at;
  }
}

async function isAnimatedGif(reader: BlobReader): Promise<boolean> {
  let at = 13 + tableSize((await reader.byte(10)) ?? 0);
  let frames = 0;
  for (;;) {
    const kind = await reader.byte(at);
    if (kind === 0x21) at = await afterSubBlocks(reader, at + 2);
    else if (kind === 0x2c) {
      frames += 1;
      if (frames > 1) return true;
      at = await afterSubBlocks(reader, at + 11 + tableSize((await reader.byte(at + 9)) ?? 0));
    } else if (kind === undefined || kind === 0x3b) return false;
    // Bytes between blocks that mean nothing are passed over, as the database's decoder does.
    else at += 1;
  }
}

/** An animated PNG says so by a chunk before its first picture. */
async function isAnimatedPng(reader: BlobReader): Promise<boolean> {
  let at = 8;
  for (;;) {
    const head = await reader.bytes(at, 8);
    if (head.length < 8) return false;
    const name = text(head.subarray(4));
    if (name === "acTL") return true;
    if (name === "IDAT") return false;
    at += 12 + new DataView(head.buffer, head.byteOffset).getUint32(0);
  }
}

/**
 * True for a GIF, PNG or WebP of more than one picture, which the database cuts to its first unless its size is kept.
 *
 * @param format - As `image-size` calls it.
 */
export async function isAnimated(blob: Blob, format: string | undefined): Promise<boolean> {
  const reader = new BlobReader(blob);
  if (format === "gif") return await isAnimatedGif(reader);
  if (format === "png") return await isAnimatedPng(reader);
  if (format !== "webp") return false;
  const head = await reader.bytes(0, 21);
  return text(head.subarray(12, 16)) === "VP8X" && ((head[20] ?? 0) & 0x02) !== 0;
}
