import { DataType } from "apache-arrow";
import { type CacheTable, type TableMetadata } from "./cache-table.ts";
import { type CacheTables, withTable } from "./cache-tables.ts";
import { castColumn } from "./cast-column.ts";
import { knownColumnType, OPTIONAL_DATASET_COLUMNS } from "./column-types.ts";
import { TableColumnsError, UnknownTableError } from "./errors.ts";
import { mergeRows } from "./merged-table.ts";
import { formatMinutes } from "./table-metadata.ts";
import { isTextType } from "./text-rows.ts";

/** Options of {@link mergeTables}. */
export interface MergeOptions {
  /** The time of the change. */
  readonly now: Date;
  /** Refuse records whose columns are not exactly the table's, instead of filling and leaving out. */
  readonly strict?: boolean | undefined;
  /** Where the records come from; added to the origins of the tables. */
  readonly origin?: string | undefined;
  /** Leave out `default_revision` and `exists_…` columns that a table has not had so far, as the original does. */
  readonly compat?: boolean | undefined;
}

/** The tables after a merge, and when they changed; `undefined` if there was nothing to merge. */
export interface MergeResult {
  /** The tables with the records in them; those handed in stay as they were. */
  readonly tables: CacheTables;
  /** The time of the change, `now` of the options; `undefined` if nothing was merged. */
  readonly updated: Date | undefined;
}

/**
 * Add records to tables: rows with a known index replace the old ones, others are added, all sorted by index.
 *
 * A column that the records lack is missing in them, except that `exists_…` follows `exists`. Columns that a table does
 * not have are left out, except the known optional ones (`default_revision`, `exists_aws`, `exists_flatiron`), which it
 * then gets. Values take the types of the table.
 *
 * @param records - By table name; a table without rows, or `undefined`, is nothing to merge.
 * @throws {@link UnknownTableError} if records belong to no table that is loaded.
 * @throws {@link TableColumnsError} if `strict` and columns differ, or if the index columns differ.
 * @throws {@link TableValueError} if a value does not fit its column.
 * @see Source: `merge_tables` in ONE, `one/alf/cache.py`. There optional columns are lost unless the table has them
 *   already, and the time of the last change is lost by a merge of nothing.
 */
export async function mergeTables(
  tables: CacheTables,
  records: Readonly<Record<string, CacheTable | undefined>>,
  options: MergeOptions,
): Promise<MergeResult> {
  let merged = tables;
  let updated: Date | undefined;
  for (const [name, changes] of Object.entries(records)) {
    if (changes === undefined || changes.numRows === 0) continue;
    const base = merged.tables.get(name);
    if (base === undefined) throw new UnknownTableError(name, [...tables.tables.keys()]);
    merged = withTable(merged, await mergeTable(base, changes, options));
    updated = options.now;
  }
  return { tables: updated === undefined ? merged : { ...merged, modifiedTime: updated }, updated };
}

/** {@link mergeTables} for one table. */
export async function mergeTable(base: CacheTable, changes: CacheTable, options: MergeOptions): Promise<CacheTable> {
  checkColumns(base, changes, options.strict === true);
  await checkValues(base, changes);
  const { now, origin } = options;
  const metadata: TableMetadata = {
    ...base.metadata,
    dateCreated: base.metadata.dateCreated ?? formatMinutes(now),
    origin: origin === undefined ? base.metadata.origin : new Set([...base.metadata.origin, origin]),
  };
  const optional = options.compat === true ? [] : newOptionalColumns(base, changes);
  return mergeRows(base, changes, { columnNames: [...base.columnNames, ...optional], metadata });
}

function newOptionalColumns(base: CacheTable, changes: CacheTable): readonly string[] {
  if (base.name !== "datasets") return [];
  return changes.columnNames.filter((name) => OPTIONAL_DATASET_COLUMNS.has(name) && !base.columnNames.includes(name));
}

function checkColumns(base: CacheTable, changes: CacheTable, strict: boolean): void {
  const required = strict ? base.columnNames : base.indexNames;
  const missing = required.filter((name) => !changes.columnNames.includes(name));
  const allowed = strict ? base.columnNames : [...base.columnNames, ...changes.columnNames];
  const unexpected = changes.columnNames.filter((name) => !allowed.includes(name));
  if (missing.length > 0 || unexpected.length > 0) throw new TableColumnsError(base.name, missing, unexpected);
}

/**
 * Values are put together with the table's when their column is asked for; what cannot fit is to fail here, not then.
 * Columns of a known type need no look at the table: what its files hold takes any value of that type.
 */
async function checkValues(base: CacheTable, changes: CacheTable): Promise<void> {
  for (const name of base.columnNames) {
    const over = await changes.column(name);
    if (over === undefined || hasKnownType(base.name, name, over.type)) continue;
    const under = await base.column(name);
    if (under !== undefined && !DataType.isNull(under.type)) castColumn(over, under.type, { column: name });
  }
}

function hasKnownType(table: string, column: string, type: DataType): boolean {
  const known = knownColumnType(table, column);
  if (known === undefined) return false;
  return isTextType(known) ? isTextType(type) && column !== "qc" : String(known) === String(type);
}
