import { type AlfColumn, type AlfTable, type DType, type NdData } from "@neurophys/alf";
import { widenFloat16 } from "@neurophys/alf/npy";
import { DataType, type Table, TimeUnit, type Vector } from "apache-arrow";
import { type PandasMetadata, parsePandasMetadata } from "../parquet/pandas-metadata.ts";
import { columnValues } from "../vector/column-values.ts";
import { concatVectors } from "../vector/concat-vectors.ts";
import { dictionaryColumn, textValues } from "../vector/text.ts";

/**
 * An Arrow table as the table that `@neurophys/alf` loads datasets into.
 *
 * Dates become `datetime64[D]`, times of day `timedelta64`, time zones are dropped (values stay UTC), float16 widens to
 * float32, decimals and nested values become text (JSON). Index and categories come from the `pandas` entry of the
 * schema's metadata.
 */
export function tableToAlf(table: Table): AlfTable {
  const entry = table.schema.metadata.get("pandas");
  const pandas = entry === undefined ? undefined : parsePandasMetadata(entry);
  const columns = new Map<string, AlfColumn>();
  for (const [i, { name }] of table.schema.fields.entries()) {
    columns.set(name, columnToAlf(concatVectors([table.getChildAt(i)!]), isCategory(name, pandas)));
  }
  const indexColumns = pandas?.indexColumns.filter((name) => columns.has(name)) ?? [];
  const index = indexColumns.length === 0 ? {} : { indexColumns };
  return { kind: "table", rowCount: table.numRows, columns, ...index };
}

function isCategory(name: string, pandas: PandasMetadata | undefined): boolean {
  return pandas?.columns.get(name)?.pandasType === "categorical";
}

function columnToAlf(vector: Vector, isMarkedCategory: boolean): AlfColumn {
  const { type } = vector;
  const isDictionary = DataType.isDictionary(type);
  if (isDictionary && (type.isOrdered || isMarkedCategory)) {
    return { ...column("string", textValues(vector)), categories: dictionaryColumn(vector).values };
  }
  if (isDictionary || DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return column("string", textValues(vector));
  if (DataType.isNull(type)) return column("string", new Array<null>(vector.length).fill(null));
  if (DataType.isBinary(type) || DataType.isFixedSizeBinary(type)) return bytesColumn(vector);
  if (DataType.isFloat(type)) return floatColumn(vector);
  const dtype = dtypeOf(type);
  return dtype === undefined ? textColumn(vector) : fixedColumn(vector, dtype);
}

function column(dtype: DType, data: NdData, validity?: Uint8Array<ArrayBuffer>): AlfColumn {
  const values = { kind: "array", dtype, shape: [data.length], data } as const;
  return validity === undefined ? { values } : { values, validity };
}

const UNITS: Readonly<Record<TimeUnit, string>> = {
  [TimeUnit.SECOND]: "s",
  [TimeUnit.MILLISECOND]: "ms",
  [TimeUnit.MICROSECOND]: "us",
  [TimeUnit.NANOSECOND]: "ns",
};

function dtypeOf(type: DataType): DType | undefined {
  if (DataType.isBool(type)) return "bool";
  if (DataType.isInt(type)) return `${type.isSigned ? "int" : "uint"}${type.bitWidth}`;
  if (DataType.isDate(type)) return type.unit === 0 ? "datetime64[D]" : "datetime64[ms]";
  if (DataType.isTimestamp(type)) return `datetime64[${UNITS[type.unit]}]`;
  if (DataType.isDuration(type) || DataType.isTime(type)) return `timedelta64[${UNITS[type.unit as TimeUnit]}]`;
  return undefined;
}

function fixedColumn(vector: Vector, dtype: DType): AlfColumn {
  const { values, validity } = columnValues(vector);
  const isTime = dtype.includes("64[");
  const data = isTime && values instanceof Int32Array ? BigInt64Array.from(values, BigInt) : values;
  return column(dtype, data as NdData, validity);
}

/** Missing floats are NaN in the values themselves. */
function floatColumn(vector: Vector): AlfColumn {
  const { values, validity } = columnValues(vector);
  const isDouble = values instanceof Float64Array;
  const floats = values instanceof Uint16Array ? widenFloat16(values) : values;
  if (validity === undefined) return column(isDouble ? "float64" : "float32", floats as NdData);
  const data = isDouble ? Float64Array.from(floats as Float64Array) : Float32Array.from(floats as Float32Array);
  for (let i = 0; i < data.length; i++) if (validity[i] === 0) data[i] = Number.NaN;
  return column(isDouble ? "float64" : "float32", data);
}

function bytesColumn(vector: Vector): AlfColumn {
  const validity = new Uint8Array(vector.length).fill(1);
  const data = Array.from({ length: vector.length }, (_, row) => {
    const bytes: Uint8Array | null = vector.get(row);
    if (bytes === null) validity[row] = 0;
    return new Uint8Array(bytes ?? []);
  });
  return column("bytes", data, vector.nullCount === 0 ? undefined : validity);
}

/** Decimals as written, nested values as JSON. */
function textColumn(vector: Vector): AlfColumn {
  const { type } = vector;
  const text = (value: unknown): string | null => {
    if (value === null || value === undefined) return null;
    if (DataType.isDecimal(type)) return decimalText(value as Uint32Array, type.scale);
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
  };
  return column(
    "string",
    Array.from({ length: vector.length }, (_, row) => text(vector.get(row))),
  );
}

/** Words of a decimal, least significant first, in two's complement. */
function decimalText(words: Uint32Array, scale: number): string {
  const unsigned = words.reduceRight((value, word) => (value << 32n) | BigInt(word), 0n);
  const value = BigInt.asIntN(words.length * 32, unsigned);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const sign = value < 0n ? "-" : "";
  return scale <= 0
    ? `${sign}${digits}${"0".repeat(-scale)}`
    : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
