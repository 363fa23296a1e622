import { type FileVersion } from "./file-version.ts";

/** The headers by which a request depends on the version of what it asks for. */
export interface ConditionalHeaders {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
}

/**
 * Check the preconditions of a GET or HEAD, in the order of RFC 9110 §13.2.2.
 *
 * @returns 412 if the version is not the one expected, 304 if the client has it already, `undefined` to go on.
 */
export function checkPreconditions(headers: ConditionalHeaders, version: FileVersion): 304 | 412 | undefined {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = headers;
  if (ifMatch !== undefined) {
    if (!listsTag(ifMatch, version.etag, { weak: false })) return 412;
  } else if (isNewerThan(version, ifUnmodifiedSince) === true) return 412;
  if (ifNoneMatch !== undefined) return listsTag(ifNoneMatch, version.etag, { weak: true }) ? 304 : undefined;
  return isNewerThan(version, ifModifiedSince) === false ? 304 : undefined;
}

/**
 * Whether an `If-Range` header names this version, so that the range it comes with may be answered.
 *
 * @returns True also if there is no such header. A date has to be the very one sent, a tag the strong one.
 */
export function isSameVersion(ifRange: string | undefined, version: FileVersion): boolean {
  if (ifRange === undefined) return true;
  const value = ifRange.trim();
  return value === version.etag || value === version.lastModified;
}

function listsTag(header: string, etag: string, { weak }: { readonly weak: boolean }): boolean {
  if (header.trim() === "*") return true;
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => tag === etag || (weak && tag === `W/${etag}`));
}

/** `undefined` where the header is missing or no date, and so is to be ignored. */
function isNewerThan(version: FileVersion, header: string | undefined): boolean | undefined {
  const since = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(since) ? undefined : Date.parse(version.lastModified) > since;
}
