import { DataType, type Vector } from "apache-arrow";
import { InvalidColumnError } from "../errors.ts";
import { type FixedArray } from "../parquet/column-type.ts";
import { arrowVector } from "./arrow-data.ts";
import { packBits, packValidity, unpackBits, unpackValidity } from "./bitmap.ts";
import { singleChunk } from "./column-values.ts";
import { dictionaryColumn, textBytes } from "./text.ts";

/**
 * The rows of a vector at these positions, in this order: to filter, sort and join.
 *
 * @param vector - One chunk; any type but nested ones.
 * @param rows - Positions; −1 makes a missing value.
 * @returns A vector of the same type and `rows.length` values; a dictionary is shared, not made anew.
 * @throws InvalidColumnError if a position is beyond the vector, or the type is nested.
 */
export function takeRows(vector: Vector, rows: Int32Array): Vector {
  const data = singleChunk(vector);
  const { type } = vector;
  const length = rows.length;
  const before = unpackValidity(data);
  const validity = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const row = rows[i]!;
    if (row < -1 || row >= data.length) throw new InvalidColumnError(`row ${row} of a vector of ${data.length}`);
    validity[i] = row < 0 || before?.[row] === 0 ? 0 : 1;
  }
  const nulls = packValidity(validity);
  if (DataType.isNull(type)) return arrowVector(type, { length });
  if (DataType.isDictionary(type)) return takeCodes(vector, rows, nulls);
  if (DataType.isUtf8(type)) return takeText(vector, rows, nulls);
  if (DataType.isBool(type)) {
    const flags = unpackBits(data.values as Uint8Array, data.offset, data.length);
    const taken = rows.map((row) => (row < 0 ? 0 : flags[row]!));
    return arrowVector(type, { length, data: packBits(Uint8Array.from(taken)), ...nulls });
  }
  if (data.children.length > 0 || data.valueOffsets !== undefined) {
    throw new InvalidColumnError(`rows of a vector of type ${type}, expected text, numbers, times or booleans`);
  }
  return arrowVector(type, { length, data: takeValues(data.values as FixedArray, rows, data.stride), ...nulls });
}

interface Nulls {
  readonly nullBitmap: Uint8Array | undefined;
  readonly nullCount: number;
}

function takeCodes(vector: Vector, rows: Int32Array, nulls: Nulls): Vector {
  const { codes } = dictionaryColumn(vector);
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = rows[i]! < 0 ? -1 : codes[rows[i]!]!;
  const { type, data } = vector;
  const keys = type.indices.bitWidth === 32 ? taken : new type.indices.ArrayType(taken);
  return arrowVector(type, { length: rows.length, data: keys, dictionary: data[0]!.dictionary, ...nulls });
}

function takeText(vector: Vector, rows: Int32Array, nulls: Nulls): Vector {
  const { bytes, offsets } = textBytes(vector);
  const ends = new Int32Array(rows.length + 1);
  let size = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row >= 0) size += offsets[row + 1]! - offsets[row]!;
    if (size > 2 ** 31 - 1) throw new InvalidColumnError("more text than 32-bit offsets can count");
    ends[i + 1] = size;
  }
  const taken = new Uint8Array(size);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row >= 0) taken.set(bytes.subarray(offsets[row], offsets[row + 1]), ends[i]);
  }
  return arrowVector(vector.type, { length: rows.length, data: taken, valueOffsets: ends, ...nulls });
}

function takeValues(values: FixedArray, rows: Int32Array, stride: number): FixedArray {
  // 64-bit values go as two words: an element of a BigInt64Array is allocated each time it is read.
  const isWide = values instanceof BigInt64Array || values instanceof BigUint64Array;
  const from = isWide ? new Int32Array(values.buffer, values.byteOffset, values.length * 2) : values;
  const units = isWide ? stride * 2 : stride;
  const to = emptyLike(from, rows.length * units);
  for (let i = 0; i < rows.length; i++) {
    const source = rows[i]! * units;
    if (source >= 0) for (let unit = 0; unit < units; unit++) to[i * units + unit] = from[source + unit]!;
  }
  if (!isWide) return to;
  return values instanceof BigInt64Array ? new BigInt64Array(to.buffer) : new BigUint64Array(to.buffer);
}

type NarrowArray = Exclude<FixedArray, BigInt64Array | BigUint64Array>;

function emptyLike(values: NarrowArray, length: number): NarrowArray & { readonly buffer: ArrayBuffer } {
  const Maker = values.constructor as new (length: number) => NarrowArray & { readonly buffer: ArrayBuffer };
  return new Maker(length);
}
