import { decodeByteArrays } from "./byte-slices.ts";
import { decodeDelta } from "./delta.ts";
import { type DataPage, type Page } from "./pages.ts";
import { decodeRuns, PageFault } from "./rle.ts";
import { Validity } from "./validity.ts";

/** Collects a column of fixed-width values into one buffer, in row order, page by page. */
export class FixedSink {
  readonly validity: Validity;
  rows = 0;
  readonly #width: number;
  readonly #isInteger: boolean;
  readonly #values: Uint8Array<ArrayBuffer>;
  #dictionary: Uint8Array = new Uint8Array(0);

  /**
   * @param capacity - Rows of the column.
   * @param width - Bytes a value.
   * @param isInteger - Whether DELTA_BINARY_PACKED applies.
   */
  constructor(capacity: number, width: number, isInteger: boolean) {
    this.#width = width;
    this.#isInteger = isInteger;
    // Rounded up so that any typed array can be laid over it.
    this.#values = new Uint8Array(Math.ceil((capacity * width) / 8) * 8);
    this.validity = new Validity(capacity);
  }

  /** The values as they are stored, little-endian; 0 where null. */
  get values(): ArrayBuffer {
    return this.#values.buffer;
  }

  /** A column chunk begins: what an earlier one's dictionary said no longer holds. */
  beginChunk(): void {
    this.#dictionary = new Uint8Array(0);
  }

  add(page: Page): void {
    const width = this.#width;
    if (page.kind === "dictionary") {
      const size = page.numValues * width;
      if (size > page.values.length)
        throw new PageFault(`a dictionary of ${page.numValues} values ends beyond its page`);
      this.#dictionary = page.values.slice(0, size);
      return;
    }
    const start = this.rows * width;
    this.#decode(page, this.#values.subarray(start, start + page.numPresent * width));
    if (page.numPresent < page.numValues) {
      spread(this.#values.subarray(start, start + page.numValues * width), page, width);
      this.validity.add(this.rows, page.definition);
    }
    this.rows += page.numValues;
  }

  #decode(page: DataPage, out: Uint8Array): void {
    const { values, encoding, numPresent } = page;
    const width = this.#width;
    if (encoding === "PLAIN") {
      if (values.length < out.length) throw new PageFault(`${numPresent} values in ${values.length} bytes`);
      out.set(values.subarray(0, out.length));
    } else if (encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY") {
      gather(this.#dictionary, dictionaryIndices(page, this.#dictionary.length / width), { out, width });
    } else if (encoding === "BYTE_STREAM_SPLIT") {
      joinStreams(values, out, width);
    } else if (encoding === "DELTA_BINARY_PACKED" && this.#isInteger) {
      decodeDelta(values, new Int32Array(out.buffer, out.byteOffset, out.length / 4), width === 8);
    } else if (encoding === "DELTA_BYTE_ARRAY" && !this.#isInteger) {
      const { bytes, starts, ends } = decodeByteArrays(values, numPresent, encoding);
      for (let i = 0; i < numPresent; i++) {
        if (ends[i]! - starts[i]! !== width) throw new PageFault(`a value is not ${width} bytes long`);
        out.set(bytes.subarray(starts[i]!, ends[i]!), i * width);
      }
    } else throw new PageFault(`encoding ${encoding} of values of ${width} bytes`);
  }
}

/**
 * Decode the dictionary indices of a page.
 *
 * @param size - Values in the dictionary; every index is checked against it.
 */
export function dictionaryIndices(page: DataPage, size: number): Int32Array {
  const indices = new Int32Array(page.numPresent);
  if (page.numPresent === 0) return indices;
  const width = page.values[0];
  if (width === undefined) throw new PageFault("a page of indices is empty");
  // Some writers give no runs at all where zero bits a value say everything.
  if (width > 0) decodeRuns(page.values.subarray(1), width, indices);
  let largest = 0;
  for (let i = 0; i < indices.length; i++) if (indices[i]! >>> 0 > largest) largest = indices[i]! >>> 0;
  if (largest >= size) throw new PageFault(`index ${largest} into a dictionary of ${size} values`);
  return indices;
}

interface GatherTarget {
  readonly out: Uint8Array;
  readonly width: number;
}

function gather(dictionary: Uint8Array, indices: Int32Array, { out, width }: GatherTarget): void {
  const from = unitsOf(dictionary, width);
  const to = unitsOf(out, width);
  const units = to.length / (out.length / width || 1);
  for (let i = 0; i < indices.length; i++) {
    const source = indices[i]! * units;
    for (let unit = 0; unit < units; unit++) to[i * units + unit] = from[source + unit]!;
  }
}

/** Move the values that are there, which lie packed at the front, to their rows; from the back, so in place. */
function spread(out: Uint8Array, page: DataPage, width: number): void {
  const levels = page.definition!;
  const values = unitsOf(out, width);
  const units = values.length / page.numValues;
  let from = page.numPresent;
  for (let row = page.numValues - 1; row >= 0; row--) {
    const isPresent = levels[row] === 1;
    if (isPresent) from--;
    for (let unit = 0; unit < units; unit++) {
      values[row * units + unit] = isPresent ? values[from * units + unit]! : 0;
    }
  }
}

/**
 * The bytes as 32-bit words where values are whole words: moving those is quicker than bytes, and unlike elements of a
 * `BigInt64Array` they are not allocated each time they are read.
 */
function unitsOf(bytes: Uint8Array, width: number): Int32Array | Uint8Array {
  if (width % 4 !== 0 || bytes.byteOffset % 4 !== 0) return bytes;
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

function joinStreams(values: Uint8Array, out: Uint8Array, width: number): void {
  if (values.length < out.length) throw new PageFault(`streams of ${values.length} bytes, ${out.length} are announced`);
  const count = out.length / width;
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < count; i++) out[i * width + byte] = values[byte * count + i]!;
  }
}
