import {
  Bool,
  type DataType,
  DateDay,
  Dictionary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  type Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  type Vector,
} from "apache-arrow";
import { InvalidColumnError } from "../errors.ts";
import { type FixedArray } from "../parquet/column-type.ts";
import { arrowVector, type NamedVector, tableOf } from "./arrow-data.ts";
import { packBits, packValidity } from "./bitmap.ts";
import { type TextBytes } from "./text.ts";

/** Which values of a vector to be are missing. */
export interface ValidityOption {
  /** `(nRows,)`, 0 = missing; none is if not given. */
  readonly validity?: Uint8Array | undefined;
}

/**
 * A text vector of codes: `Dictionary<Utf8, Int32>`.
 *
 * @param codes - `(nRows,)` index into `values`, −1 = missing. Shared with the vector, not copied.
 * @param values - Distinct texts; for a category, its levels in order, used or not.
 * @param options - `ordered`: whether the order of `values` means something (an ordered category); false by default.
 * @throws InvalidColumnError if a code is beyond the values.
 */
export function makeDictionaryVector(
  codes: Int32Array,
  values: readonly string[],
  { ordered = false }: { readonly ordered?: boolean | undefined } = {},
): Vector {
  const validity = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code >= values.length || code < -1) {
      throw new InvalidColumnError(`code ${code} in row ${i}, expected −1 to ${values.length - 1}`);
    }
    validity[i] = code < 0 ? 0 : 1;
  }
  const type = new Dictionary(new Utf8(), new Int32(), null, ordered);
  const dictionary = makeUtf8Vector(values);
  return arrowVector(type, { length: codes.length, data: codes, dictionary, ...packValidity(validity) });
}

/**
 * A plain text vector, `Utf8`.
 *
 * @param values - Strings (`null` or `undefined` = missing), or UTF-8 bytes, which are shared with the vector.
 * @throws InvalidColumnError if offsets do not ascend within the bytes, or there are more bytes than offsets can count.
 */
export function makeUtf8Vector(values: readonly (string | null | undefined)[] | TextBytes): Vector {
  const text = "bytes" in values ? values : encodeStrings(values);
  const { bytes, offsets } = text;
  const length = offsets.length - 1;
  if (length < 0) throw new InvalidColumnError("no offsets, expected one more than rows");
  for (let i = 0; i < length; i++) {
    if (offsets[i]! > offsets[i + 1]! || offsets[i]! < 0) throw new InvalidColumnError(`offsets descend in row ${i}`);
  }
  if (offsets[length]! > bytes.length)
    throw new InvalidColumnError(`offsets end at ${offsets[length]} of ${bytes.length} bytes`);
  checkLength(text.validity, length);
  return arrowVector(new Utf8(), { length, data: bytes, valueOffsets: offsets, ...packValidity(text.validity) });
}

/**
 * A vector of numbers; its type is the array's (`BigUint64Array` → `Uint64` …). The array is shared, not copied.
 *
 * @throws InvalidColumnError if `validity` has another length.
 */
export function makeNumberVector(values: FixedArray, { validity }: ValidityOption = {}): Vector {
  checkLength(validity, values.length);
  return arrowVector(numberType(values), { length: values.length, data: values, ...packValidity(validity) });
}

/**
 * A vector of booleans.
 *
 * @param values - `(nRows,)`, 0 = false.
 * @throws InvalidColumnError if `validity` has another length.
 */
export function makeBoolVector(values: Uint8Array, { validity }: ValidityOption = {}): Vector {
  checkLength(validity, values.length);
  return arrowVector(new Bool(), { length: values.length, data: packBits(values), ...packValidity(validity) });
}

/**
 * A vector of calendar dates, `Date32`.
 *
 * @param days - `(nRows,)` days since 1970-01-01. Shared, not copied.
 * @throws InvalidColumnError if `validity` has another length.
 */
