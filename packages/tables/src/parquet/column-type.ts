import {
  type DataType,
  DateDay,
  Decimal,
  DurationMicrosecond,
  DurationMillisecond,
  DurationNanosecond,
  FixedSizeBinary,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
} from "apache-arrow";
import { type SchemaElement, type TimeUnit } from "hyparquet";
import { type PandasColumn } from "./pandas-metadata.ts";

/** Typed arrays that Arrow holds numbers, times and decimals in. */
export type FixedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** Lays out (or converts) the stored bytes of `rows` values as Arrow wants them. */
type Layout = (stored: ArrayBuffer, rows: number) => FixedArray;

/** How a leaf of the schema is stored, and what it is in Arrow. */
export type LeafType =
  | { readonly kind: "text" }
  | { readonly kind: "binary" }
  | { readonly kind: "bool" }
  | { readonly kind: "null" }
  | {
      readonly kind: "fixed";
      /** Bytes a stored value. */
      readonly width: number;
      readonly isInteger: boolean;
      readonly type: DataType;
      readonly layout: Layout;
    };

/**
 * The Arrow type of a Parquet leaf.
 *
 * @param pandas - What the pandas metadata says of the column, for what Parquet cannot say: time zones, durations.
 * @returns `undefined` if the element's type is none that Parquet has.
 */
export function leafType(element: SchemaElement, pandas: PandasColumn | undefined): LeafType | undefined {
  const word = element.logical_type?.type ?? element.converted_type;
  if (word === "NULL") return { kind: "null" };
  switch (element.type) {
    case "BOOLEAN":
      return { kind: "bool" };
    case "INT32":
      return int32Type(element);
    case "INT64":
      return int64Type(element, pandas);
    case "INT96":
      return fixed(12, false, { type: new TimestampNanosecond(), layout: int96ToNanoseconds });
    case "FLOAT":
      return fixed(4, false, { type: new Float32(), layout: (stored, rows) => new Float32Array(stored, 0, rows) });
    case "DOUBLE":
      return fixed(8, false, { type: new Float64(), layout: (stored, rows) => new Float64Array(stored, 0, rows) });
    case "BYTE_ARRAY":
      return ["STRING", "UTF8", "ENUM", "JSON"].includes(word ?? "") ? { kind: "text" } : { kind: "binary" };
    case "FIXED_LEN_BYTE_ARRAY":
      return fixedBytesType(element);
    default:
      return undefined;
  }
}

function fixed(
  width: number,
  isInteger: boolean,
  { type, layout }: { readonly type: DataType; readonly layout: Layout },
): LeafType {
  return { kind: "fixed", width, isInteger, type, layout };
}

/** The element's integer type as `converted_type` words it, whichever way the file says it. */
function integerWord({ converted_type, logical_type }: SchemaElement): string | undefined {
  if (logical_type?.type !== "INTEGER") return converted_type;
  return `${logical_type.isSigned ? "INT" : "UINT"}_${logical_type.bitWidth}`;
}

function int32Type(element: SchemaElement): LeafType {
  const as = (type: DataType, layout: Layout): LeafType => fixed(4, true, { type, layout });
  const raw: Layout = (stored, rows) => new Int32Array(stored, 0, rows);
  const decimal = decimalType(element, 4);
  if (decimal !== undefined) return decimal;
  if (element.logical_type?.type === "DATE") return as(new DateDay(), raw);
  if (element.logical_type?.type === "TIME") return as(new TimeMillisecond(), raw);
  switch (integerWord(element)) {
    case "DATE":
      return as(new DateDay(), raw);
    case "TIME_MILLIS":
      return as(new TimeMillisecond(), raw);
    case "INT_8":
      return as(new Int8(), (stored, rows) => Int8Array.from(new Int32Array(stored, 0, rows)));
    case "INT_16":
      return as(new Int16(), (stored, rows) => Int16Array.from(new Int32Array(stored, 0, rows)));
    case "UINT_8":
      return as(new Uint8(), (stored, rows) => Uint8Array.from(new Int32Array(stored, 0, rows)));
    case "UINT_16":
      return as(new Uint16(), (stored, rows) => Uint16Array.from(new Int32Array(stored, 0, rows)));
    case "UINT_32":
      return as(new Uint32(), (stored, rows) => new Uint32Array(stored, 0, rows));
    default:
      return as(new Int32(), raw);
  }
}

