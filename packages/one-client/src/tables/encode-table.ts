import { makeTable, writeParquetTo } from "@neurophys/tables";
import { DataType, type Vector } from "apache-arrow";
import { type CacheTable, type TableMetadata } from "./cache-table.ts";
import { formatTableMetadata, ONE_METADATA, SORTED_BY } from "./table-metadata.ts";

/** Options of {@link encodeTable}. */
export interface EncodeTableOptions {
  /** What to write as `one_metadata`; the table's own if left out. */
  readonly metadata?: TableMetadata | undefined;
  /** Number the rows, and keep the index as common columns: the form of a table whose ids are paths. */
  readonly rangeIndex?: boolean | undefined;
}

/**
 * Write a cache table as a Parquet file that pandas and Python's ONE open: index columns, dates, ordered quality levels,
 * file sizes that may be missing.
 *
 * @returns The bytes of the file, in pieces.
 * @see Source: `save` in iblutil, `iblutil/io/parquet.py`.
 */
export async function encodeTable(table: CacheTable, options: EncodeTableOptions = {}): Promise<Uint8Array[]> {
  const names = columnsInFile(table);
  const vectors = await Promise.all(names.map((name) => table.column(name)));
  const columns = new Map<string, Vector>(names.map((name, i) => [name, vectors[i]!]));
  const pieces: Uint8Array[] = [];
  await writeParquetTo({ write: (bytes) => void pieces.push(bytes) }, makeTable(columns), {
    index: table.indexNames,
    rangeIndex: options.rangeIndex === true,
    dtypes: nullableTypes(columns),
    keyValueMetadata: new Map([
      [ONE_METADATA, formatTableMetadata(options.metadata ?? table.metadata)],
      [SORTED_BY, table.indexNames.join()],
    ]),
  });
  return pieces;
}

/** pandas writes the columns of a frame first, then those of its index. */
function columnsInFile({ columnNames, indexNames }: CacheTable): readonly string[] {
  return [...columnNames.filter((name) => !indexNames.includes(name)), ...indexNames];
}

/** pandas' nullable integers for sizes, as in a table made by ONE, whether or not a size is missing. */
function nullableTypes(columns: ReadonlyMap<string, Vector>): Readonly<Record<string, string>> {
  const size = columns.get("file_size");
  return size !== undefined && DataType.isInt(size.type) ? { file_size: String(size.type).replace("int", "Int") } : {};
}
