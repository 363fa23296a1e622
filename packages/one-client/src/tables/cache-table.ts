import { type JsonValue } from "@neurophys/alf";
import { type Vector } from "apache-arrow";

/** The facts that travel in a cache table's `one_metadata` (Parquet key-value metadata). */
export interface TableMetadata {
  /** When the table was made, `"YYYY-MM-DD HH:MM"`; `undefined` in a file that never was a cache table. */
  readonly dateCreated: string | undefined;
  /** When it was last changed, `"YYYY-MM-DD HH:MM"`. */
  readonly dateModified?: string | undefined;
  /** Where rows came from: folders, database URLs, `"alyx"`. */
  readonly origin: ReadonlySet<string>;
  /** Oldest version of Python's ONE that can read the table; `undefined` if any can. */
  readonly minApiVersion?: string | undefined;
  /** Releases of data that the table is limited to; `undefined` if it is not. */
  readonly databaseTags?: readonly string[] | undefined;
  /** Entries that have no meaning here; kept so that saving loses none of them. */
  readonly other?: Readonly<Record<string, JsonValue>> | undefined;
}

/**
 * One cache table (sessions, datasets, insertions …) in memory, with its columns as Arrow vectors of one chunk each.
 *
 * Columns of a file are read when first asked for, so that a search touches only what it needs. Rows are sorted by the
 * index, in code-point order of its text. Repeated text (`eid`, `rel_path`, `subject` …) is dictionary-encoded with
 * `Int32` codes, each distinct text once in the dictionary; `id` and `hash` are plain `Utf8`. Ids are canonical
 * lower-case UUID text (or, in a table made without ids, relative paths). Other columns keep the type of the file: an
 * old table may hold `number` as `Int64` and `file_size` as `Float64` with `NaN`. A table never changes: merging makes
 * a new one, so what was derived from a table may be kept in a `WeakMap`.
 */
export interface CacheTable {
  /** Its file's name without `.pqt`: `"sessions"`, `"datasets"`, `"insertions"` … */
  readonly name: string;
  /** Length of every column. */
  readonly numRows: number;
  /** The columns that identify a row: `["id"]`, or `["eid", "id"]`. */
  readonly indexNames: readonly string[];
  /** Every column with the index first, then in file order. */
  readonly columnNames: readonly string[];
  /** What the file says of itself beside its columns. */
  readonly metadata: TableMetadata;
  /** The column's values, `(numRows,)`, sorted by the index; `undefined` if the table has no such column. */
  column(name: string): Promise<Vector | undefined>;
  /**
   * Several columns whose rows belong together but may be in any order, for questions that do not depend on it
   * (which sessions have such a dataset). Spares a large file the check of its order, which reads the whole index.
   *
   * @returns For each name its column, `(numRows,)`, or `undefined` if the table has none.
   */
  unorderedColumns(names: readonly string[]): Promise<readonly (Vector | undefined)[]>;
}
