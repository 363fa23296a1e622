import { requiredColumn } from "../search/search-sessions.ts";
import { type TextColumn, textColumn } from "../search/text-column.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type RowRange, sessionRows } from "../tables/session-rows.ts";

/** The columns of the datasets table that listing reads, sorted by session. */
export interface DatasetView {
  readonly table: CacheTable;
  readonly paths: TextColumn;
  /** `undefined` in a table without qualities: all count as `NOT_SET`. */
  readonly qc: TextColumn | undefined;
}

/**
 * The columns that listing reads, ready to be filtered.
 *
 * @throws MissingColumnError if the table has no `rel_path`.
 */
export async function datasetView(table: CacheTable): Promise<DatasetView> {
  const [relPath, qc] = await Promise.all([requiredColumn(table, "rel_path"), table.column("qc")]);
  return { table, paths: textColumn(relPath), qc: qc === undefined ? undefined : textColumn(qc) };
}

/** Rows of one session, or of the whole table if `eid` is `undefined`; an empty range if the session has none. */
export async function datasetRange(view: DatasetView, eid: string | undefined): Promise<RowRange> {
  if (eid === undefined) return { start: 0, end: view.table.numRows };
  const sessions = await sessionRows(view.table);
  return sessions?.range(eid) ?? { start: 0, end: 0 };
}

/** Path of a row, within its session. */
export function relPathAt(view: DatasetView, row: number): string {
  return view.paths.values[view.paths.codes[row] as number] ?? "";
}
