import { type Data, DataType, type Decimal, type Int, type Time, type Timestamp, TimeUnit, Type } from "apache-arrow";
import { type SchemaElement } from "hyparquet";

/** A column's own way of being stored: its element of the schema, less the name, and its bytes page by page. */
export interface FixedSource {
  readonly kind: "fixed";
  readonly element: Omit<SchemaElement, "name">;
  /** Bytes a value as stored. */
  readonly width: number;
  /** The stored bytes of rows `[start, end)`, nulls included. */
  bytesOf(start: number, end: number): Uint8Array;
}

type Values = Exclude<Data["values"], undefined>;

/**
 * How a column of numbers, times, decimals or fixed bytes is stored. Types are said by `converted_type`: integers
 * annotated the newer way by the library that writes the footer are refused by pyarrow.
 *
 * @returns `undefined` if the type is another.
 */
export function fixedSource(data: Data): FixedSource | undefined {
  const { type } = data;
  if (DataType.isInt(type)) return integerSource(data, type);
  if (DataType.isFloat(type)) return floatSource(data);
  if (DataType.isDate(type)) {
    if (type.typeId === Type.DateDay || data.values instanceof Int32Array)
      return raw(data, 4, { type: "INT32", converted_type: "DATE" });
    return raw(data, 8, { type: "INT64", converted_type: "TIMESTAMP_MILLIS" });
  }
  if (DataType.isTimestamp(type)) return timestampSource(data, type);
  if (DataType.isTime(type)) return timeSource(data, type);
  if (DataType.isDuration(type)) return raw(data, 8, { type: "INT64" });
  if (DataType.isDecimal(type)) return decimalSource(data, type);
  if (DataType.isFixedSizeBinary(type)) {
    return raw(data, type.byteWidth, { type: "FIXED_LEN_BYTE_ARRAY", type_length: type.byteWidth });
  }
  return undefined;
}

/** Values stored as they are in memory. */
function raw({ values }: Data, width: number, element: Omit<SchemaElement, "name">): FixedSource {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { kind: "fixed", element, width, bytesOf: (start, end) => bytes.subarray(start * width, end * width) };
}

/** Values stored as 32-bit integers, whatever they are in memory. */
function widened({ values }: Data, element: Omit<SchemaElement, "name">, factor = 1): FixedSource {
  const narrow: Values & ArrayLike<number> = values;
  const bytesOf = (start: number, end: number): Uint8Array => {
    const wide = new Int32Array(end - start);
    for (let i = 0; i < wide.length; i++) wide[i] = narrow[start + i]! * factor;
    return new Uint8Array(wide.buffer);
  };
  return { kind: "fixed", element, width: 4, bytesOf };
}

function integerSource(data: Data, { bitWidth, isSigned }: Int): FixedSource {
  const converted = `${isSigned ? "INT" : "UINT"}_${bitWidth}` as const;
  if (bitWidth === 64) return raw(data, 8, isSigned ? { type: "INT64" } : { type: "INT64", converted_type: converted });
  if (bitWidth === 32) return raw(data, 4, isSigned ? { type: "INT32" } : { type: "INT32", converted_type: converted });
  return widened(data, { type: "INT32", converted_type: converted });
}

function floatSource(data: Data): FixedSource {
  if (data.type.typeId === Type.Float16 || data.values instanceof Uint16Array) {
    return raw(data, 2, { type: "FIXED_LEN_BYTE_ARRAY", type_length: 2, logical_type: { type: "FLOAT16" } });
  }
  return data.values instanceof Float32Array ? raw(data, 4, { type: "FLOAT" }) : raw(data, 8, { type: "DOUBLE" });
}

function timestampSource(data: Data, { unit, timezone }: Timestamp): FixedSource {
  const isAdjustedToUTC = typeof timezone === "string" && timezone !== "";
  const as = (word: "MILLIS" | "MICROS" | "NANOS"): Omit<SchemaElement, "name"> => ({
    type: "INT64",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC, unit: word },
  });
  if (unit === TimeUnit.SECOND) return scaledSeconds(data, as("MILLIS"));
  if (unit === TimeUnit.MILLISECOND) return raw(data, 8, as("MILLIS"));
  return raw(data, 8, as(unit === TimeUnit.MICROSECOND ? "MICROS" : "NANOS"));
}

/** Parquet has no whole seconds. */
function scaledSeconds({ values }: Data, element: Omit<SchemaElement, "name">): FixedSource {
  const seconds: BigInt64Array = values;
  const bytesOf = (start: number, end: number): Uint8Array =>
    new Uint8Array(seconds.slice(start, end).map((second) => second * 1000n).buffer);
  return { kind: "fixed", element, width: 8, bytesOf };
}

function timeSource(data: Data, { unit }: Time): FixedSource {
  if (unit === TimeUnit.SECOND) return widened(data, { type: "INT32", converted_type: "TIME_MILLIS" }, 1000);
  if (unit === TimeUnit.MILLISECOND) return raw(data, 4, { type: "INT32", converted_type: "TIME_MILLIS" });
  if (unit === TimeUnit.MICROSECOND) return raw(data, 8, { type: "INT64", converted_type: "TIME_MICROS" });
  return raw(data, 8, { type: "INT64", logical_type: { type: "TIME", isAdjustedToUTC: false, unit: "NANOS" } });
}

function decimalSource(data: Data, { scale, precision, bitWidth }: Decimal): FixedSource {
  const width = bitWidth / 8;
  const stored = raw(data, width, {
    type: "FIXED_LEN_BYTE_ARRAY",
    type_length: width,
    converted_type: "DECIMAL",
    scale,
    precision,
  });
  const bytesOf = (start: number, end: number): Uint8Array => {
    const bytes = stored.bytesOf(start, end).slice();
    for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
    return bytes;
  };
  return { ...stored, bytesOf };
}
