/** A run of bytes of a file: `[offset, offset + length)`. */
export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/** What a `Range` header asks of a file: the whole of it, a part, or what cannot be had. */
export type RangeAnswer =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly range: FileRange }
  | { readonly kind: "refused" };

const WHOLE: RangeAnswer = { kind: "whole" };
const REFUSED: RangeAnswer = { kind: "refused" };

/**
 * Read a `Range` header.
 *
 * @param header - Value of the header; `undefined` if there is none.
 * @param sizeBytes - Size of the file.
 * @returns `whole` for other units and for what is no range at all, which RFC 9110 lets a server ignore; `refused` for a
 *   range beyond the end and for several ranges in one request: nobody who reads arrays asks for them, and they are a
 *   known way to make a server work hard.
 */
export function parseRange(header: string | undefined, sizeBytes: number): RangeAnswer {
  const spec = /^\s*bytes\s*=(.*)$/i.exec(header ?? "")?.[1];
  if (spec === undefined) return WHOLE;
  if (spec.includes(",")) return REFUSED;
  const [, first, last] = /^\s*(\d*)\s*-\s*(\d*)\s*$/.exec(spec) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return WHOLE;
  if (first === "") return suffix(Number(last), sizeBytes);
  const offset = Number(first);
  if (last !== "" && Number(last) < offset) return WHOLE;
  if (offset >= sizeBytes) return REFUSED;
  const end = last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  return { kind: "part", range: { offset, length: end - offset } };
}

function suffix(lengthBytes: number, sizeBytes: number): RangeAnswer {
  if (lengthBytes === 0 || sizeBytes === 0) return REFUSED;
  const length = Math.min(lengthBytes, sizeBytes);
  return { kind: "part", range: { offset: sizeBytes - length, length } };
}
