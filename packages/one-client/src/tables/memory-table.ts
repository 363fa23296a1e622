import { type Vector } from "apache-arrow";
import { type CacheTable, type TableMetadata } from "./cache-table.ts";
import { castColumn, storeText } from "./cast-column.ts";
import { isDistinctText } from "./column-types.ts";
import { TableColumnsError, TableIndexError } from "./errors.ts";
import { isSorted, sortedOrder } from "./row-order.ts";
import { takeRows } from "./take-rows.ts";
import { dictionaryType, isTextType, textRows } from "./text-rows.ts";

/** What a {@link MemoryTable} is made of. */
export interface MemoryTableParts {
  /** The columns that identify a row: `["id"]`, or `["eid", "id"]`; each must be among `columns`. */
  readonly indexNames: readonly string[];
  /** Columns of equal length and one chunk each, by name; rows in any order. */
  readonly columns: ReadonlyMap<string, Vector>;
  /** What its file is to say beside the columns, once it is saved. */
  readonly metadata: TableMetadata;
}

/** A cache table whose columns are all in memory: made of records, or of an index of folders. */
export class MemoryTable implements CacheTable {
  /** See `CacheTable.name`. */
  readonly name: string;
  /** See `CacheTable.numRows`. */
  readonly numRows: number;
  /** See `CacheTable.indexNames`. */
  readonly indexNames: readonly string[];
  /** See `CacheTable.columnNames`. */
  readonly columnNames: readonly string[];
  /** See `CacheTable.metadata`. */
  readonly metadata: TableMetadata;
  readonly #columns: ReadonlyMap<string, Vector>;

  /**
   * Sorts the rows if they are not sorted.
   *
   * @throws {@link TableIndexError} if an index column is missing.
   * @throws {@link TableColumnsError} if columns differ in length.
   */
  constructor(name: string, { indexNames, columns, metadata }: MemoryTableParts) {
    const missing = indexNames.filter((column) => !columns.has(column));
    if (indexNames.length === 0 || missing.length > 0) throw new TableIndexError(name, [...columns.keys()]);
    this.name = name;
    this.indexNames = indexNames;
    this.metadata = metadata;
    this.columnNames = indexFirst(indexNames, columns.keys());
    this.numRows = columns.get(indexNames[0]!)!.length;
    const uneven = this.columnNames.filter((column) => columns.get(column)!.length !== this.numRows);
    if (uneven.length > 0) throw new TableColumnsError(name, [], uneven);
    this.#columns = sortedColumns(indexNames, storedColumns(this, columns));
  }

  column(name: string): Promise<Vector | undefined> {
    return Promise.resolve(this.#columns.get(name));
  }

  unorderedColumns(names: readonly string[]): Promise<readonly (Vector | undefined)[]> {
    return Promise.resolve(names.map((name) => this.#columns.get(name)));
  }
}

/** Column names with the index first, then as they come. */
export function indexFirst(indexNames: readonly string[], columns: Iterable<string>): readonly string[] {
  return [...indexNames, ...[...columns].filter((column) => !indexNames.includes(column))];
}

/** A column as every cache table holds it: the index as text, repeated text as a dictionary. */
export function storedColumn(indexNames: readonly string[], column: string, vector: Vector): Vector {
  const text =
    indexNames.includes(column) && !isTextType(vector.type) ? castColumn(vector, dictionaryType(), { column }) : vector;
  return storeText(text, isDistinctText(indexNames, column));
}

function storedColumns(
  { columnNames, indexNames }: Pick<CacheTable, "columnNames" | "indexNames">,
  columns: ReadonlyMap<string, Vector>,
): ReadonlyMap<string, Vector> {
  return new Map(columnNames.map((name) => [name, storedColumn(indexNames, name, columns.get(name)!)]));
}

function sortedColumns(
  indexNames: readonly string[],
  columns: ReadonlyMap<string, Vector>,
): ReadonlyMap<string, Vector> {
  const levels = indexNames.map((name) => textRows(columns.get(name)!));
  if (isSorted(levels)) return columns;
  const order = sortedOrder(levels);
  return new Map(Array.from(columns, ([name, vector]) => [name, takeRows([vector], order)]));
}
