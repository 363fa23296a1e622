import {
  Bool,
  type DataType,
  Float64,
  Int64,
  makeData,
  makeVector,
  Null,
  DataType as Types,
  type Vector,
  vectorFromArray,
} from "apache-arrow";
import { QC_LEVELS } from "./column-types.ts";
import { TableValueError } from "./errors.ts";
import { dictionaryType, dictionaryVector, isTextType, validityOf } from "./text-rows.ts";
import { utf8FromStrings, utf8Vector } from "./utf8-values.ts";

const DAY_MS = 86_400_000;

/** Where values go, for messages. */
export interface ColumnPlace {
  readonly column: string;
}

/**
 * Make a column of plain values.
 *
 * @param values - `(nRows,)`; `null`, `undefined` and, where numbers are expected, `NaN` are missing values. Whole
 *   numbers may be given as text, dates as text that begins with `YYYY-MM-DD`, flags as 0 and 1.
 * @throws {@link TableValueError} if a value is not of the type.
 */
export function makeColumn(values: readonly unknown[], type: DataType, place: ColumnPlace): Vector {
  if (Types.isNull(type)) return makeVector(makeData({ type: new Null(), length: values.length }));
  if (isTextType(type)) return makeText(values, type, place);
  if (Types.isBool(type)) return makeBool(values, type, place);
  if (Types.isInt(type) || Types.isFloat(type)) return makeNumbers(values, type, place);
  if (Types.isDate(type) && type.unit === 0) return makeDays(values, type, place);
  return vectorFromArray(values, type);
}

/** The type that fits values of which nothing is known: text, flags, whole or other numbers; JSON for the rest. */
export function typeOfValues(values: readonly unknown[]): DataType {
  const given = values.filter((value) => value !== null && value !== undefined);
  if (given.length > 0 && given.every((value) => typeof value === "boolean")) return new Bool();
  if (given.length > 0 && given.every((value) => typeof value === "bigint" || Number.isSafeInteger(value)))
    return new Int64();
  if (given.length > 0 && given.every((value) => typeof value === "number")) return new Float64();
  return dictionaryType();
}

function makeText(values: readonly unknown[], type: DataType, { column }: ColumnPlace): Vector {
  const texts = values.map(asText);
  if (!Types.isDictionary(type)) {
    const bits = texts.includes(undefined) ? validityOf(texts.length, (i) => texts[i] !== undefined) : undefined;
    return utf8Vector(utf8FromStrings(texts), bits);
  }
  const codeOf = new Map<string, number>(type.isOrdered ? QC_LEVELS.map((level, code) => [level, code]) : []);
  const codes = new Int32Array(texts.length);
  for (let row = 0; row < codes.length; row++) {
    const text = texts[row];
    let code = text === undefined ? -1 : codeOf.get(text);
    if (code === undefined) {
      if (type.isOrdered) throw new TableValueError({ column, row, value: text!, expected: QC_LEVELS.join(", ") });
      code = codeOf.size;
      codeOf.set(text!, code);
    }
    codes[row] = code;
  }
  return dictionaryVector(codes, utf8FromStrings([...codeOf.keys()]), type.isOrdered);
}

function asText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function withNulls(type: DataType, data: unknown, valid: readonly boolean[]): Vector {
  const missing = valid.includes(false);
  const nulls = missing ? { nullBitmap: validityOf(valid.length, (i) => valid[i]!), nullCount: -1 } : { nullCount: 0 };
  return makeVector(makeData({ type, length: valid.length, data, ...nulls } as never));
}

function makeBool(values: readonly unknown[], type: DataType, { column }: ColumnPlace): Vector {
  const valid = values.map((value) => value !== null && value !== undefined);
  const bits = validityOf(values.length, (row) => {
    const value = values[row];
    if (valid[row] && typeof value !== "boolean" && value !== 0 && value !== 1) {
      throw new TableValueError({ column, row, value: String(value), expected: "true or false" });
    }
    return value === true || value === 1;
  });
  return withNulls(type, bits, valid);
}

type NumberArray = Float64Array | BigInt64Array;

function makeNumbers(values: readonly unknown[], type: DataType, { column }: ColumnPlace): Vector {
  const ArrayType = type.ArrayType as new (length: number) => NumberArray;
  const out = new ArrayType(values.length);
  const valid = values.map((value) => value !== null && value !== undefined && !Number.isNaN(value));
  const big = out instanceof BigInt64Array || (out as unknown) instanceof BigUint64Array;
  for (let row = 0; row < values.length; row++) {
    if (!valid[row]) continue;
    const value = values[row];
    const number = Types.isInt(type) ? wholeNumber(value) : Number(value);
    if (number === undefined || (typeof number === "number" && Number.isNaN(number))) {
      throw new TableValueError({ column, row, value: String(value), expected: String(type) });
    }
    out[row] = (big ? number : Number(number)) as never;
    // a typed array wraps what it cannot hold: what comes back tells
    if (Types.isInt(type) && BigInt(out[row]!) !== number) {
      throw new TableValueError({ column, row, value: String(value), expected: String(type) });
    }
  }
  return withNulls(type, out, valid);
}

function wholeNumber(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value)
    ? BigInt(value.trim().replace(/^\+/, ""))
    : undefined;
}

function makeDays(values: readonly unknown[], type: DataType, { column }: ColumnPlace): Vector {
  const out = new Int32Array(values.length);
  const valid = values.map((value) => value !== null && value !== undefined);
  for (let row = 0; row < values.length; row++) {
    if (!valid[row]) continue;
    const days = dayNumber(values[row]);
    if (days === undefined) {
      throw new TableValueError({ column, row, value: String(values[row]), expected: "a date, YYYY-MM-DD" });
    }
    out[row] = days;
  }
  return withNulls(type, out, valid);
}

/** Days since 1970-01-01 of text that begins with a date that exists; `undefined` for anything else. */
export function dayNumber(value: unknown): number | undefined {
  const text = value instanceof Date ? value.toISOString() : value;
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}(?!\d)/.test(text)) return undefined;
  const day = text.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : time / DAY_MS;
}
