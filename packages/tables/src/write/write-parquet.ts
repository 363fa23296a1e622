import { type Table } from "apache-arrow";
import { ParquetEncoder, type WriteParquetOptions } from "./parquet-encoder.ts";

/** Where the bytes of a file go, in order. A promise is waited for before the next ones are made. */
export interface ByteSink {
  /** Take the next bytes of the file. */
  write(bytes: Uint8Array): void | Promise<void>;
}

/**
 * Write a table as a Parquet file that pyarrow and pandas read back equal: index, categories, nulls, unsigned and
 * missing integers, dates, times and zones.
 *
 * @param table - Flat columns; vectors of {@link makeTable}, or any Arrow table.
 * @returns The file.
 * @throws UnsupportedColumnTypeError if a column is nested, or of another type without a flat form.
 * @throws ColumnNotFoundError if `index` names a column that is not there.
 * @see Source: `pandas.DataFrame.to_parquet`; statistics of values are left out.
 */
export function writeParquet(table: Table, options: WriteParquetOptions = {}): Uint8Array<ArrayBuffer> {
  const encoder = new ParquetEncoder(options);
  const parts = [...encoder.rowGroups(table), encoder.footer()];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/**
 * Write a Parquet file as its tables come, holding no more than one column of one row group in encoded form.
 *
 * @param tables - One table, or several with the same columns: each becomes one or more row groups.
 * @throws InvalidColumnError if a table's columns differ from the first one's, or there is no table.
 * @throws the errors of {@link writeParquet}, and whatever the sink throws.
 */
export async function writeParquetTo(
  sink: ByteSink,
  tables: Table | Iterable<Table> | AsyncIterable<Table>,
  options: WriteParquetOptions = {},
): Promise<void> {
  const encoder = new ParquetEncoder(options);
  const several = "schema" in tables ? [tables] : tables;
  for await (const table of several) {
    for (const part of encoder.rowGroups(table)) await sink.write(part);
  }
  await sink.write(encoder.footer());
}
