/** What makes a page's values unreadable; wrapped with the place by who asked. */
export class PageFault extends Error {}

/**
 * Decode Parquet's hybrid of run-length and bit-packed integers.
 *
 * @param bytes - The encoded runs, without a length in front.
 * @param width - Bits a value, 0 to 32.
 * @param out - Filled from 0 to `out.length`.
 * @throws PageFault if the runs end before `out` is full, or a run's value or width cannot be.
 */
export function decodeRuns(bytes: Uint8Array, width: number, out: Int32Array | Uint8Array): void {
  if (width > 32) throw new PageFault(`values of ${width} bits`);
  const count = out.length;
  const runBytes = (width + 7) >> 3;
  let at = 0;
  let done = 0;
  while (done < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 28) throw new PageFault(`runs end after ${done} of ${count} values`);
      header = (header | ((byte & 0x7f) << shift)) >>> 0;
      if (byte < 0x80) break;
    }
    if (header & 1) {
      const packed = Math.min((header >>> 1) * 8, count - done);
      if (packed === 0) throw new PageFault("a run of no values");
      // Writers may leave out the padding of the last group.
      if (at + Math.ceil((packed * width) / 8) > bytes.length)
        throw new PageFault("a bit-packed run ends beyond the page");
      unpackBits(bytes.subarray(at), width, out.subarray(done, done + packed));
      at += (header >>> 1) * width;
      done += packed;
    } else {
      const run = header >>> 1;
      if (at + runBytes > bytes.length) throw new PageFault("a run ends beyond the page");
      let value = 0;
      for (let i = 0; i < runBytes; i++) value |= bytes[at + i]! << (8 * i);
      at += runBytes;
      if (run === 0) continue;
      out.fill(value, done, Math.min(done + run, count));
      done += run;
    }
  }
}

/** Values unpacked at once, so that bit offsets stay below 2^31. A multiple of 8: parts begin at whole bytes. */
const PART = 1 << 24;

/** Unpack `out.length` little-endian values of `width` bits; `bytes` holds them all. */
function unpackBits(bytes: Uint8Array, width: number, out: Int32Array | Uint8Array): void {
  const count = Math.min(out.length, PART);
  if (count < out.length) unpackBits(bytes.subarray((PART / 8) * width), width, out.subarray(PART));
  if (width === 8) {
    for (let i = 0; i < count; i++) out[i] = bytes[i]!;
  } else if (width <= 24) {
    const mask = (1 << width) - 1;
    for (let i = 0, bit = 0; i < count; i++, bit += width) {
      const at = bit >>> 3;
      const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      out[i] = (word >>> (bit & 7)) & mask;
    }
  } else {
    for (let i = 0, bit = 0; i < count; i++, bit += width) out[i] = wideBits(bytes, bit, width);
  }
}

/** `width` ≤ 32 bits from bit offset `bit`, as a signed 32-bit pattern. Bytes beyond the end count as 0. */
export function wideBits(bytes: Uint8Array, bit: number, width: number): number {
  const at = Math.floor(bit / 8);
  const shift = bit % 8;
  const low =
    (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  let value = low >>> shift;
  if (shift > 0) value |= (bytes[at + 4] ?? 0) << (32 - shift);
  return width === 32 ? value | 0 : value & ((1 << width) - 1);
}

/** Bits needed for levels up to `max`. */
export function bitWidth(max: number): number {
  return 32 - Math.clz32(max);
}
