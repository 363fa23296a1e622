/** What an answer tells about which version of a file it comes from. */
export interface FileVersion {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** Size of the whole file. */
  readonly totalBytes: number | undefined;
}

/** A `Content-Range` header: places of the body's first and last byte, and the file's size. */
export interface ContentPlace {
  /** `undefined` in `bytes * /N`, which goes with status 416. */
  readonly firstByte: number | undefined;
  readonly lastByte: number | undefined;
  /** `undefined` in `bytes a-b/*`. */
  readonly totalBytes: number | undefined;
}

/**
 * Parse a `Content-Range` header.
 *
 * @returns `undefined` for text that is no such header.
 * @see Source: RFC 9110, section 14.4.
 */
export function parseContentPlace(text: string | null): ContentPlace | undefined {
  const match = /^\s*bytes\s+(?:(\d+)-(\d+)|\*)\/(?:(\d+)|\*)\s*$/i.exec(text ?? "");
  if (match === null) return undefined;
  const [first, last, total] = match.slice(1).map((digits) => (digits === undefined ? undefined : Number(digits)));
  return { firstByte: first, lastByte: last, totalBytes: total };
}

/** True if the body that a program sees is not the one that was sent: it was compressed on the way. */
export function isEncoded(headers: Headers): boolean {
  return isEncoding(headers.get("Content-Encoding") ?? "");
}

/** True if a header `Content-Encoding` says that a body has to be decoded; `""` for none. */
export function isEncoding(header: string): boolean {
  const encoding = header.trim().toLowerCase();
  return encoding !== "" && encoding !== "identity";
}

/** The version that an answer comes from. Of an encoded one the length says nothing. */
export function versionOf(response: Response): FileVersion {
  const { headers, status } = response;
  const length = headers.get("Content-Length") ?? "";
  const whole = status === 206 ? parseContentPlace(headers.get("Content-Range"))?.totalBytes : Number(length);
  const known = status === 206 || /^\d+$/.test(length);
  return {
    etag: headers.get("ETag")?.trim() || undefined,
    lastModified: headers.get("Last-Modified")?.trim() || undefined,
    totalBytes: isEncoded(headers) || !known ? undefined : whole,
  };
}

/**
 * True if nothing speaks against two answers coming from the same version, and something speaks for it.
 *
 * Equal tags or dates speak for it; equal sizes do not, they only may not differ.
 */
export function isSameVersion(a: FileVersion, b: FileVersion): boolean {
  const known = (left: string | undefined, right: string | undefined): boolean =>
    left !== undefined && right !== undefined;
  if (known(a.etag, b.etag) && withoutWeakMark(a.etag) !== withoutWeakMark(b.etag)) return false;
  if (known(a.lastModified, b.lastModified) && a.lastModified !== b.lastModified) return false;
  if (a.totalBytes !== undefined && b.totalBytes !== undefined && a.totalBytes !== b.totalBytes) return false;
  return known(a.etag, b.etag) || known(a.lastModified, b.lastModified);
}

/**
 * What to put into `If-Range`, so that a server sends the rest of the same version or all of another.
 *
 * @returns The entity tag, or else the date; a weak tag may not stand there.
 * @see Source: RFC 9110, section 13.1.5.
 */
export function ifRangeOf({ etag, lastModified }: FileVersion): string | undefined {
  return etag === undefined || etag.startsWith("W/") ? lastModified : etag;
}

/** nginx marks the tag of an answer as weak that it might have compressed. */
function withoutWeakMark(etag: string | undefined): string | undefined {
  return etag?.replace(/^W\//, "");
}
