import { crc32 } from "./crc32.ts";
import { ArchiveTooLargeError } from "./errors.ts";

/** A file to put into a zip archive. */
export interface ZipInput {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Sizes and offsets have 32 bits without zip64, the highest value being taken. */
const MAX_BYTES = 0xfffffffe;
const VERSION_NEEDED = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the earliest there is: the same arrays always give the same archive. */
const DOS_DATE = 0x0021;

/**
 * Write a zip archive.
 *
 * @param compress - True to deflate the members, false to store them.
 * @throws {@link ArchiveTooLargeError} if a member or the archive would reach 4 GiB.
 */
export async function writeZip(inputs: readonly ZipInput[], compress: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const input of inputs) {
    const packed = compress ? await deflate(input.bytes) : input.bytes;
    const record = { ...input, packed, method: compress ? 8 : 0, offset, checksum: crc32(input.bytes) };
    const header = memberHeader(record);
    parts.push(header, packed);
    directory.push(directoryEntry(record));
    offset += header.length + packed.length;
    if (Math.max(offset, input.bytes.length) > MAX_BYTES) throw new ArchiveTooLargeError(input.name, offset, MAX_BYTES);
  }
  return concat([...parts, ...directory, endRecord(directory, offset)]);
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

interface MemberRecord extends ZipInput {
  readonly packed: Uint8Array;
  readonly method: number;
  readonly offset: number;
  readonly checksum: number;
}

/** The fields that a member's own header and its directory entry share, from "version needed" on. */
function setShared(
  view: DataView,
  at: number,
  { bytes, packed, method, checksum }: MemberRecord,
  nameBytes: number,
): void {
  view.setUint16(at, VERSION_NEEDED, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint16(at + 4, method, true);
  view.setUint16(at + 8, DOS_DATE, true);
  view.setUint32(at + 10, checksum, true);
  view.setUint32(at + 14, packed.length, true);
  view.setUint32(at + 18, bytes.length, true);
  view.setUint16(at + 22, nameBytes, true);
}

function memberHeader(record: MemberRecord): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(record.name);
  const header = new Uint8Array(30 + name.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x04034b50, true);
  setShared(view, 4, record, name.length);
  header.set(name, 30);
  return header;
}

function directoryEntry(record: MemberRecord): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(record.name);
  const entry = new Uint8Array(46 + name.length);
  const view = new DataView(entry.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, VERSION_NEEDED, true);
  setShared(view, 6, record, name.length);
  view.setUint32(42, record.offset, true);
  entry.set(name, 46);
  return entry;
}

function endRecord(directory: readonly Uint8Array[], start: number): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(22);
  const view = new DataView(record.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, directory.length, true);
  view.setUint16(10, directory.length, true);
  view.setUint32(
    12,
    directory.reduce((sum, { length }) => sum + length, 0),
    true,
  );
  view.setUint32(16, start, true);
  return record;
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
