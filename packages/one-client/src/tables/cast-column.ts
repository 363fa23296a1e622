import { DataType, type Vector } from "apache-arrow";
import { QC_LEVELS } from "./column-types.ts";
import { columnValues } from "./column-values.ts";
import { type ColumnPlace, makeColumn } from "./make-column.ts";
import { dictionaryVector, isTextType, type TextRows, textRows, validityOf } from "./text-rows.ts";
import { compareUtf8, takeUtf8, utf8At, utf8FromStrings, utf8Strings, utf8Vector } from "./utf8-values.ts";

/**
 * Convert a column to another type: what it says stays the same.
 *
 * @returns The column itself if it has the type; text is left as it is stored, plain or as a dictionary.
 * @throws {@link TableValueError} if a value has no counterpart.
 */
export function castColumn(vector: Vector, type: DataType, place: ColumnPlace): Vector {
  if (isSameType(vector, type)) return vector;
  const value = columnValues(vector);
  const values = Array.from({ length: vector.length }, (_, row) => value(row));
  return makeColumn(values, type, place);
}

function isSameType(vector: Vector, type: DataType): boolean {
  const from = vector.type as DataType;
  if (isTextType(from) && isTextType(type)) return !isOrdered(type) || hasLevels(vector);
  return !DataType.isDictionary(from) && !DataType.isDictionary(type) && String(from) === String(type);
}

function isOrdered(type: DataType): boolean {
  return DataType.isDictionary(type) && type.isOrdered;
}

/** Only columns with the same levels in the same order can be laid end to end. */
function hasLevels(vector: Vector): boolean {
  if (!isOrdered(vector.type) || !isInt32Dictionary(vector)) return false;
  const levels = utf8Strings(textRows(vector).values);
  return levels.length === QC_LEVELS.length && levels.every((level, i) => level === QC_LEVELS[i]);
}

function isInt32Dictionary(vector: Vector): boolean {
  return vector.length === 0 || vector.data[0]?.values instanceof Int32Array;
}

/** Store text plainly or as a dictionary, whichever `plain` asks for; other columns stay as they are. */
export function storeText(vector: Vector, plain: boolean): Vector {
  const { type } = vector;
  if (!isTextType(type)) return vector;
  if (plain) return DataType.isUtf8(type) ? vector : plainText(textRows(vector));
  if (!DataType.isDictionary(type)) return encodedText(textRows(vector));
  if (isInt32Dictionary(vector)) return vector;
  const rows = textRows(vector);
  return dictionaryVector(rows.codes ?? new Int32Array(), rows.values, type.isOrdered);
}

function plainText({ codes, values }: TextRows): Vector {
  if (codes === undefined) return utf8Vector(values);
  const bits = codes.includes(-1) ? validityOf(codes.length, (i) => codes[i]! >= 0) : undefined;
  return utf8Vector(takeUtf8([values], codes), bits);
}

function encodedText({ codes, values, length }: TextRows): Vector {
  const codeOf = new Map<string, number>();
  const out = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    if (codes !== undefined && codes[i]! < 0) {
      out[i] = -1;
    } else if (i > 0 && out[i - 1]! >= 0 && compareUtf8(values, i - 1, values, i) === 0) {
      // sorted tables repeat a text in runs: most rows need no decoding
      out[i] = out[i - 1]!;
    } else {
      const text = utf8At(values, i);
      const code = codeOf.get(text) ?? codeOf.size;
      codeOf.set(text, code);
      out[i] = code;
    }
  }
  return dictionaryVector(out, utf8FromStrings([...codeOf.keys()]));
}
