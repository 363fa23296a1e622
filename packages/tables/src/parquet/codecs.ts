import { type CompressionCodec } from "hyparquet";
import { type TablePlace, UnsupportedParquetError } from "../errors.ts";
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

/**
 * Make the decompressor for a set of codecs; those beyond Snappy are loaded only when a file asks.
 *
 * @param place - For the error.
 * @throws UnsupportedParquetError if a codec is one nobody reads (LZO).
 */
export async function loadDecompress(codecs: ReadonlySet<CompressionCodec>, place: TablePlace): Promise<Decompress> {
  const builtIn = (codec: CompressionCodec): boolean => codec === "UNCOMPRESSED" || codec === "SNAPPY";
  const unknown = [...codecs].find((codec) => !builtIn(codec) && MAX_EXPANSION[codec] === undefined);
  if (unknown !== undefined) throw new UnsupportedParquetError(place, `codec ${unknown}`);
  const more = [...codecs].every(builtIn) ? undefined : await import("hyparquet-compressors");
  let scratch = new Uint8Array(0);
  return (input, size, codec) => {
    if (codec === "UNCOMPRESSED") return input;
    checkSize(input.length, size, codec);
    if (codec === "SNAPPY") {
      if (scratch.length < size) scratch = new Uint8Array(size + (size >> 2));
      const output = scratch.subarray(0, size);
      snappyDecompress(input, output);
      return output;
    }
    if (codec === "ZSTD") return more!.decompressZstd(input, new Uint8Array(size));
    if (codec === "GZIP") return more!.decompressGzip(input, size);
    if (codec === "BROTLI") return more!.decompressBrotli(input, size);
    return codec === "LZ4" ? more!.decompressLz4(input, size) : more!.decompressLz4Raw(input, size);
  };
}

function checkSize(inputLength: number, size: number, codec: CompressionCodec): void {
  const floor = codec === "ZSTD" || codec === "BROTLI" ? UNBOUNDED_FLOOR_BYTES : 64;
  const most = Math.max(floor, inputLength * (MAX_EXPANSION[codec] ?? 1));
  if (size > most) throw new CodecFault(`${inputLength} compressed bytes cannot become ${size}`);
}
