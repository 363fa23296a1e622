import { type ByteBuffer } from "./byte-buffer.ts";

/**
 * Append integers in Parquet's hybrid of run-length and bit-packed runs.
 *
 * @param values - Each below 2^width.
 * @param width - Bits a value, 1 to 31.
 */
export function encodeRuns(values: Int32Array, width: number, out: ByteBuffer): void {
  const count = values.length;
  let literalStart = 0;
  let at = 0;
  while (at < count) {
    const value = values[at]!;
    let end = at + 1;
    while (end < count && values[end] === value) end++;
    if (end - at >= 8) {
      packBits(values.subarray(literalStart, at), width, out);
      out.appendVarint((end - at) * 2);
      for (let shift = 0; shift < width; shift += 8) out.appendByte((value >>> shift) & 255);
      at = end;
      literalStart = end;
    } else {
      // Bit-packed runs come in eights; where a run begins within one, it is looked for again after it.
      at = Math.min(at + 8, count);
    }
  }
  packBits(values.subarray(literalStart), width, out);
}

function packBits(values: Int32Array, width: number, out: ByteBuffer): void {
  if (values.length === 0) return;
  const groups = Math.ceil(values.length / 8);
  out.appendVarint(groups * 2 + 1);
  const room = out.extend(groups * width);
  room.fill(0);
  let at = 0;
  let held = 0;
  let bits = 0;
  const lowBits = Math.min(width, 16);
  const lowMask = (1 << lowBits) - 1;
  for (let i = 0; i < values.length; i++) {
    // In two parts, as up to 7 bits are held back and 32 is all there is.
    held |= (values[i]! & lowMask) << bits;
    bits += lowBits;
    for (; bits >= 8; bits -= 8, held >>>= 8) room[at++] = held & 255;
    if (width <= 16) continue;
    held |= (values[i]! >>> 16) << bits;
    bits += width - 16;
    for (; bits >= 8; bits -= 8, held >>>= 8) room[at++] = held & 255;
  }
  if (bits > 0) room[at] = held & 255;
}
