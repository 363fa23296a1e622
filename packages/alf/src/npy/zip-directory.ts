import { InvalidArchiveError, type NpyErrorOptions } from "./errors.ts";

/** What the directory at the end of a zip archive says of one member. */
export interface ZipEntry {
  readonly name: string;
  /** 0 = stored, 8 = deflate. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  /** Where the member's own header begins. */
  readonly headerOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ZIP64_END_BYTES = 56;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const ZIP64_EXTRA_ID = 1;
const MAX_COMMENT_BYTES = 0xffff;
/** A 32-bit field of this value has its true value in the zip64 record. */
const IN_ZIP64 = 0xffffffff;

/**
 * List the members of a zip archive, zip64 ones too.
 *
 * @returns In the order of the directory; of two members with one name both.
 * @throws {@link InvalidArchiveError} if there is no directory, or it points outside of the bytes.
 */
export function readZipDirectory(bytes: Uint8Array, options?: NpyErrorOptions): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { start, end } = directoryExtent(view, options);
  const entries: ZipEntry[] = [];
  for (let at = start; at < end; ) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw new InvalidArchiveError(`no member at byte ${at} of the directory`, options);
    }
    const nameEnd = at + ENTRY_BYTES + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > end) throw new InvalidArchiveError(`member at byte ${at} runs out of the directory`, options);
    entries.push(readEntry(view, { at, nameEnd, extraEnd }, options));
    at = next;
  }
  return entries;
}

function directoryExtent(view: DataView, options?: NpyErrorOptions): { start: number; end: number } {
  const at = findEnd(view);
  if (at === undefined) throw new InvalidArchiveError("no end of directory (expected a zip file)", options);
  let length = view.getUint32(at + 12, true);
  let start = view.getUint32(at + 16, true);
  const locator = at - ZIP64_LOCATOR_BYTES;
  if (locator >= 0 && view.getUint32(locator, true) === ZIP64_LOCATOR_SIGNATURE) {
    const zip64 = readUint64(view, locator + 8, options);
    if (zip64 + ZIP64_END_BYTES > locator || view.getUint32(zip64, true) !== ZIP64_END_SIGNATURE) {
      throw new InvalidArchiveError(`no zip64 end of directory at byte ${zip64}`, options);
    }
    length = readUint64(view, zip64 + 40, options);
    start = readUint64(view, zip64 + 48, options);
  }
  if (start + length > at) {
    throw new InvalidArchiveError(`directory of ${length} bytes at ${start} runs beyond its end at ${at}`, options);
  }
  return { start, end: start + length };
}

/** The end record is the last thing in the file but for a comment. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
    if (view.getUint32(at, true) === END_SIGNATURE && view.getUint16(at + 20, true) <= last - at) return at;
  }
  return undefined;
}

function readUint64(view: DataView, at: number, options?: NpyErrorOptions): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw new InvalidArchiveError(`size or offset ${value} is beyond 2^53`, options);
  return value;
}

function readEntry(
  view: DataView,
  { at, nameEnd, extraEnd }: { at: number; nameEnd: number; extraEnd: number },
  options?: NpyErrorOptions,
): ZipEntry {
  const name = new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_BYTES, nameEnd - at - ENTRY_BYTES);
  let zip64 = findZip64Extra(view, nameEnd, extraEnd);
  // The zip64 record holds only the fields that do not fit, in this order.
  const wide = (offset: number): number => {
    const narrow = view.getUint32(at + offset, true);
    if (narrow !== IN_ZIP64 || zip64 === undefined) return narrow;
    if (zip64.at + 8 > zip64.end) throw new InvalidArchiveError(`zip64 record of member at byte ${at} is cut`, options);
    const value = readUint64(view, zip64.at, options);
    zip64 = { at: zip64.at + 8, end: zip64.end };
    return value;
  };
  const sizeBytes = wide(24);
  const compressedBytes = wide(20);
  return {
    name: new TextDecoder().decode(name),
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    crc32: view.getUint32(at + 16, true),
    compressedBytes,
    sizeBytes,
    headerOffset: wide(42),
  };
}

function findZip64Extra(view: DataView, start: number, end: number): { at: number; end: number } | undefined {
  for (let at = start; at + 4 <= end; ) {
    const next = at + 4 + view.getUint16(at + 2, true);
    if (next > end) return undefined;
    if (view.getUint16(at, true) === ZIP64_EXTRA_ID) return { at: at + 4, end: next };
    at = next;
  }
  return undefined;
}
