import { DataType, type Vector } from "apache-arrow";
import { textColumn } from "../search/text-column.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type CellValue, columnValues } from "../tables/column-values.ts";

/** One row of a table by column name; the names are those of the table, which Python shares. `null`: nothing there. */
export type TableRecord = Readonly<Record<string, CellValue>>;

/** A session as the sessions table describes it, with further columns if the table has any. */
export interface SessionRecord {
  /** Id of the session. */
  readonly eid: string;
  /** Name of the laboratory. */
  readonly lab: string | null;
  /** Name of the animal. */
  readonly subject: string | null;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Number of the session on that day. */
  readonly number: number | null;
  /** Name of the task. */
  readonly task_protocol: string | null;
  /** Names joined by commas. */
  readonly projects: string | null;
  readonly [column: string]: CellValue;
}

/** A dataset as the datasets table describes it, with further columns if the table has any. */
export interface DatasetRecord {
  /** Id of the session. */
  readonly eid: string;
  /** Id of the dataset. */
  readonly id: string;
  /** `collection/#revision#/file name`, within the session folder. */
  readonly rel_path: string;
  /** In bytes; `null` if it was never measured. */
  readonly file_size: number | null;
  /** MD5 of the file, as hexadecimal text. */
  readonly hash: string | null;
  /** Whether the file was there when last looked for. */
  readonly exists: boolean;
  /** Name of the quality level, e.g. `"NOT_SET"`. */
  readonly qc: string | null;
  /** Whether this is the revision to use if none is asked for; only in tables that say so. */
  readonly default_revision?: boolean | null;
  /** Folder of the session or aggregate; only in tables that say so. */
  readonly session_path?: string | null;
  readonly [column: string]: CellValue | undefined;
}

/** A reader for the cells of one column; repeated text is decoded once for all readers. */
function cellReader(vector: Vector): (row: number) => CellValue {
  if (!DataType.isDictionary(vector.type)) return columnValues(vector);
  const { codes, values } = textColumn(vector);
  return (row) => values[codes[row] as number] ?? null;
}

/**
 * Rows of a table as records.
 *
 * @param rows - Row numbers, in the order the records are wanted in.
 * @param columnNames - Columns to read; those that the table does not have are left out. Default: all.
 */
export async function readRecords(
  table: CacheTable,
  rows: ArrayLike<number>,
  columnNames: readonly string[] = table.columnNames,
): Promise<TableRecord[]> {
  const vectors = await Promise.all(columnNames.map((name) => table.column(name)));
  const readers = vectors.flatMap((vector, i) =>
    vector === undefined ? [] : [[columnNames[i] as string, cellReader(vector)] as const],
  );
  return Array.from(rows, (row) => {
    const record: Record<string, CellValue> = {};
    for (const [name, read] of readers) record[name] = read(row);
    return record;
  });
}

/** Sessions as records: the index is called `eid`. */
export async function readSessionRecords(table: CacheTable, rows: ArrayLike<number>): Promise<SessionRecord[]> {
  const records = await readRecords(table, rows);
  return records.map(({ id, ...record }) => ({ eid: id, ...record }) as SessionRecord);
}

/** Datasets as records. */
export async function readDatasetRecords(table: CacheTable, rows: ArrayLike<number>): Promise<DatasetRecord[]> {
  return (await readRecords(table, rows)) as DatasetRecord[];
}
