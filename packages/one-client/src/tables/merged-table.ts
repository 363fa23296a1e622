import { Bool, type DataType, DataType as Types, type Vector } from "apache-arrow";
import { type CacheTable, type TableMetadata } from "./cache-table.ts";
import { castColumn, storeText } from "./cast-column.ts";
import { isDistinctText, OPTIONAL_DATASET_COLUMNS } from "./column-types.ts";
import { LazyColumns } from "./lazy-columns.ts";
import { makeColumn } from "./make-column.ts";
import { takeRows } from "./take-rows.ts";
import { compareText, type TextRows, textRows } from "./text-rows.ts";

/** A table with the rows of another laid over it; columns are put together when first asked for. */
export interface MergedTable extends CacheTable {
  /** The table below. */
  readonly base: CacheTable;
  /** The rows laid over it. */
  readonly changes: CacheTable;
}

/** What a merged table is, besides its two parts. */
export interface MergeShape {
  /** Columns of the result, index first; what `base` or `changes` lack is filled in. */
  readonly columnNames: readonly string[];
  readonly metadata: TableMetadata;
}

/** True for a table made by {@link mergeRows}. */
export function isMergedTable(table: CacheTable): table is MergedTable {
  return "base" in table && "changes" in table;
}

/**
 * Lay rows over a table: a row of `changes` replaces every row of `base` with the same index, others are added in order.
 *
 * @param changes - Same index columns as `base`. Where an index occurs twice the first row counts.
 */
export async function mergeRows(base: CacheTable, changes: CacheTable, shape: MergeShape): Promise<MergedTable> {
  const baseIndex = await indexRows(base);
  const changedIndex = await indexRows(changes);
  const picks = mergePicks(baseIndex, changedIndex);
  const columns = new LazyColumns((name) => mergedColumn(name, { base, changes, picks }));
  const has = new Set(shape.columnNames);
  const column = (name: string): Promise<Vector | undefined> =>
    has.has(name) ? columns.get(name) : Promise.resolve(undefined);
  return {
    name: base.name,
    numRows: picks.length,
    indexNames: base.indexNames,
    columnNames: shape.columnNames,
    metadata: shape.metadata,
    base,
    changes,
    column,
    unorderedColumns: (names) => Promise.all(names.map(column)),
  };
}

async function indexRows(table: CacheTable): Promise<readonly TextRows[]> {
  const columns = await Promise.all(table.indexNames.map((name) => table.column(name)));
  return columns.map((column) => textRows(column!));
}

/** Rows of the result, each as a row of `base` or, counted on from there, of `changes`. */
function mergePicks(base: readonly TextRows[], changes: readonly TextRows[]): Int32Array {
  const nBase = base[0]!.length;
  const nChanges = changes[0]!.length;
  const picks = new Int32Array(nBase + nChanges);
  let count = 0;
  let row = 0;
  for (let change = 0; change < nChanges; change++) {
    if (change > 0 && compareLevels(changes, change - 1, changes, change) === 0) continue;
    const until = firstNotBefore(base, changes, { row, change });
    while (row < until) picks[count++] = row++;
    picks[count++] = nBase + change;
    while (row < nBase && compareLevels(base, row, changes, change) === 0) {
      // an index that the table has several times is replaced each time
      if (row > until) picks[count++] = nBase + change;
      row++;
    }
  }
  while (row < nBase) picks[count++] = row++;
  return picks.subarray(0, count);
}

/** First row of `base`, not before `row`, that does not come before the change; found in steps that double. */
function firstNotBefore(
  base: readonly TextRows[],
  changes: readonly TextRows[],
  { row, change }: { readonly row: number; readonly change: number },
): number {
  const nBase = base[0]!.length;
  let step = 1;
  let low = row;
  while (low + step <= nBase && compareLevels(base, low + step - 1, changes, change) < 0) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, nBase);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareLevels(base, middle, changes, change) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareLevels(a: readonly TextRows[], i: number, b: readonly TextRows[], j: number): number {
  for (let level = 0; level < a.length; level++) {
    const order = compareText(a[level]!, i, b[level]!, j);
    if (order !== 0) return order;
  }
  return 0;
}

interface MergeParts {
  readonly base: CacheTable;
  readonly changes: CacheTable;
  readonly picks: Int32Array;
}

async function mergedColumn(name: string, { base, changes, picks }: MergeParts): Promise<Vector> {
  const [under, over] = await Promise.all([base.column(name), changes.column(name)]);
  const lower = under ?? (await absentColumn(name, base, over!.type));
  const upper = over === undefined ? await absentColumn(name, changes, lower.type) : castForMerge(over, lower, name);
  return takeRows([storeText(lower, isDistinctText(base.indexNames, name)), upper], picks);
}

function castForMerge(over: Vector, lower: Vector, column: string): Vector {
  return Types.isNull(lower.type) ? over : castColumn(over, lower.type, { column });
}

/** What rows have in a column that their table lacks: whether a copy exists is taken from `exists`, else nothing. */
async function absentColumn(name: string, table: CacheTable, type: DataType): Promise<Vector> {
  const absent = name.startsWith("exists_") ? "exists" : OPTIONAL_DATASET_COLUMNS.get(name)?.absent;
  if (absent === "exists") {
    const exists = await table.column("exists");
    if (exists !== undefined) return castColumn(exists, type, { column: name });
  }
  const value = absent === undefined ? null : absent !== false;
  return makeColumn(new Array(table.numRows).fill(value), absent === undefined ? type : new Bool(), { column: name });
}
