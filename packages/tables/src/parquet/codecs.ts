import { type CompressionCodec } from "hyparquet";
import { snappyUncompressor } from "hysnappy";
import { type TablePlace, UnsupportedParquetError } from "../errors.ts";
import { lz4Decompress, lz4HadoopDecompress } from "./lz4.ts";
import { CodecFault, snappyDecompress, snappyPreamble } from "./snappy.ts";

/** Decompresses one page: exactly `size` bytes come out. */
export type Decompress = (input: Uint8Array, size: number, codec: CompressionCodec) => Uint8Array;

/**
 * How many bytes one compressed byte can become, by format: the largest copies each can express.
 * Zstandard and Brotli have no such bound, so they get one that real pages stay far below.
 */
const MAX_EXPANSION: Partial<Record<CompressionCodec, number>> = {
  SNAPPY: 22,
  GZIP: 1040,
  LZ4: 256,
  LZ4_RAW: 256,
  ZSTD: 1024,
  BROTLI: 1024,
};

/** Bytes that the pages of one call may come to in the unbounded formats, besides their usual share. */
const UNBOUNDED_FREE_BYTES = 1 << 28;

/** Formats decompressed here, into an output of the size announced. */
const BUILT_IN: Partial<Record<CompressionCodec, (input: Uint8Array, output: Uint8Array) => void>> = {
  LZ4: lz4HadoopDecompress,
  LZ4_RAW: lz4Decompress,
};

/** Snappy in WebAssembly is five times as fast; a page may forbid it to run. */
function fastestSnappy(): (input: Uint8Array, size: number) => Uint8Array {
  try {
    const uncompress = snappyUncompressor();
    return (input, size) => {
      // It believes the block's own length, so that has to be the page header's.
      snappyPreamble(input, size);
      return uncompress(input, size);
    };
  } catch {
    return (input, size) => {
      const output = new Uint8Array(size);
      snappyDecompress(input, output);
      return output;
    };
  }
}

/** Formats whose decompressors are large. */
const LAZY: ReadonlySet<CompressionCodec> = new Set(["GZIP", "ZSTD", "BROTLI"]);

/**
 * Make the decompressor for a set of codecs; the large ones are loaded only when a file asks.
 *
 * @param place - For the error.
 * @throws UnsupportedParquetError if a codec is one nobody reads (LZO).
 */
export async function loadDecompress(codecs: ReadonlySet<CompressionCodec>, place: TablePlace): Promise<Decompress> {
  const unknown = [...codecs].find((codec) => codec !== "UNCOMPRESSED" && MAX_EXPANSION[codec] === undefined);
  if (unknown !== undefined) throw new UnsupportedParquetError(place, `codec ${unknown}`);
  const more = [...codecs].some((codec) => LAZY.has(codec)) ? await import("hyparquet-compressors") : undefined;
  const snappy = codecs.has("SNAPPY") ? fastestSnappy() : undefined;
  let free = UNBOUNDED_FREE_BYTES;
  return (input, size, codec) => {
    if (codec === "UNCOMPRESSED") return input;
    const excess = size - Math.max(64, input.length * (MAX_EXPANSION[codec] ?? 1));
    const isUnbounded = codec === "ZSTD" || codec === "BROTLI";
    if (excess > 0 && isUnbounded) free -= excess;
    if ((excess > 0 && !isUnbounded) || free < 0)
      throw new CodecFault(`${input.length} compressed bytes cannot become ${size}`);
    const builtIn = BUILT_IN[codec];
    if (codec === "SNAPPY") return snappy!(input, size);
    if (builtIn !== undefined) {
      const output = new Uint8Array(size);
      builtIn(input, output);
      return output;
    }
    if (codec === "ZSTD") return more!.decompressZstd(input, new Uint8Array(size));
    if (codec === "GZIP") return more!.decompressGzip(input, size);
    return more!.decompressBrotli(input, size);
  };
}
