import { type ByteStore } from "@neurophys/alf/store";
import { type FileMetaData } from "hyparquet";
import { parquetMetadata } from "hyparquet/src/metadata.js";
import { CorruptParquetError, TableNotFoundError, TruncatedParquetError, UnsupportedParquetError } from "../errors.ts";
import { messageOf } from "./decoding.ts";
import { checkThriftStruct } from "./thrift.ts";

/** Read at once from the end of a file: the footers of ONE's tables are a tenth of it. */
const TAIL_BYTES = 1 << 16;

/** Length of the footer, then "PAR1". */
const TRAILER_BYTES = 8;

/** A parsed footer, and the end of the file that was read to get it. */
export interface Footer {
  readonly metadata: FileMetaData;
  readonly sizeBytes: number;
  readonly tail: { readonly offset: number; readonly bytes: Uint8Array };
}

/**
 * Read a file's footer, in one read where it fits {@link TAIL_BYTES}, else in two.
 *
 * @throws TableNotFoundError if the store has no such key.
 * @throws TruncatedParquetError if the file is shorter than its footer, CorruptParquetError if that cannot be read.
 */
export async function readFooter(store: ByteStore, key: string, signal: AbortSignal | undefined): Promise<Footer> {
  const sizeBytes = await store.size(key, { signal });
  if (sizeBytes === undefined) throw new TableNotFoundError(key, store.location);
  const place = { key };
  if (sizeBytes < 12) throw new TruncatedParquetError(place, 12, sizeBytes);
  const readFrom = async (offset: number, length: number): Promise<Uint8Array> => {
    const bytes = await store.read(key, { range: { offset, length }, signal });
    if (bytes === undefined) throw new TableNotFoundError(key, store.location);
    return bytes;
  };
  const tailLength = Math.min(sizeBytes, TAIL_BYTES);
  let tail = await readFrom(sizeBytes - tailLength, tailLength);
  const needed = footerLength(tail, key) + TRAILER_BYTES;
  if (needed + 4 > sizeBytes) throw new TruncatedParquetError(place, needed + 4, sizeBytes);
  if (needed > tailLength) {
    const whole = new Uint8Array(needed);
    whole.set(await readFrom(sizeBytes - needed, needed - tailLength));
    whole.set(tail, needed - tailLength);
    tail = whole;
  }
  const metadata = parseFooter(tail.subarray(tail.length - needed), key);
  return { metadata, sizeBytes, tail: { offset: sizeBytes - tail.length, bytes: tail } };
}

function footerLength(tail: Uint8Array, key: string): number {
  const view = new DataView(tail.buffer, tail.byteOffset + tail.length - TRAILER_BYTES, TRAILER_BYTES);
  const magic = String.fromCharCode(...tail.subarray(tail.length - 4));
  if (magic === "PARE") throw new UnsupportedParquetError({ key }, "an encrypted footer");
  if (magic !== "PAR1") {
    throw new CorruptParquetError(
      { key },
      `it ends in ${JSON.stringify(magic)}, expected "PAR1" (not Parquet, or cut short)`,
    );
  }
  return view.getUint32(0, true);
}

function parseFooter(bytes: Uint8Array, key: string): FileMetaData {
  try {
    checkThriftStruct(bytes, 0);
    return parquetMetadata(bytes, { geoparquet: false });
  } catch (cause) {
    throw new CorruptParquetError({ key }, `its footer cannot be read (${messageOf(cause)})`, { cause });
  }
}
