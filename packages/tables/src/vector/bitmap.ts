import { type Data } from "apache-arrow";

/**
 * Arrow's bitmap of which values are there, from one byte a value.
 *
 * @param validity - `(nRows,)`, 0 = missing.
 * @returns The bitmap (least significant bit first) and how many are missing; no bitmap if none are.
 */
export function packValidity(validity: Uint8Array | undefined): {
  readonly nullBitmap: Uint8Array | undefined;
  readonly nullCount: number;
} {
  if (validity === undefined) return { nullBitmap: undefined, nullCount: 0 };
  let nullCount = 0;
  for (let i = 0; i < validity.length; i++) if (validity[i] === 0) nullCount++;
  return { nullBitmap: nullCount === 0 ? undefined : packBits(validity), nullCount };
}

/** One bit a value, least significant first, from one byte a value (0 = false). */
export function packBits(flags: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(Math.ceil(flags.length / 64) * 8);
  for (let i = 0; i < flags.length; i++) if (flags[i] !== 0) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}

/** `(nRows,)` of 0 (missing) and 1 for an Arrow array; `undefined` if no value is missing. */
export function unpackValidity(data: Data): Uint8Array<ArrayBuffer> | undefined {
  if (data.nullCount === 0 || data.nullBitmap === undefined || data.nullBitmap.length === 0) return undefined;
  return unpackBits(data.nullBitmap, data.offset, data.length);
}

/** `length` bytes of 0 and 1 from the bits that begin at `start`. */
export function unpackBits(bits: Uint8Array, start: number, length: number): Uint8Array<ArrayBuffer> {
  const flags = new Uint8Array(length);
  for (let i = 0, bit = start; i < length; i++, bit++) flags[i] = (bits[bit >> 3]! >> (bit & 7)) & 1;
  return flags;
}
