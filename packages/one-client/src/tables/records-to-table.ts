import { type Vector } from "apache-arrow";
import { type CacheTable, type TableMetadata } from "./cache-table.ts";
import { knownColumnType } from "./column-types.ts";
import { type CellValue } from "./column-values.ts";
import { TableIndexError } from "./errors.ts";
import { makeColumn, typeOfValues } from "./make-column.ts";
import { MemoryTable } from "./memory-table.ts";

/** A row as plain values by column name. Objects and arrays are held as JSON text. */
export type TableRecord = Readonly<Record<string, CellValue | Date | object | undefined>>;

/** Options of {@link recordsToTable}. */
export interface RecordsOptions {
  /** The columns that identify a row; `["id"]` for sessions, else `["eid", "id"]` or whatever of these there is. */
  readonly indexNames?: readonly string[] | undefined;
  /** What the table's file is to say beside the columns; no date and no origin if left out. */
  readonly metadata?: TableMetadata | undefined;
}

/**
 * Make a table of records.
 *
 * Columns are the keys of all records, in order of appearance. Known columns have their own type; of others it follows
 * from the values.
 *
 * @throws {@link TableIndexError} if no record has an index column.
 * @throws {@link TableValueError} if a value does not fit its column.
 */
export function recordsToTable(
  name: string,
  records: readonly TableRecord[],
  options: RecordsOptions = {},
): CacheTable {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const indexNames =
    options.indexNames ?? (name === "sessions" ? ["id"] : ["eid", "id"].filter((id) => names.includes(id)));
  if (indexNames.length === 0) throw new TableIndexError(name, names);
  const columns = new Map<string, Vector>();
  for (const column of names) {
    const values = records.map((record) => record[column]);
    columns.set(column, makeColumn(values, knownColumnType(name, column) ?? typeOfValues(values), { column }));
  }
  return new MemoryTable(name, {
    indexNames,
    columns,
    metadata: options.metadata ?? { dateCreated: undefined, origin: new Set() },
  });
}
