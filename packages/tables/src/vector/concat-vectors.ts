import { DataType, type Vector } from "apache-arrow";
import { InvalidColumnError } from "../errors.ts";
import { type FixedArray } from "../parquet/column-type.ts";
import { arrowVector } from "./arrow-data.ts";
import { packBits, packValidity, unpackBits, unpackValidity } from "./bitmap.ts";
import { fixedValues } from "./column-values.ts";
import { makeDictionaryVector, makeUtf8Vector } from "./make-vector.ts";
import { dictionaryColumn, textBytes } from "./text.ts";

/**
 * Join vectors, and the chunks of each, into one chunk.
 *
 * Text may be dictionary-encoded in some and plain in others; it comes out encoded as the first is, with dictionaries
 * merged (the first one's order kept, so an ordered category stays one).
 *
 * @throws InvalidColumnError if the types differ, are nested, or there is no vector at all.
 */
export function concatVectors(vectors: readonly Vector[]): Vector {
  const first = vectors[0];
  if (first === undefined) throw new InvalidColumnError("nothing to join, expected at least one vector");
  if (vectors.length === 1 && first.data.length === 1) return first;
  const chunks = vectors.flatMap((vector) => vector.data.map((data) => vectorOf(vector, data)));
  if (chunks.length === 0) return first.slice(0, 0);
  if (DataType.isDictionary(first.type)) return joinCodes(first, chunks);
  if (DataType.isUtf8(first.type) || DataType.isLargeUtf8(first.type)) return joinText(chunks);
  const other = chunks.find(({ type }) => String(type) !== String(first.type));
  if (other !== undefined) throw new InvalidColumnError(`a vector of ${other.type} joined to one of ${first.type}`);
  return joinFixed(first.type, chunks);
}

function vectorOf(vector: Vector, data: Vector["data"][number]): Vector {
  return vector.data.length === 1
    ? vector
    : new (vector.constructor as new (data: readonly unknown[]) => Vector)([data]);
}

function joinCodes(first: Vector, chunks: readonly Vector[]): Vector {
  const numbers = new Map<string, number>();
  const codes = new Int32Array(rowsOf(chunks));
  let at = 0;
  for (const chunk of chunks) {
    const column = dictionaryColumn(chunk);
    const map = column.values.map((value) => {
      const known = numbers.get(value) ?? numbers.size;
      numbers.set(value, known);
      return known;
    });
    for (let i = 0; i < column.codes.length; i++) codes[at + i] = column.codes[i]! < 0 ? -1 : map[column.codes[i]!]!;
    at += column.codes.length;
  }
  return makeDictionaryVector(codes, [...numbers.keys()], { ordered: first.type.isOrdered });
}

function joinText(chunks: readonly Vector[]): Vector {
  const parts = chunks.map(textBytes);
  const size = parts.reduce((sum, { offsets }) => sum + offsets.at(-1)! - offsets[0]!, 0);
  if (size > 2 ** 31 - 1) throw new InvalidColumnError(`${size} bytes of text, expected at most 2^31 - 1`);
  const rows = rowsOf(chunks);
  const bytes = new Uint8Array(size);
  const offsets = new Int32Array(rows + 1);
  const validity = new Uint8Array(rows).fill(1);
  let row = 0;
  let at = 0;
  for (const part of parts) {
    const start = part.offsets[0]!;
    const count = part.offsets.length - 1;
    bytes.set(part.bytes.subarray(start, part.offsets[count]), at);
    for (let i = 1; i <= count; i++) offsets[row + i] = part.offsets[i]! - start + at;
    if (part.validity !== undefined) validity.set(part.validity, row);
    at = offsets[row + count]!;
    row += count;
  }
  return makeUtf8Vector({ bytes, offsets, validity });
}

function joinFixed(type: DataType, chunks: readonly Vector[]): Vector {
  const length = rowsOf(chunks);
  const validity = new Uint8Array(length).fill(1);
  let row = 0;
  for (const { data } of chunks) {
    const part = unpackValidity(data[0]!);
    if (part !== undefined) validity.set(part, row);
    row += data[0]!.length;
  }
  const nulls = packValidity(validity);
  if (DataType.isNull(type)) return arrowVector(type, { length });
  if (DataType.isBool(type)) {
    const flags = chunks.flatMap(({ data }) => [
      unpackBits(data[0]!.values as Uint8Array, data[0]!.offset, data[0]!.length),
    ]);
    const joined = new Uint8Array(length);
    let at = 0;
    for (const part of flags) {
      joined.set(part, at);
      at += part.length;
    }
    return arrowVector(type, { length, data: packBits(joined), ...nulls });
  }
  if (chunks.some(({ data }) => data[0]!.children.length > 0 || data[0]!.valueOffsets !== undefined)) {
    throw new InvalidColumnError(
      `vectors of type ${type} are not joined here, expected text, numbers, times or booleans`,
    );
  }
  return arrowVector(type, { length, data: joinArrays(chunks.map(({ data }) => fixedValues(data[0]!))), ...nulls });
}

function joinArrays(parts: readonly FixedArray[]): FixedArray {
  const size = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const joined = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    joined.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  const Maker = parts[0]!.constructor as new (buffer: ArrayBuffer) => FixedArray;
  return new Maker(joined.buffer);
}

function rowsOf(chunks: readonly Vector[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
