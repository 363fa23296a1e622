import { type Data, DataType, Dictionary, Int32, makeData, makeVector, Utf8, type Vector } from "apache-arrow";
import { compareUtf8, type Utf8Values, utf8Values, utf8Vector } from "./utf8-values.ts";

/** A text column as bytes: the texts it uses and, for each row, which one. */
export interface TextRows {
  readonly length: number;
  /** `(length,)` index into `values`, −1 where the text is missing; `undefined` where row `i` has text `i`. */
  readonly codes: Int32Array | undefined;
  readonly values: Utf8Values;
}

/** True for the types that hold text: `Utf8`, `LargeUtf8` and dictionaries of them. */
export function isTextType(type: DataType): boolean {
  if (DataType.isDictionary(type)) return isTextType(type.dictionary as DataType);
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type);
}

/** View a text vector of one chunk as bytes and codes. */
export function textRows(vector: Vector): TextRows {
  const data = vector.data[0] as Data | undefined;
  if (data === undefined || vector.length === 0) {
    return { length: 0, codes: undefined, values: utf8Values(vector) };
  }
  if (data.dictionary === undefined) {
    return {
      length: data.length,
      codes: data.nullCount === 0 ? undefined : rowsOrMissing(data),
      values: utf8Values(vector),
    };
  }
  return { length: data.length, codes: dictionaryCodes(data), values: utf8Values(data.dictionary) };
}

function rowsOrMissing(data: Data): Int32Array {
  const codes = new Int32Array(data.length);
  for (let i = 0; i < codes.length; i++) codes[i] = data.getValid(i) ? i : -1;
  return codes;
}

function dictionaryCodes(data: Data): Int32Array {
  const raw = data.values as Int32Array;
  const missing = data.dictionary !== undefined && data.dictionary.nullCount > 0;
  if (raw instanceof Int32Array && data.nullCount === 0 && !missing) return raw.subarray(0, data.length);
  const codes = new Int32Array(data.length);
  for (let i = 0; i < codes.length; i++) {
    const code = data.getValid(i) ? Number(raw[i]) : -1;
    codes[i] = code >= 0 && missing && data.dictionary?.isValid(code) === false ? -1 : code;
  }
  return codes;
}

/** Which text row `i` has; −1 if it is missing. */
export function codeAt(rows: TextRows, i: number): number {
  return rows.codes === undefined ? i : rows.codes[i]!;
}

/** Order of the texts of two rows by code point; a missing text comes last. */
export function compareText(a: TextRows, i: number, b: TextRows, j: number): number {
  const x = codeAt(a, i);
  const y = codeAt(b, j);
  if (x < 0 || y < 0) return (x < 0 ? 1 : 0) - (y < 0 ? 1 : 0);
  return a === b && x === y ? 0 : compareUtf8(a.values, x, b.values, y);
}

/** The Arrow type of repeated text. */
export function dictionaryType(isOrdered = false): Dictionary<Utf8, Int32> {
  return new Dictionary(new Utf8(), new Int32(), undefined, isOrdered);
}

/**
 * A dictionary vector of codes and their texts.
 *
 * @param codes - `(nRows,)`, −1 where the text is missing.
 * @param values - Each distinct text once.
 */
export function dictionaryVector(
  codes: Int32Array,
  values: Utf8Values,
  isOrdered = false,
): Vector<Dictionary<Utf8, Int32>> {
  const nullBitmap = codes.includes(-1) ? validityOf(codes.length, (i) => codes[i]! >= 0) : undefined;
  const data = makeData({
    type: dictionaryType(isOrdered),
    length: codes.length,
    data: nullBitmap === undefined ? codes : codes.map((code) => Math.max(code, 0)),
    dictionary: utf8Vector(values),
    ...(nullBitmap === undefined ? { nullCount: 0 } : { nullBitmap, nullCount: -1 }),
  });
  return makeVector(data);
}

/** Arrow's validity bits, `(ceil(length / 8),)`. */
export function validityOf(length: number, isValid: (i: number) => boolean): Uint8Array {
  const bits = new Uint8Array(((length + 63) >> 6) << 3);
  for (let i = 0; i < length; i++) if (isValid(i)) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}
