/** What pandas' metadata says of one column. */
export interface PandasColumn {
  /** Name in the frame; `undefined` for an index without a name. */
  readonly name: string | undefined;
  /** Name in the file. */
  readonly fieldName: string;
  /** pandas' word for the logical type: `"unicode"`, `"categorical"`, `"date"`, `"datetimetz"` … */
  readonly pandasType: string;
  /** The column's dtype in the frame: `"object"`, `"uint16"`, `"UInt64"`, `"int8"` for codes … */
  readonly numpyType: string;
  /** Time zone of a `datetimetz` column. */
  readonly timezone: string | undefined;
  /** Whether the levels of a `categorical` column have an order. */
  readonly isOrdered: boolean;
}

/** A row index that is only counted, not stored. */
export interface PandasRangeIndex {
  /** Label of the first row. */
  readonly start: number;
  /** Where the labels end, itself left out. */
  readonly stop: number;
  /** From one row to the next. */
  readonly step: number;
}

/** The `pandas` entry of a file's key-value metadata: how to rebuild the data frame. */
export interface PandasMetadata {
  /** Columns that are the row index, in the order of its levels; empty where the index is a range. */
  readonly indexColumns: readonly string[];
  /** The row index where it is a range; `undefined` where columns hold it. */
  readonly rangeIndex: PandasRangeIndex | undefined;
  /** By name in the file. */
  readonly columns: ReadonlyMap<string, PandasColumn>;
  /** Version of pandas that wrote it, `"2.2.3"`. */
  readonly pandasVersion: string | undefined;
}

/** Any object of the entry; every field may be missing or of another type. */
type JsonObject = Partial<
  Record<
    | "index_columns"
    | "columns"
    | "pandas_version"
    | "name"
    | "field_name"
    | "pandas_type"
    | "numpy_type"
    | "metadata"
    | "timezone"
    | "ordered"
    | "start"
    | "stop"
    | "step",
    unknown
  >
>;

/**
 * Read the `pandas` entry of a file's key-value metadata.
 *
 * Lenient where pandas' own versions differ; `undefined` if the text is not such an entry at all, as the columns can be
 * read without it.
 */
export function parsePandasMetadata(json: string): PandasMetadata | undefined {
  let root: unknown;
  try {
    root = JSON.parse(json);
  } catch {
    return undefined; // optional information, written by whoever wrote the file
  }
  if (!isObject(root)) return undefined;
  const index = Array.isArray(root.index_columns) ? root.index_columns : [];
  const columns = Array.isArray(root.columns) ? root.columns.filter(isObject).map(parseColumn) : [];
  return {
    indexColumns: index.filter((name) => typeof name === "string"),
    rangeIndex: index.filter(isObject).map(parseRange)[0],
    columns: new Map(columns.map((column) => [column.fieldName, column])),
    pandasVersion: text(root.pandas_version),
  };
}

function parseColumn(column: JsonObject): PandasColumn {
  const metadata: JsonObject = isObject(column.metadata) ? column.metadata : {};
  const name = text(column.name);
  return {
    name,
    fieldName: text(column.field_name) ?? name ?? "None",
    pandasType: text(column.pandas_type) ?? "",
    numpyType: text(column.numpy_type) ?? "",
    timezone: text(metadata.timezone),
    isOrdered: metadata.ordered === true,
  };
}

function parseRange(index: JsonObject): PandasRangeIndex {
  const integer = (value: unknown, otherwise: number): number => (Number.isInteger(value) ? Number(value) : otherwise);
  return { start: integer(index.start, 0), stop: integer(index.stop, 0), step: integer(index.step, 1) };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
