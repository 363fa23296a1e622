import { crc32 } from "./crc32.ts";
import { ArchiveTooLargeError, InvalidArchiveError, type NpyErrorOptions } from "./errors.ts";
import { type ZipEntry } from "./zip-directory.ts";

/** How members of an archive are read. */
export interface ReadMemberOptions {
  /** Name of the archive for messages. */
  readonly source?: string | undefined;
  /** Largest member that is inflated, in bytes; 2 GiB by default. Stored members are never larger than the archive. */
  readonly maxInflatedBytes?: number | undefined;
  /** Aborts inflating. */
  readonly signal?: AbortSignal | undefined;
}

const MEMBER_SIGNATURE = 0x04034b50;
const MEMBER_BYTES = 30;
const STORED = 0;
const DEFLATE = 8;
const DEFAULT_MAX_INFLATED_BYTES = 2 ** 31;

/** One bit of deflate stands for at most 258 bytes, two bits being the shortest match: 1032 bytes a byte. */
const MAX_DEFLATE_RATIO = 1032;

const WRITE_BYTES = 1 << 20;

/**
 * Read one member of a zip archive whole and check its checksum.
 *
 * A size that the compressed bytes cannot inflate to is refused before anything is allocated, and inflating stops at
 * the size the directory declares.
 *
 * @returns A view of `archive` for a stored member, new memory for a deflated one.
 * @throws {@link InvalidArchiveError} if the member is broken, encrypted or compressed by another method.
 * @throws {@link ArchiveTooLargeError} if it inflates to more than `maxInflatedBytes`.
 */
export async function readZipMember(
  archive: Uint8Array<ArrayBuffer>,
  entry: ZipEntry,
  options: ReadMemberOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = memberBytes(archive, entry, options);
  const bytes = entry.method === STORED ? packed : await inflate(packed, entry, options);
  const checksum = crc32(bytes);
  if (checksum !== entry.crc32) {
    const found = `checksum ${checksum.toString(16)} (expected ${entry.crc32.toString(16)})`;
    throw new InvalidArchiveError(`member ${JSON.stringify(entry.name)} has the ${found}`, options);
  }
  return bytes;
}

function memberBytes(
  archive: Uint8Array<ArrayBuffer>,
  { name, headerOffset, method, encrypted, compressedBytes, sizeBytes }: ZipEntry,
  options: NpyErrorOptions & ReadMemberOptions,
): Uint8Array<ArrayBuffer> {
  const fail = (what: string): InvalidArchiveError =>
    new InvalidArchiveError(`member ${JSON.stringify(name)} ${what}`, { source: options.source });
  if (encrypted) throw fail("is encrypted");
  if (method !== STORED && method !== DEFLATE) throw fail(`is compressed by method ${method} (expected 0 or 8)`);
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (headerOffset + MEMBER_BYTES > archive.length || view.getUint32(headerOffset, true) !== MEMBER_SIGNATURE) {
    throw fail(`has no header at byte ${headerOffset}`);
  }
  const lengths = view.getUint16(headerOffset + 26, true) + view.getUint16(headerOffset + 28, true);
  const start = headerOffset + MEMBER_BYTES + lengths;
  if (start + compressedBytes > archive.length) throw fail(`of ${compressedBytes} bytes runs out of the archive`);
  if (method === STORED && compressedBytes !== sizeBytes) throw fail("is stored, but its two sizes differ");
  if (sizeBytes > (compressedBytes + 1) * MAX_DEFLATE_RATIO) {
    throw fail(`claims that ${compressedBytes} bytes inflate to ${sizeBytes}, more than deflate can`);
  }
  return archive.subarray(start, start + compressedBytes);
}

async function inflate(
  packed: Uint8Array<ArrayBuffer>,
  { name, sizeBytes }: ZipEntry,
  { source, signal, maxInflatedBytes = DEFAULT_MAX_INFLATED_BYTES }: ReadMemberOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (sizeBytes > maxInflatedBytes) throw new ArchiveTooLargeError(name, sizeBytes, maxInflatedBytes, { source });
  const stream = new DecompressionStream("deflate-raw");
  const writing = writeAll(stream.writable, packed).catch((error: unknown) => error);
  const bytes = new Uint8Array(sizeBytes);
  let filled = 0;
  const reader = stream.readable.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      signal?.throwIfAborted();
      if (filled + part.value.length > sizeBytes) throw new RangeError(`more than the ${sizeBytes} bytes it claims`);
      bytes.set(part.value, filled);
      filled += part.value.length;
    }
    const error = await writing;
    if (error !== undefined) throw error;
    if (filled < sizeBytes) throw new RangeError(`${filled} bytes (expected ${sizeBytes})`);
  } catch (cause) {
    await reader.cancel(cause).catch(() => undefined);
    signal?.throwIfAborted();
    throw new InvalidArchiveError(`member ${JSON.stringify(name)} does not inflate: ${messageOf(cause)}`, {
      source,
      cause,
    });
  }
  return bytes;
}

async function writeAll(stream: WritableStream<BufferSource>, bytes: Uint8Array<ArrayBuffer>): Promise<undefined> {
  const writer = stream.getWriter();
  // A failed write also fails `closed`, which nobody else looks at.
  writer.closed.catch(() => undefined);
  for (let at = 0; at < bytes.length; at += WRITE_BYTES) await writer.write(bytes.subarray(at, at + WRITE_BYTES));
  await writer.close();
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
