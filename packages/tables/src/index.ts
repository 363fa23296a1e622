export { parquetDecoder, tableDecoders } from "./alf/decoders.ts";
export { tableFromAlf } from "./alf/table-from-alf.ts";
export { tableToAlf } from "./alf/table-to-alf.ts";
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
export type { FixedArray } from "./parquet/column-type.ts";
export type { PandasColumn, PandasMetadata, PandasRangeIndex } from "./parquet/pandas-metadata.ts";
export {
  type OpenParquetOptions,
  openParquet,
  openParquetBytes,
  type ParquetFile,
  type ReadColumnsOptions,
} from "./parquet/parquet-file.ts";
export type { TextEncoding } from "./parquet/text-sink.ts";
export { type ColumnValues, columnValues } from "./vector/column-values.ts";
export { concatVectors } from "./vector/concat-vectors.ts";
export {
  makeBoolVector,
  makeDateVector,
  makeDictionaryVector,
  makeNumberVector,
  makeTable,
  makeTimestampVector,
  makeUtf8Vector,
  type TimestampOptions,
  type ValidityOption,
} from "./vector/make-vector.ts";
export { takeRows } from "./vector/take-rows.ts";
export {
  type DictionaryColumn,
  dictionaryColumn,
  type TextBytes,
  textBytes,
  textValue,
  textValues,
} from "./vector/text.ts";
export type { Compressor } from "./write/compression.ts";
export type { WriteParquetOptions } from "./write/parquet-encoder.ts";
export { type ByteSink, writeParquet, writeParquetTo } from "./write/write-parquet.ts";
