import { DataType, TimeUnit } from "apache-arrow";
import { type PandasMetadata, type PandasRangeIndex } from "../parquet/pandas-metadata.ts";
import { type ArrowColumn, codeType } from "./arrow-schema.ts";

/** A column as the `pandas` entry describes it. */
export interface PandasSource extends ArrowColumn {
  readonly hasNulls: boolean;
  /** dtype wanted in pandas, e.g. `"UInt64"`; the natural one if not given. */
  readonly dtype?: string | undefined;
}

/** The row index of a frame. */
export interface PandasIndex {
  readonly columns: readonly string[];
  readonly range: PandasRangeIndex | undefined;
}

/**
 * The `pandas` entry of the key-value metadata, by which pandas rebuilds index, categories and dtypes.
 *
 * @see Source: `pyarrow.pandas_compat.construct_metadata`; text is said to be `object`, which every pandas understands.
 */
export function pandasEntry(columns: readonly PandasSource[], index: PandasIndex): string {
  const { range } = index;
  return JSON.stringify({
    index_columns: range === undefined ? index.columns : [{ kind: "range", name: null, ...range }],
    column_indexes: [
      { name: null, field_name: null, pandas_type: "unicode", numpy_type: "object", metadata: { encoding: "UTF-8" } },
    ],
    columns: columns.map((column) => {
      const { pandas, numpy, metadata = null } = pandasTypes(column);
      const numpyType = column.dtype ?? numpy;
      return { name: column.name, field_name: column.name, pandas_type: pandas, numpy_type: numpyType, metadata };
    }),
    creator: { library: "@neurophys/tables", version: "1" },
    pandas_version: "2.2.3",
  });
}

/** dtypes of columns that an earlier `pandas` entry named, where they still fit the column's type. */
export function inheritedDtype(
  before: PandasMetadata | undefined,
  { name, type, categories }: ArrowColumn,
): string | undefined {
  const dtype = before?.columns.get(name)?.numpyType;
  if (dtype === undefined || categories !== undefined) return undefined;
  const word = integerWord(type);
  if (word !== undefined) return dtype.toLowerCase() === word ? dtype : undefined;
  if (DataType.isBool(type)) return dtype === "boolean" || dtype === "bool" ? dtype : undefined;
  const isText = DataType.isUtf8(type) || DataType.isDictionary(type);
  return isText && ["object", "str", "string"].includes(dtype) ? dtype : undefined;
}

interface PandasTypes {
  readonly pandas: string;
  readonly numpy: string;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

function integerWord(type: DataType): string | undefined {
  if (!DataType.isInt(type)) return undefined;
  return `${type.isSigned ? "int" : "uint"}${type.bitWidth}`;
}

function pandasTypes({ type, categories, isOrdered, hasNulls }: PandasSource): PandasTypes {
  if (categories !== undefined) {
    const metadata = { num_categories: categories, ordered: isOrdered };
    return { pandas: "categorical", numpy: `int${codeType(categories).bitWidth}`, metadata };
  }
  const integer = integerWord(type);
  if (integer !== undefined) {
    // NumPy's integers have no missing values; pandas' own are spelt with capitals.
    const nullable = integer.replace("int", "Int").replace("uI", "UI");
    return { pandas: integer, numpy: hasNulls ? nullable : integer };
  }
  if (DataType.isBool(type)) return { pandas: "bool", numpy: hasNulls ? "boolean" : "bool" };
  if (DataType.isFloat(type)) {
    const word = `float${16 << type.precision}`;
    return { pandas: word, numpy: word };
  }
  if (DataType.isTimestamp(type)) return timestampTypes(type);
  if (DataType.isDuration(type)) return { pandas: "timedelta", numpy: `timedelta64[${UNITS[type.unit as TimeUnit]}]` };
  return { pandas: objectWord(type), numpy: "object" };
}

const UNITS: Readonly<Record<TimeUnit, string>> = {
  [TimeUnit.SECOND]: "s",
  [TimeUnit.MILLISECOND]: "ms",
  [TimeUnit.MICROSECOND]: "us",
  [TimeUnit.NANOSECOND]: "ns",
};

function timestampTypes(type: { readonly unit: TimeUnit; readonly timezone?: string | null | undefined }): PandasTypes {
  const numpy = `datetime64[${UNITS[type.unit]}]`;
  const { timezone } = type;
  if (!timezone) return { pandas: "datetime", numpy };
  return { pandas: "datetimetz", numpy, metadata: { timezone } };
}

/** pandas' word for what is a Python object in its frames. */
function objectWord(type: DataType): string {
  if (DataType.isDate(type)) return "date";
  if (DataType.isTime(type)) return "time";
  if (DataType.isDecimal(type)) return "decimal";
  if (DataType.isNull(type)) return "empty";
  if (DataType.isBinary(type) || DataType.isFixedSizeBinary(type)) return "bytes";
  return "unicode";
}
