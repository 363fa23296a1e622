import { type CompressionCodec } from "hyparquet";
import { snappyCompress } from "hyparquet-writer/src/snappy.js";
import { snappyCompressor } from "hysnappy";

/**
 * A compression of pages: its name in the format, and a function for it, as of `node:zlib`:
 * `{ codec: "GZIP", compress: (bytes) => gzipSync(bytes) }`.
 */
export interface Compressor {
  /** Name of the format that `compress` makes. */
  readonly codec: CompressionCodec;
  /** @returns Bytes of their own: `bytes` are used again afterwards. */
  compress(bytes: Uint8Array): Uint8Array;
}

/** The compressor a word stands for. */
export function compressorOf(compression: "snappy" | "none" | Compressor): Compressor {
  if (typeof compression !== "string") return compression;
  if (compression === "none") return { codec: "UNCOMPRESSED", compress: (bytes) => bytes.slice() };
  return { codec: "SNAPPY", compress: fastestSnappy() };
}

function fastestSnappy(): (bytes: Uint8Array) => Uint8Array {
  try {
    return snappyCompressor();
  } catch {
    return snappyCompress; // pages may be forbidden to run WebAssembly; this takes three times as long
  }
}
