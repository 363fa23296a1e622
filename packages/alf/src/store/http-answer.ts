import { type ByteRange } from "./byte-store.ts";
import { ShortReadError } from "./errors.ts";
import { InvalidResponseError } from "./http-errors.ts";

/** What an answer is about, for messages. `url` has neither query nor credentials. */
export interface HttpSubject {
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  readonly url: string;
}

/** A `Content-Range` header: bounds of the body within the object (both included), and the object's size. */
export interface ContentRange {
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly total: number | undefined;
}

/**
 * Parse a `Content-Range` header.
 *
 * @returns `undefined` for text that is no such header; `first` and `last` are absent in `bytes * /N` (status 416),
 *   `total` in `bytes a-b/*`.
 * @see Source: RFC 9110, section 14.4.
 */
export function parseContentRange(text: string): ContentRange | undefined {
  const match = /^\s*bytes\s+(?:(\d+)-(\d+)|\*)\/(?:(\d+)|\*)\s*$/i.exec(text);
  if (match === null) return undefined;
  const [first, last, total] = match.slice(1).map((digits) => (digits === undefined ? undefined : Number(digits)));
  if (first !== undefined && last !== undefined && last < first) return undefined;
  return { first, last, total };
}

/** The size that an answer announces for its body; `undefined` if it says none or if the body is compressed. */
export function announcedBytes(response: Response): number | undefined {
  const encoding = response.headers.get("Content-Encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") return undefined;
  const length = response.headers.get("Content-Length");
  return length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}

/**
 * Take the whole body.
 *
 * @throws {@link ShortReadError} if it has fewer bytes than announced.
 * @throws {@link InvalidResponseError} if it has more.
 */
export async function wholeBody(response: Response, subject: HttpSubject): Promise<Uint8Array<ArrayBuffer>> {
  const body = new Uint8Array(await response.arrayBuffer());
  const announced = announcedBytes(response);
  if (announced !== undefined) requireLength(body, announced, subject);
  return body;
}

/**
 * Take `range` out of the answer to a range request, whatever the server made of it.
 *
 * Status 200 means that the server ignored the range and sends the whole object: bytes before the range are dropped
 * and the transfer is stopped behind it. With 206 the `Content-Range` header says where the body lies in the object;
 * a browser hides it from scripts of other origins unless the server lists it in `Access-Control-Expose-Headers`.
 *
 * @throws {@link ShortReadError} if the object ends before the range does.
 * @throws {@link InvalidResponseError} if the body cannot hold the range, or nothing says where in the object it lies.
 */
export async function rangeOfBody(
  response: Response,
  range: ByteRange,
  subject: HttpSubject,
): Promise<Uint8Array<ArrayBuffer>> {
  if (response.status === 200) return requireRange(await takeFromStream(response, range), range, subject);
  if (/^multipart\//i.test(response.headers.get("Content-Type") ?? "")) {
    throw new InvalidResponseError(subject.url, "several parts for one range");
  }
  const body = new Uint8Array(await response.arrayBuffer());
  const header = response.headers.get("Content-Range");
  const skip = header === null ? skipUnplaced(body, range, subject) : skipPlaced(body, { header, range, subject });
  const part = skip === 0 && body.length === range.length ? body : body.slice(skip, skip + range.length);
  return requireRange(part, range, subject);
}

/** Bytes to skip in a body that no header places: it must be what was asked for, or its beginning. */
function skipUnplaced(body: Uint8Array, range: ByteRange, subject: HttpSubject): number {
  if (body.length <= range.length) return 0;
  throw new InvalidResponseError(
    subject.url,
    `${body.length} bytes for a range of ${range.length}, without a Content-Range that says which`,
  );
}

/** Bytes to skip in a body that its header places, after checking that header and body agree. */
function skipPlaced(
  body: Uint8Array,
  { header, range, subject }: { readonly header: string; readonly range: ByteRange; readonly subject: HttpSubject },
): number {
  const placed = parseContentRange(header);
  if (placed?.first === undefined || placed.last === undefined) {
    throw new InvalidResponseError(subject.url, `status 206 with Content-Range ${JSON.stringify(header)}`);
  }
  requireLength(body, placed.last - placed.first + 1, subject);
  const reachesEnd = placed.last + 1 === placed.total;
  if (placed.first > range.offset || (placed.last < range.offset && !reachesEnd)) {
    const asked = `${range.offset}-${range.offset + range.length - 1}`;
    throw new InvalidResponseError(subject.url, `bytes ${placed.first}-${placed.last} for the range ${asked}`);
  }
  return range.offset - placed.first;
}

/**
 * The pieces of a body as they arrive. Leaving the loop early stops the transfer.
 *
 * (Safari cannot iterate over a stream by itself.)
 */
export async function* chunksOf(response: Response): AsyncGenerator<Uint8Array, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/** Read a body only as far as `range` reaches; the rest is not transferred. */
async function takeFromStream(response: Response, range: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
  const end = range.offset + range.length;
  const parts: Uint8Array[] = [];
  let position = 0;
  for await (const chunk of chunksOf(response)) {
    const part = chunk.subarray(Math.max(0, range.offset - position), Math.max(0, end - position));
    if (part.length > 0) parts.push(part);
    position += chunk.length;
    if (position >= end) break;
  }
  return joinBytes(parts);
}

/** Copy several pieces into one array. */
function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    joined.set(part, filled);
    filled += part.length;
  }
  return joined;
}

function requireRange(
  bytes: Uint8Array<ArrayBuffer>,
  range: ByteRange,
  { key, location }: HttpSubject,
): Uint8Array<ArrayBuffer> {
  if (bytes.length === range.length) return bytes;
  throw new ShortReadError({ key, location, expectedBytes: range.length, receivedBytes: bytes.length });
}

function requireLength(body: Uint8Array, expectedBytes: number, { key, location, url }: HttpSubject): void {
  if (body.length < expectedBytes) {
    throw new ShortReadError({ key, location, expectedBytes, receivedBytes: body.length });
  }
  if (body.length > expectedBytes) {
    throw new InvalidResponseError(url, `a body of ${body.length} bytes where its header announces ${expectedBytes}`);
  }
}