function int64Type(element: SchemaElement, pandas: PandasColumn | undefined): LeafType {
  const raw: Layout = (stored, rows) => new BigInt64Array(stored, 0, rows);
  const as = (type: DataType): LeafType => fixed(8, true, { type, layout: raw });
  const decimal = decimalType(element, 8);
  if (decimal !== undefined) return decimal;
  const { logical_type, converted_type } = element;
  if (logical_type?.type === "TIMESTAMP") {
    return as(timestamp(logical_type.unit, logical_type.isAdjustedToUTC ? (pandas?.timezone ?? "UTC") : undefined));
  }
  // The older annotation means "adjusted to UTC", but pandas 1 wrote it for naive times too.
  const zone = pandas === undefined ? "UTC" : pandas.timezone;
  if (converted_type === "TIMESTAMP_MILLIS") return as(timestamp("MILLIS", zone));
  if (converted_type === "TIMESTAMP_MICROS") return as(timestamp("MICROS", zone));
  if (logical_type?.type === "TIME")
    return as(logical_type.unit === "NANOS" ? new TimeNanosecond() : new TimeMicrosecond());
  if (converted_type === "TIME_MICROS") return as(new TimeMicrosecond());
  if (integerWord(element) === "UINT_64") {
    return fixed(8, true, { type: new Uint64(), layout: (stored, rows) => new BigUint64Array(stored, 0, rows) });
  }
  return as(durationOf(pandas) ?? new Int64());
}

function timestamp(unit: TimeUnit, zone: string | undefined): DataType {
  if (unit === "MILLIS") return new TimestampMillisecond(zone);
  return unit === "MICROS" ? new TimestampMicrosecond(zone) : new TimestampNanosecond(zone);
}

/** Parquet has no durations; pandas stores them as plain integers and says so in its metadata. */
function durationOf(pandas: PandasColumn | undefined): DataType | undefined {
  const unit = /^timedelta64\[(ms|us|ns)\]$/.exec(pandas?.numpyType ?? "")?.[1];
  if (unit === undefined) return undefined;
  return unit === "ms"
    ? new DurationMillisecond()
    : unit === "us"
      ? new DurationMicrosecond()
      : new DurationNanosecond();
}

function fixedBytesType(element: SchemaElement): LeafType | undefined {
  const width = element.type_length;
  if (width === undefined || !Number.isInteger(width) || width <= 0) return undefined;
  if (element.logical_type?.type === "FLOAT16") {
    if (width !== 2) return undefined;
    return fixed(2, false, { type: new Float16(), layout: (stored, rows) => new Uint16Array(stored, 0, rows) });
  }
  const decimal = decimalType(element, width);
  if (decimal !== undefined) return decimal;
  const layout: Layout = (stored, rows) => new Uint8Array(stored, 0, rows * width);
  return fixed(width, false, { type: new FixedSizeBinary(width), layout });
}

/** @returns `undefined` if the element is not a decimal, or one wider than Arrow's 256 bits. */
function decimalType(element: SchemaElement, width: number): LeafType | undefined {
  const { logical_type, converted_type } = element;
  if ((logical_type?.type !== "DECIMAL" && converted_type !== "DECIMAL") || width > 32) return undefined;
  const isDecimal = logical_type?.type === "DECIMAL";
  const scale = (isDecimal ? logical_type.scale : element.scale) ?? 0;
  const precision = (isDecimal ? logical_type.precision : element.precision) ?? 38;
  const arrowWidth = width > 16 ? 32 : 16;
  const isInteger = element.type !== "FIXED_LEN_BYTE_ARRAY";
  const layout: Layout = (stored, rows) => {
    const values = new Uint8Array(stored, 0, rows * width);
    return new Uint32Array(extendSign(values, rows, { width, arrowWidth, isBigEndian: !isInteger }));
  };
  return fixed(width, isInteger, { type: new Decimal(scale, precision, arrowWidth * 8), layout });
}

interface DecimalShape {
  readonly width: number;
  readonly arrowWidth: number;
  readonly isBigEndian: boolean;
}

/** Two's complement integers of `width` bytes as little-endian ones of `arrowWidth` bytes. */
function extendSign(values: Uint8Array, rows: number, { width, arrowWidth, isBigEndian }: DecimalShape): ArrayBuffer {
  const out = new Uint8Array(rows * arrowWidth);
  for (let row = 0; row < rows; row++) {
    const isNegative = values[row * width + (isBigEndian ? 0 : width - 1)]! > 127;
    if (isNegative) out.fill(255, row * arrowWidth, (row + 1) * arrowWidth);
    for (let byte = 0; byte < width; byte++) {
      out[row * arrowWidth + byte] = values[row * width + (isBigEndian ? width - 1 - byte : byte)]!;
    }
  }
  return out.buffer;
}

const NANOSECONDS_A_DAY = 86_400_000_000_000n;
/** Julian day number of 1970-01-01. */
const EPOCH_JULIAN_DAY = 2_440_588n;

/** INT96 is nanoseconds of the day (8 bytes), then the Julian day (4 bytes). */
function int96ToNanoseconds(stored: ArrayBuffer, rows: number): BigInt64Array {
  const view = new DataView(stored);
  const out = new BigInt64Array(rows);
  for (let row = 0; row < rows; row++) {
    const day = BigInt(view.getUint32(row * 12 + 8, true));
    // Rows that are null hold zeros, which is no day of the calendar in use.
    out[row] = day === 0n ? 0n : (day - EPOCH_JULIAN_DAY) * NANOSECONDS_A_DAY + view.getBigInt64(row * 12, true);
  }
  return out;
}
