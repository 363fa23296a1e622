import { type Data, DataType, DateUnit, type Vector } from "apache-arrow";
import { bitAt } from "./take-rows.ts";
import { isTextType, textRows } from "./text-rows.ts";
import { utf8At, utf8Strings } from "./utf8-values.ts";

/** One value of a table as a record holds it: text, number, flag, `"YYYY-MM-DD"`; `null` where it is missing. */
export type CellValue = string | number | bigint | boolean | null;

const DAY_MS = 86_400_000;

/**
 * Read a column value by value, in the form that records have.
 *
 * `NaN` is a missing value. Whole numbers of 64 bits are numbers as long as a number holds them exactly, and `bigint` beyond. Dates and
 * timestamps at midnight are `"YYYY-MM-DD"`, other timestamps ISO 8601 text. Types that are none of these are JSON text.
 */
export function columnValues(vector: Vector): (row: number) => CellValue {
  const data = vector.data[0] as Data | undefined;
  const { type } = vector;
  if (data === undefined || DataType.isNull(type)) return () => null;
  const read = valueReader(vector, data);
  return data.nullCount === 0 || isTextType(type) ? read : (row) => (data.getValid(row) ? read(row) : null);
}

function valueReader(vector: Vector, data: Data): (row: number) => CellValue {
  const { type } = vector;
  if (isTextType(type)) return textReader(vector);
  if (DataType.isBool(type)) return (row) => bitAt(data, row);
  if (DataType.isDate(type) && type.unit === DateUnit.DAY) {
    const days = data.values as Int32Array;
    return (row) => isoText(days[row]! * DAY_MS);
  }
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return (row) => isoText(Number(vector.get(row)));
  if (DataType.isInt(type) || (DataType.isFloat(type) && !(data.values instanceof Uint16Array))) {
    const numbers = data.values as ArrayLike<number | bigint>;
    return (row) => plainNumber(numbers[row]!);
  }
  return (row) => jsonText(vector.get(row));
}

function textReader(vector: Vector): (row: number) => string | null {
  const { codes, values } = textRows(vector);
  let texts: readonly string[] | undefined;
  let reads = 0;
  return (row) => {
    const code = codes === undefined ? row : codes[row]!;
    if (code < 0) return null;
    // decoding all at once is quicker for each, but a record of a large table needs one text only
    if (texts === undefined && reads++ * 8 >= values.length) texts = utf8Strings(values);
    return texts === undefined ? utf8At(values, code) : texts[code]!;
  };
}

function isoText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text;
}

function plainNumber(value: number | bigint): number | bigint | null {
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function jsonText(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part));
}
