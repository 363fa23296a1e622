import { type AlfColumn, type AlfTable } from "@neurophys/alf";
import {
  Binary,
  DurationMicrosecond,
  DurationMillisecond,
  DurationNanosecond,
  DurationSecond,
  type Table,
  type Vector,
} from "apache-arrow";
import { InvalidColumnError, UnsupportedColumnTypeError } from "../errors.ts";
import { type FixedArray } from "../parquet/column-type.ts";
import { arrowVector } from "../vector/arrow-data.ts";
import { packValidity } from "../vector/bitmap.ts";
import {
  makeBoolVector,
  makeDateVector,
  makeDictionaryVector,
  makeNumberVector,
  makeTable,
  makeTimestampVector,
  makeUtf8Vector,
} from "../vector/make-vector.ts";
import { pandasEntry } from "../write/pandas-entry.ts";

/**
 * A table of `@neurophys/alf` as an Arrow table: the inverse of `tableToAlf`, so that it can be written as Parquet.
 *
 * Index and categories go into a `pandas` entry of the schema's metadata. float16 stays the float32 it was widened to.
 *
 * @throws InvalidColumnError if a column has not one value a row, or a text that is none of its categories.
 * @throws UnsupportedColumnTypeError if a column is complex, or a time of another unit than D, s, ms, us, ns.
 */
export function tableFromAlf(table: AlfTable): Table {
  const vectors = new Map(
    [...table.columns].map(([name, column]) => [name, vectorFromAlf(name, column, table.rowCount)]),
  );
  const sources = [...vectors].map(([name, vector]) => ({
    name,
    type: vector.type,
    categories: table.columns.get(name)!.categories?.length,
    isOrdered: false,
    hasNulls: vector.nullCount > 0,
  }));
  const columns = table.indexColumns ?? [];
  const range = columns.length > 0 ? undefined : { start: 0, stop: table.rowCount, step: 1 };
  const metadata = new Map([["pandas", pandasEntry(sources, { columns, range })]]);
  return makeTable(vectors, { metadata });
}

function vectorFromAlf(name: string, column: AlfColumn, rowCount: number): Vector {
  const { values, validity, categories } = column;
  const { dtype, data, shape } = values;
  if (shape.length !== 1 || data.length !== rowCount) {
    throw new InvalidColumnError(`"${name}" of shape (${shape.join(", ")}) in a table of ${rowCount} rows`);
  }
  if (dtype === "string") return textVector(name, data as readonly (string | null)[], categories);
  if (dtype === "bytes") return bytesVector(data as readonly Uint8Array[], validity);
  if (dtype === "bool") return makeBoolVector(data as Uint8Array, { validity });
  const time = /^(datetime|timedelta)64\[(\w+)\]$/.exec(dtype);
  if (time !== null) return timeVector(name, column, { isDate: time[1] === "datetime", unit: time[2]! });
  if (dtype.startsWith("complex")) throw new UnsupportedColumnTypeError(name, dtype, "Arrow");
  return makeNumberVector(data as FixedArray, { validity });
}

function textVector(
  name: string,
  texts: readonly (string | null)[],
  categories: readonly string[] | undefined,
): Vector {
  if (categories === undefined) return makeUtf8Vector(texts);
  const numbers = new Map(categories.map((level, code) => [level, code]));
  const codes = Int32Array.from(texts, (text) => {
    if (text === null) return -1;
    const code = numbers.get(text);
    if (code === undefined) throw new InvalidColumnError(`"${name}" has "${text}", which is none of its categories`);
    return code;
  });
  return makeDictionaryVector(codes, categories);
}

function bytesVector(values: readonly Uint8Array[], validity: Uint8Array | undefined): Vector {
  const offsets = new Int32Array(values.length + 1);
  for (let i = 0; i < values.length; i++) offsets[i + 1] = offsets[i]! + values[i]!.length;
  const bytes = new Uint8Array(offsets[values.length]!);
  for (let i = 0; i < values.length; i++) bytes.set(values[i]!, offsets[i]);
  return arrowVector(new Binary(), {
    length: values.length,
    data: bytes,
    valueOffsets: offsets,
    ...packValidity(validity),
  });
}

interface TimeKind {
  readonly isDate: boolean;
  readonly unit: string;
}

/** NumPy's "not a time". */
const NAT = -(2n ** 63n);

function timeVector(name: string, { values, validity }: AlfColumn, { isDate, unit }: TimeKind): Vector {
  const times = values.data as BigInt64Array;
  const there = times.includes(NAT)
    ? Uint8Array.from(times, (time, i) => (time === NAT || validity?.[i] === 0 ? 0 : 1))
    : validity;
  if (isDate && unit === "D") {
    return makeDateVector(
      Int32Array.from(times, (day) => (day === NAT ? 0 : Number(day))),
      { validity: there },
    );
  }
  if (unit !== "s" && unit !== "ms" && unit !== "us" && unit !== "ns") {
    throw new UnsupportedColumnTypeError(name, values.dtype, "Arrow");
  }
  if (isDate) return makeTimestampVector(times, { unit, validity: there });
  const types = { s: DurationSecond, ms: DurationMillisecond, us: DurationMicrosecond, ns: DurationNanosecond };
  return arrowVector(new types[unit](), { length: times.length, data: times, ...packValidity(there) });
}
