import { type ByteBuffer } from "./byte-buffer.ts";
import { type PageWriter } from "./page-writer.ts";

/** Rows `[start, end)`. */
export interface RowSpan {
  readonly start: number;
  readonly end: number;
}

/** Where a column chunk goes: its pages, and a buffer to make them in. */
export interface ChunkTarget {
  readonly pages: PageWriter;
  readonly body: ByteBuffer;
}

/**
 * Append the definition levels of a page: one bit a row, as a run where no row is null.
 *
 * @param validity - `(nRows,)`, 0 = missing.
 */
export function writeLevels(validity: Uint8Array | undefined, { start, end }: RowSpan, body: ByteBuffer): void {
  const lengthAt = body.length;
  body.appendUint32(0);
  if (validity === undefined || validity.indexOf(0, start) === -1 || validity.indexOf(0, start) >= end) {
    body.appendVarint((end - start) * 2);
    body.appendByte(1);
  } else {
    const groups = Math.ceil((end - start) / 8);
    body.appendVarint(groups * 2 + 1);
    const bits = body.extend(groups);
    bits.fill(0);
    for (let row = start; row < end; row++) bits[(row - start) >> 3]! |= validity[row]! << ((row - start) & 7);
  }
  const length = body.length - lengthAt - 4;
  for (let byte = 0; byte < 4; byte++) body.bytes[lengthAt + byte] = length >>> (8 * byte);
}
