export {
  ColumnNotFoundError,
  CorruptParquetError,
  InvalidColumnError,
  InvalidUtf8Error,
  InvalidYamlError,
  isTablesError,
  TableNotFoundError,
  type TablePlace,
  type TablesError,
  TableTooLargeError,
  TruncatedParquetError,
  UnsupportedColumnTypeError,
  UnsupportedParquetError,
} from "./errors.ts";
export type { PandasColumn, PandasMetadata, PandasRangeIndex } from "./parquet/pandas-metadata.ts";
export {
  type OpenParquetOptions,
  openParquet,
  openParquetBytes,
  type ParquetFile,
  type ReadColumnsOptions,
} from "./parquet/parquet-file.ts";
export type { TextEncoding } from "./parquet/text-sink.ts";
