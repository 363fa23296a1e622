import { type Data, DataType, type Vector } from "apache-arrow";
import { InvalidColumnError } from "../errors.ts";
import { ByteDictionary } from "../parquet/byte-dictionary.ts";
import { isAscii } from "../parquet/utf8.ts";
import { unpackValidity } from "./bitmap.ts";
import { fixedValues, singleChunk } from "./column-values.ts";

/** A text column as codes into its distinct values. */
export interface DictionaryColumn {
  /** `(nRows,)` index into `values`; −1 = missing. Do not write to it: it may be the vector's own. */
  readonly codes: Int32Array;
  /** Distinct values; in a category, its levels in their order, used or not. */
  readonly values: readonly string[];
}

/** A text column as bytes: row `i` is `bytes[offsets[i], offsets[i + 1])`. */
export interface TextBytes {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  /** `(nRows + 1,)` */
  readonly offsets: Int32Array;
  /** `(nRows,)`, 0 = missing; `undefined` if none is. */
  readonly validity?: Uint8Array | undefined;
}

const decoder = new TextDecoder();

/** Columns already taken apart; a vector never changes. */
const known = new WeakMap<Data, DictionaryColumn>();

/**
 * A text column as codes and distinct values, to test each value once and then compare integers.
 *
 * @param vector - Text of one chunk, dictionary-encoded or plain (then its values are collected, once).
 * @throws InvalidColumnError if it is not text, or has several chunks.
 */
export function dictionaryColumn(vector: Vector): DictionaryColumn {
  const data = singleChunk(vector);
  const before = known.get(data);
  if (before !== undefined) return before;
  const column = DataType.isDictionary(vector.type) ? fromDictionary(data) : fromPlain(textBytes(vector));
  known.set(data, column);
  return column;
}

/**
 * Every value of a text column as a string, `null` where missing.
 *
 * @throws InvalidColumnError if the column is not text, or has several chunks.
 */
export function textValues(vector: Vector): (string | null)[] {
  if (DataType.isDictionary(vector.type)) {
    const { codes, values } = dictionaryColumn(vector);
    return Array.from(codes, (code) => values[code] ?? null);
  }
  const text = textBytes(vector);
  const strings: (string | null)[] = decodeAll(text.bytes, text.offsets);
  const { validity } = text;
  if (validity !== undefined) for (let i = 0; i < strings.length; i++) if (validity[i] === 0) strings[i] = null;
  return strings;
}

/**
 * One value of a text column.
 *
 * @returns `undefined` if it is missing.
 * @throws InvalidColumnError if the column is not text, or has several chunks.
 */
export function textValue(vector: Vector, row: number): string | undefined {
  const data = singleChunk(vector);
  if (!data.getValid(row) || row < 0 || row >= data.length) return undefined;
  if (DataType.isDictionary(vector.type)) {
    const { codes, values } = dictionaryColumn(vector);
    return values[codes[row]!];
  }
  const { bytes, offsets } = rawText(vector.type, data);
  return decoder.decode(bytes.subarray(offsets[row], offsets[row + 1]));
}

/**
 * The bytes of a text column, shared with the vector if it is plain: for look-ups among millions of ids, which as
 * strings would fill the heap.
 *
 * @throws InvalidColumnError if the column is not text, or has several chunks.
 */
export function textBytes(vector: Vector): TextBytes {
  const data = singleChunk(vector);
  if (!DataType.isDictionary(vector.type)) return { ...rawText(vector.type, data), validity: unpackValidity(data) };
  const { codes } = dictionaryColumn(vector);
  const dictionary = textBytes(vector.data[0]!.dictionary!);
  return expandCodes(codes, dictionary, unpackValidity(data));
}

function fromDictionary(data: Data): DictionaryColumn {
  const dictionary = data.dictionary!;
  if (!isText(dictionary.type)) throw new InvalidColumnError(`a dictionary of ${dictionary.type}, expected text`);
  const keys = fixedValues(data);
  const validity = unpackValidity(data);
  const values = textValues(singleChunk(dictionary) && dictionary).map((value) => value ?? "");
  const isShared = keys instanceof Int32Array && (validity === undefined || areNegative(keys, validity));
  if (isShared) return { codes: keys, values };
  const codes = Int32Array.from({ length: data.length }, (_, i) => (validity?.[i] === 0 ? -1 : Number(keys[i])));
  return { codes, values };
}

/** Our own vectors hold −1 under every null, so that their codes can be shared. */
function areNegative(codes: Int32Array, validity: Uint8Array): boolean {
  for (let i = 0; i < codes.length; i++) if (validity[i] === 0 && codes[i] !== -1) return false;
  return true;
}

function fromPlain({ bytes, offsets, validity }: TextBytes): DictionaryColumn {
  const dictionary = new ByteDictionary();
  const codes = new Int32Array(offsets.length - 1);
  for (let i = 0; i < codes.length; i++) {
    codes[i] = validity?.[i] === 0 ? -1 : dictionary.intern(bytes, offsets[i]!, offsets[i + 1]!);
  }
  return { codes, values: decodeAll(dictionary.bytes, dictionary.offsets) };
}

function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type);
}

function rawText(type: DataType, data: Data): { readonly bytes: Uint8Array; readonly offsets: Int32Array } {
  if (!isText(type)) throw new InvalidColumnError(`values of type ${type}, expected text`);
  const all: Int32Array | BigInt64Array = data.valueOffsets;
  // Builders leave padding behind; a vector of no rows may have no offsets at all.
  const offsets = all.length === 0 ? new Int32Array(1) : all.subarray(0, data.length + 1);
  return { bytes: data.values, offsets: offsets instanceof Int32Array ? offsets : Int32Array.from(offsets, Number) };
}

function expandCodes(codes: Int32Array, { bytes, offsets }: TextBytes, validity: Uint8Array | undefined): TextBytes {
  const ends = new Int32Array(codes.length + 1);
  let size = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code >= 0) size += offsets[code + 1]! - offsets[code]!;
    ends[i + 1] = size;
  }
  if (size > 2 ** 31 - 1) throw new InvalidColumnError(`${size} bytes of text, expected at most 2^31 - 1`);
  const expanded = new Uint8Array(size);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code >= 0) expanded.set(bytes.subarray(offsets[code], offsets[code + 1]), ends[i]);
  }
  return { bytes: expanded, offsets: ends, validity };
}

/** Text cut at once when all of it is decoded; strings are slices of it. */
const PIECE_BYTES = 1 << 22;

function decodeAll(bytes: Uint8Array, offsets: Int32Array): string[] {
  const count = offsets.length - 1;
  const strings = new Array<string>(count);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && offsets[to + 1]! - offsets[from]! <= PIECE_BYTES) to++;
    const piece = bytes.subarray(offsets[from], offsets[to]);
    const start = offsets[from]!;
    const text = isAscii(piece) ? decoder.decode(piece) : undefined;
    for (let i = from; i < to; i++) {
      strings[i] =
        text === undefined
          ? decoder.decode(bytes.subarray(offsets[i], offsets[i + 1]))
          : text.slice(offsets[i]! - start, offsets[i + 1]! - start);
    }
    from = to;
  }
  return strings;
}
