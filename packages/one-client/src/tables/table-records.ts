import { type Vector } from "apache-arrow";
import { type CacheTable } from "./cache-table.ts";
import { type CellValue, columnValues } from "./column-values.ts";

/**
 * Rows of a table as plain records, every column with the index first.
 *
 * @param rows - Row numbers; every row of the table if left out.
 * @param columnNames - The columns to read; all if left out.
 */
export async function tableRecords(
  table: CacheTable,
  rows?: Iterable<number> | undefined,
  columnNames: readonly string[] = table.columnNames,
): Promise<Record<string, CellValue>[]> {
  const columns = await Promise.all(columnNames.map((name) => table.column(name)));
  const readers = columns.flatMap((column: Vector | undefined, i) =>
    column === undefined ? [] : [[columnNames[i]!, columnValues(column)] as const],
  );
  return Array.from(rows ?? Array.from({ length: table.numRows }).keys(), (row) =>
    Object.fromEntries(readers.map(([name, value]) => [name, value(row)])),
  );
}
