/** Element types an array can have; the words are NumPy's. Complex numbers are stored as (real, imaginary) pairs. */
export type DType =
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "float16"
  | "float32"
  | "float64"
  | "bool"
  | "complex64"
  | "complex128"
  | "string"
  | "bytes"
  | `datetime64[${string}]`
  | `timedelta64[${string}]`;

/**
 * What holds the elements of an {@link NdArray}.
 *
 * `bool` is a `Uint8Array` of 0 and 1; `float16` is widened to a `Float32Array`; 64-bit integers and times stay
 * `BigInt64Array` / `BigUint64Array`; text is an array of strings, where `null` is a missing value.
 */
export type NdData =
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | readonly (string | null)[]
  | readonly Uint8Array<ArrayBuffer>[];

/** An n-dimensional array: elements in row-major (C) order beside their shape. */
export interface NdArray {
  /** Tells arrays from other values. */
  readonly kind: "array";
  /** Type of the elements. */
  readonly dtype: DType;
  /** Length of each dimension; `[]` for a single value. */
  readonly shape: readonly number[];
  /** The product of `shape` elements (twice that for complex numbers), row-major. */
  readonly data: NdData;
}

/**
 * One column of a {@link AlfTable}: `(nRows,)` values and, where some are missing, which.
 *
 * Missing floats are `NaN` and missing text is `null` in `values.data` itself; `validity` says which values of other
 * types are missing (0 = missing), as in a nullable integer column.
 */
export interface AlfColumn {
  /** Elements of the column, `(nRows,)`. */
  readonly values: NdArray;
  /** 0 where a value is missing, for types that have no missing value of their own. */
  readonly validity?: Uint8Array<ArrayBuffer> | undefined;
  /** Ordered or unordered levels of a categorical column; its `values` hold the text. */
  readonly categories?: readonly string[] | undefined;
}

/** A table as text and Parquet files hold it: named columns of equal length, in file order. */
export interface AlfTable {
  /** Tells tables from other values. */
  readonly kind: "table";
  /** Number of rows. */
  readonly rowCount: number;
  /** Columns by name, in file order. */
  readonly columns: ReadonlyMap<string, AlfColumn>;
  /** Names of the columns that were the row index in pandas, if any. */
  readonly indexColumns?: readonly string[] | undefined;
}

/** A dataset whose type has no in-memory form (video, binary streams, notes): where it is, for the caller to open. */
export interface FileReference {
  /** Tells references from other values. */
  readonly kind: "file";
  /** Key in the store it came from. */
  readonly key: string;
  /** Path or URL without secrets. */
  readonly location: string;
}

/** Several named arrays in one file (`.npz`), decoded when asked for. */
export interface ArrayArchive {
  /** Tells archives from other values. */
  readonly kind: "archive";
  /** Names of the arrays, in file order. */
  readonly names: readonly string[];
  /** Decode one of them. */
  get(name: string): Promise<NdArray | StructuredArray>;
}

/** A sparse array in coordinate form: `coords` is `(nDimensions, nStored)`, `values` is `(nStored,)`. */
export interface SparseArray {
  /** Tells sparse arrays from other values. */
  readonly kind: "sparse";
  /** Length of each dimension. */
  readonly shape: readonly number[];
  /** Indices of the stored values, `(nDimensions, nStored)`. */
  readonly coords: NdArray;
  /** The stored values, `(nStored,)`. */
  readonly values: NdArray;
  /** Value of all elements that are not stored. */
  readonly fillValue: number | bigint;
}

/** Structured array: one {@link NdArray} a field, all with the outer `shape` first. */
export interface StructuredArray {
  /** Tells structured arrays from other values. */
  readonly kind: "structured";
  /** Length of each dimension. */
  readonly shape: readonly number[];
  /** Arrays by field. */
  readonly fields: ReadonlyMap<string, NdArray | StructuredArray>;
}

/** Any JSON or YAML document. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A parsed JSON, JSON-lines or YAML file. */
export interface JsonDocument {
  /** Tells documents from other values. */
  readonly kind: "json";
  /** The document. */
  readonly value: JsonValue;
}

/** What a dataset becomes in memory; narrow on `kind`. `undefined` stands for a file of zero bytes. */
export type AlfValue =
  | NdArray
  | StructuredArray
  | AlfTable
  | ArrayArchive
  | SparseArray
  | JsonDocument
  | FileReference
  | undefined;
