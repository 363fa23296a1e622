import { type CompressionCodec } from "hyparquet";
import { type TablePlace, UnsupportedParquetError } from "../errors.ts";
import { lz4Decompress, lz4HadoopDecompress } from "./lz4.ts";
import { CodecFault, snappyDecompress } from "./snappy.ts";

/** Decompresses one page: exactly `size` bytes come out, valid until the next call. */
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

/** Pages of the unbounded formats up to this size are believed whatever they were compressed to. */
const UNBOUNDED_FLOOR_BYTES = 1 << 25;

/** Formats decompressed here, into an output of the size announced. */
const BUILT_IN: Partial<Record<CompressionCodec, (input: Uint8Array, output: Uint8Array) => void>> = {
  SNAPPY: snappyDecompress,
  LZ4: lz4HadoopDecompress,
  LZ4_RAW: lz4Decompress,
};

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
  let scratch = new Uint8Array(0);
  return (input, size, codec) => {
    if (codec === "UNCOMPRESSED") return input;
    checkSize(input.length, size, codec);
    const builtIn = BUILT_IN[codec];
    if (builtIn !== undefined) {
      if (scratch.length < size) scratch = new Uint8Array(size + (size >> 2));
      const output = scratch.subarray(0, size);
      builtIn(input, output);
      return output;
    }
    if (codec === "ZSTD") return more!.decompressZstd(input, new Uint8Array(size));
    if (codec === "GZIP") return more!.decompressGzip(input, size);
    return more!.decompressBrotli(input, size);
  };
}

function checkSize(inputLength: number, size: number, codec: CompressionCodec): void {
  const floor = codec === "ZSTD" || codec === "BROTLI" ? UNBOUNDED_FLOOR_BYTES : 64;
  const most = Math.max(floor, inputLength * (MAX_EXPANSION[codec] ?? 1));
  if (size > most) throw new CodecFault(`${inputLength} compressed bytes cannot become ${size}`);
}
