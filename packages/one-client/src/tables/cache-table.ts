import { type Vector } from "apache-arrow";

/** The facts that travel in a cache table's `one_metadata` (Parquet key-value metadata). */
export interface TableMetadata {
  /** When the table was made, `"YYYY-MM-DD HH:MM"`; `undefined` in a file that never was a cache table. */
  readonly dateCreated: string | undefined;
  /** When it was last changed, `"YYYY-MM-DD HH:MM"`. */
  readonly dateModified?: string | undefined;
  /** Where rows came from: folders, database URLs, `"alyx"`. */
  readonly origin: ReadonlySet<string>;
  readonly minApiVersion?: string | undefined;
  readonly databaseTags?: readonly string[] | undefined;
}

/**
 * One cache table (sessions, datasets, insertions …) in memory, with its columns as Arrow vectors of one chunk each.
 *
 * Columns of a file are read when first asked for, so that a search touches only what it needs. Rows are sorted by the
 * index. Repeated text (`eid`, `rel_path`, `subject` …) is dictionary-encoded with `Int32` codes; `id` and `hash` are
 * plain `Utf8`. Ids are canonical lower-case UUID text (or, in a table made without ids, relative paths).
 */
export interface CacheTable {
  readonly name: string;
  readonly numRows: number;
  /** The columns that identify a row: `["id"]`, or `["eid", "id"]`. */
  readonly indexNames: readonly string[];
  /** Every column with the index first, in file order. */
  readonly columnNames: readonly string[];
  readonly metadata: TableMetadata;
  /** The column's values, `(numRows,)`; `undefined` if the table has no such column. */
  column(name: string): Promise<Vector | undefined>;
}