export function makeDateVector(days: Int32Array, { validity }: ValidityOption = {}): Vector {
  checkLength(validity, days.length);
  return arrowVector(new DateDay(), { length: days.length, data: days, ...packValidity(validity) });
}

/** Options of {@link makeTimestampVector}. */
export interface TimestampOptions extends ValidityOption {
  /** What one step of the values is. */
  readonly unit: "s" | "ms" | "us" | "ns";
  /** IANA name; without one the times are naive. */
  readonly timezone?: string | undefined;
}

/**
 * A vector of times since 1970-01-01 (UTC, or local where there is no zone).
 *
 * @param values - `(nRows,)` in whole units. Shared, not copied.
 * @throws InvalidColumnError if `validity` has another length.
 */
export function makeTimestampVector(values: BigInt64Array, { unit, timezone, validity }: TimestampOptions): Vector {
  checkLength(validity, values.length);
  const types = { s: TimestampSecond, ms: TimestampMillisecond, us: TimestampMicrosecond, ns: TimestampNanosecond };
  return arrowVector(new types[unit](timezone), { length: values.length, data: values, ...packValidity(validity) });
}

/**
 * A table of vectors of one chunk and equal length.
 *
 * @param columns - By name, in order.
 * @param options - `metadata`: the schema's metadata, which `writeParquet` writes along.
 * @throws InvalidColumnError if lengths differ or a vector has several chunks.
 */
export function makeTable(
  columns: ReadonlyMap<string, Vector> | Readonly<Record<string, Vector>>,
  { metadata }: { readonly metadata?: ReadonlyMap<string, string> | undefined } = {},
): Table {
  const entries = columns instanceof Map ? [...columns] : Object.entries(columns as Readonly<Record<string, Vector>>);
  const length = entries[0]?.[1].length ?? 0;
  const named = entries.map(([name, vector]): NamedVector => {
    if (vector.length !== length)
      throw new InvalidColumnError(`"${name}" has ${vector.length} rows, expected ${length}`);
    if (vector.data.length !== 1)
      throw new InvalidColumnError(`"${name}" has ${vector.data.length} chunks, expected one`);
    return { name, vector };
  });
  return tableOf(named, length, metadata);
}

function numberType(values: FixedArray): DataType {
  if (values instanceof Int8Array) return new Int8();
  if (values instanceof Int16Array) return new Int16();
  if (values instanceof Int32Array) return new Int32();
  if (values instanceof BigInt64Array) return new Int64();
  if (values instanceof Uint8Array) return new Uint8();
  if (values instanceof Uint16Array) return new Uint16();
  if (values instanceof Uint32Array) return new Uint32();
  if (values instanceof BigUint64Array) return new Uint64();
  return values instanceof Float32Array ? new Float32() : new Float64();
}

function encodeStrings(values: readonly (string | null | undefined)[]): TextBytes {
  const encoder = new TextEncoder();
  const offsets = new Int32Array(values.length + 1);
  const validity = new Uint8Array(values.length).fill(1);
  let bytes = new Uint8Array(values.length * 16 + 64);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) validity[i] = 0;
    else {
      if (at + value.length * 3 > bytes.length) bytes = longer(bytes, at + value.length * 3);
      at += encoder.encodeInto(value, bytes.subarray(at)).written;
    }
    offsets[i + 1] = at;
  }
  return { bytes: bytes.subarray(0, at), offsets, validity };
}

function longer(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  if (needed > 2 ** 31 - 1) throw new InvalidColumnError(`${needed} bytes of text, expected at most 2^31 - 1`);
  const more = new Uint8Array(Math.min(Math.max(needed, bytes.length * 2), 2 ** 31 - 1));
  more.set(bytes);
  return more;
}

function checkLength(validity: Uint8Array | undefined, rows: number): void {
  if (validity !== undefined && validity.length !== rows) {
    throw new InvalidColumnError(`validity of ${validity.length} rows, the values have ${rows}`);
  }
}
