import { type ByteRange } from "./byte-store.ts";
import { InvalidRangeError, ShortReadError } from "./errors.ts";

/**
 * Make sure that a range is one.
 *
 * @throws {@link InvalidRangeError} if a number is negative, fractional or too large to count with.
 */
export function checkRange(key: string, range: ByteRange | undefined): void {
  if (range === undefined) return;
  const end = range.offset + range.length;
  const whole = Number.isSafeInteger(range.offset) && Number.isSafeInteger(range.length) && Number.isSafeInteger(end);
  if (!whole || range.offset < 0 || range.length < 0) throw new InvalidRangeError(key, range);
}

/**
 * Copy `range` out of the whole value, so that neither sees what the other writes.
 *
 * @throws {@link ShortReadError} if the range ends beyond the value.
 */
export function copyRange(
  bytes: Uint8Array,
  range: ByteRange | undefined,
  { key, location }: { readonly key: string; readonly location: string },
): Uint8Array<ArrayBuffer> {
  if (range === undefined) return new Uint8Array(bytes);
  const end = range.offset + range.length;
  if (end > bytes.length) {
    const receivedBytes = Math.max(0, bytes.length - range.offset);
    throw new ShortReadError({ key, location, expectedBytes: range.length, receivedBytes });
  }
  return new Uint8Array(bytes.subarray(range.offset, end));
}
