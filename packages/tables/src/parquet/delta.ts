import { PageFault, wideBits } from "./rle.ts";

/**
 * Reader of DELTA_BINARY_PACKED integers, in 32-bit halves so that 64-bit values cost no BigInt each.
 *
 * @param bytes - The encoded block, perhaps followed by something else.
 * @param out - Pairs of (low, high) words if `wide`, else one word a value; filled completely.
 * @returns Offset in `bytes` after the block.
 * @throws PageFault if the block ends early or its sizes contradict each other.
 */
export function decodeDelta(bytes: Uint8Array, out: Int32Array, wide: boolean): number {
  const step = wide ? 2 : 1;
  const count = out.length / step;
  const reader = new DeltaReader(bytes);
  const blockSize = reader.unsigned();
  const miniblocks = reader.unsigned();
  const total = reader.unsigned();
  if (total < count) throw new PageFault(`a delta block of ${total} values, ${count} are announced`);
  const perMiniblock = blockSize / miniblocks;
  if (!Number.isInteger(perMiniblock) || perMiniblock === 0 || perMiniblock % 8 !== 0 || miniblocks > 65536) {
    throw new PageFault(`a delta block of ${blockSize} values in ${miniblocks} parts`);
  }
  reader.signed();
  let { low, high } = reader;
  if (count > 0) {
    out[0] = low;
    if (wide) out[1] = high;
  }
  let done = 1;
  while (done < count) {
    reader.signed();
    const minLow = reader.low;
    const minHigh = reader.high;
    const widths = reader.take(miniblocks);
    for (let part = 0; part < miniblocks && done < count; part++) {
      const width = widths[part]!;
      if (width > 64) throw new PageFault(`deltas of ${width} bits`);
      const packed = reader.takePadded((perMiniblock / 8) * width);
      const end = Math.min(count, done + perMiniblock);
      for (let bit = 0; done < end; done++, bit += width) {
        const deltaLow = width === 0 ? 0 : wideBits(packed, bit, Math.min(width, 32));
        const deltaHigh = width > 32 ? wideBits(packed, bit + 32, width - 32) : 0;
        const step1 = (minLow >>> 0) + (deltaLow >>> 0);
        const stepHigh = minHigh + deltaHigh + (step1 > 0xffffffff ? 1 : 0);
        const sum = (low >>> 0) + (step1 >>> 0);
        high = (high + stepHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
        low = sum | 0;
        out[done * step] = low;
        if (wide) out[done * step + 1] = high;
      }
    }
  }
  return reader.at;
}

class DeltaReader {
  at = 0;
  /** Halves of the last number read by {@link signed}. */
  low = 0;
  high = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  unsigned(): number {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new PageFault("a size in a delta block is longer than 5 bytes");
  }

  /** Read a zigzag number of up to 64 bits into `low` and `high`. */
  signed(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      if (shift > 63) throw new PageFault("a number in a delta block is longer than 10 bytes");
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 25) high |= shift >= 32 ? bits << (shift - 32) : bits >>> (32 - shift);
      if (byte < 0x80) break;
    }
    const sign = -(low & 1);
    this.low = ((low >>> 1) | (high << 31)) ^ sign;
    this.high = (high >>> 1) ^ sign;
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.#bytes.length) throw new PageFault("a delta block ends too early");
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** Like {@link take}, for the last part, whose padding some writers leave out. */
  takePadded(length: number): Uint8Array {
    const from = this.at;
    this.at = Math.min(from + length, this.#bytes.length);
    if (this.at === from && length > 0) throw new PageFault("a delta block ends too early");
    return this.#bytes.subarray(from, this.at);
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new PageFault("a delta block ends too early");
    return byte;
  }
}
