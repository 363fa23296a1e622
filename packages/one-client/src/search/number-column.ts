import { type Data, DataType, type Vector } from "apache-arrow";
import { textColumn } from "./text-column.ts";

/** Day number of a row without a date: earlier than any real one. */
export const NO_DAY: number = -(2 ** 31);

/** Length of a day, in milliseconds. */
const DAY_MS = 86_400_000;

const days = new WeakMap<Vector, Int32Array>();
const numbers = new WeakMap<Vector, Float64Array>();
const flags = new WeakMap<Vector, Uint8Array>();

/**
 * Dates as days since 1970-01-01, `(nRows,)`; {@link NO_DAY} where there is none.
 *
 * @param vector - Dates, timestamps of any unit, or text that begins with `YYYY-MM-DD`.
 */
export function dayColumn(vector: Vector): Int32Array {
  return remember(days, vector, readDays);
}

/** Numbers of any width as float64, `(nRows,)`; `NaN` where there is none. */
export function numberColumn(vector: Vector): Float64Array {
  return remember(numbers, vector, readNumbers);
}

/** Flags as 0 and 1, `(nRows,)`; a missing flag is 0. */
export function flagColumn(vector: Vector): Uint8Array {
  return remember(flags, vector, readFlags);
}

function remember<T>(cache: WeakMap<Vector, T>, vector: Vector, read: (vector: Vector) => T): T {
  let column = cache.get(vector);
  if (column === undefined) {
    column = read(vector);
    cache.set(vector, column);
  }
  return column;
}

function readDays(vector: Vector): Int32Array {
  if (isDayNumbers(vector)) {
    const chunk = vector.data[0] as Data;
    if (chunk.nullCount === 0) return (chunk.values as Int32Array).subarray(0, chunk.length);
  }
  if (DataType.isDictionary(vector.type) || DataType.isUtf8(vector.type) || DataType.isLargeUtf8(vector.type)) {
    const { codes, values } = textColumn(vector);
    const byCode = values.map(dayOfText);
    return Int32Array.from(codes, (code) => byCode[code] ?? NO_DAY);
  }
  const out = new Int32Array(vector.length);
  for (let i = 0; i < out.length; i++) {
    const milliseconds = vector.get(i) as number | Date | null;
    out[i] = milliseconds === null ? NO_DAY : Math.floor(Number(milliseconds) / DAY_MS);
  }
  return out;
}

/** Arrow's `Date32`, whose values are days already. */
function isDayNumbers(vector: Vector): boolean {
  const [chunk] = vector.data;
  return (
    vector.data.length === 1 &&
    DataType.isDate(vector.type) &&
    chunk?.values instanceof Int32Array &&
    chunk.values.length >= chunk.length &&
    vector.type.unit === 0
  );
}

function dayOfText(text: string): number {
  const time = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(time) ? NO_DAY : time / DAY_MS;
}

function readNumbers(vector: Vector): Float64Array {
  const out = new Float64Array(vector.length);
  let start = 0;
  for (const chunk of vector.data as readonly Data[]) {
    const values = chunk.values as ArrayLike<number | bigint>;
    for (let i = 0; i < chunk.length; i++) {
      out[start + i] = chunk.nullCount > 0 && !chunk.getValid(i) ? Number.NaN : Number(values[i]);
    }
    start += chunk.length;
  }
  return out;
}

function readFlags(vector: Vector): Uint8Array {
  const out = new Uint8Array(vector.length);
  let start = 0;
  for (const chunk of vector.data as readonly Data[]) {
    const bits = chunk.values as Uint8Array;
    const packed = DataType.isBool(vector.type);
    for (let i = 0; i < chunk.length; i++) {
      const at = i + (packed ? chunk.offset : 0);
      const set = packed ? ((bits[at >> 3] as number) >> (at & 7)) & 1 : Number(bits[at]) === 0 ? 0 : 1;
      out[start + i] = set;
    }
    if (chunk.nullCount > 0) for (let i = 0; i < chunk.length; i++) if (!chunk.getValid(i)) out[start + i] = 0;
    start += chunk.length;
  }
  return out;
}

/** `YYYY-MM-DD` of a day number. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
