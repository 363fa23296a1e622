import { type CompressionCodec } from "hyparquet";
import { snappyBound, snappyCompress } from "./snappy-compress.ts";

/**
 * A compression of pages: its name in the format, and a function for it, as of `node:zlib`:
 * `{ codec: "GZIP", compress: (bytes) => gzipSync(bytes) }`.
 */
export interface Compressor {
  readonly codec: CompressionCodec;
  /** @returns Bytes of their own: `bytes` are used again afterwards. */
  compress(bytes: Uint8Array): Uint8Array;
}

/** The compressor a word stands for. */
export function compressorOf(compression: "snappy" | "none" | Compressor): Compressor {
  if (typeof compression !== "string") return compression;
  if (compression === "none") return { codec: "UNCOMPRESSED", compress: (bytes) => bytes.slice() };
  let scratch = new Uint8Array(0);
  return {
    codec: "SNAPPY",
    compress(bytes) {
      const bound = snappyBound(bytes.length);
      if (scratch.length < bound) scratch = new Uint8Array(bound);
      return scratch.slice(0, snappyCompress(bytes, scratch));
    },
  };
}
