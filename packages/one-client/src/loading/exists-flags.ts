import { Bool, makeData, makeVector, type Vector } from "apache-arrow";
import { readRecords } from "../listing/records.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type MergedTable } from "../tables/merged-table.ts";
import { recordsToTable } from "../tables/records-to-table.ts";
import { bitAt } from "../tables/take-rows.ts";

/**
 * A datasets table with other flags of existence in some rows.
 *
 * It is a merged table whose changes are those rows, so that saving writes no more than them; but its columns are those
 * of the table below, and only the flags are made anew, one bit a row.
 */
interface FlaggedTable extends MergedTable {
  /** Whether the file exists, by row. */
  readonly existsFlags: ReadonlyMap<number, boolean>;
}

function isFlagged(table: CacheTable): table is FlaggedTable {
  return "existsFlags" in table;
}

/** The table under the flags that were put in place of its own; rows of tables with the same one are the same. */
export function unflaggedTable(table: CacheTable): CacheTable {
  return isFlagged(table) ? table.base : table;
}

/**
 * A datasets table in which some rows say otherwise whether their file exists.
 *
 * @param flags - Whether the file exists, by row number.
 */
export async function withExistsFlags(table: CacheTable, flags: ReadonlyMap<number, boolean>): Promise<CacheTable> {
  const base = unflaggedTable(table);
  const existsFlags = new Map([...(isFlagged(table) ? table.existsFlags : []), ...flags]);
  const rows = [...existsFlags.keys()].sort((a, b) => a - b);
  const records = await readRecords(base, rows);
  const changed = records.map((record, i) => ({ ...record, exists: existsFlags.get(rows[i] as number) }));
  const { indexNames, metadata } = base;
  const exists = flagVector(base.numRows, await base.column("exists"), existsFlags);
  return flagged({ base, changes: recordsToTable(base.name, changed, { indexNames, metadata }), existsFlags }, exists);
}

function flagVector(numRows: number, old: Vector | undefined, flags: ReadonlyMap<number, boolean>): Vector {
  const bits = new Uint8Array(Math.ceil(numRows / 8));
  const data = old?.data[0];
  for (let row = 0; row < numRows; row++) {
    const exists = flags.get(row) ?? (data === undefined || (data.getValid(row) && bitAt(data, row)));
    if (exists) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7));
  }
  return makeVector(makeData({ type: new Bool(), length: numRows, data: bits, nullCount: 0 }));
}

function flagged(parts: Pick<FlaggedTable, "base" | "changes" | "existsFlags">, exists: Vector): FlaggedTable {
  const { base } = parts;
  const column = async (name: string): Promise<Vector | undefined> => (name === "exists" ? exists : base.column(name));
  return {
    ...parts,
    name: base.name,
    numRows: base.numRows,
    indexNames: base.indexNames,
    columnNames: base.columnNames.includes("exists") ? base.columnNames : [...base.columnNames, "exists"],
    metadata: base.metadata,
    column,
    // the flags are in the order of the index, so what comes beside them must be too
    unorderedColumns: (names) =>
      names.includes("exists") ? Promise.all(names.map(column)) : base.unorderedColumns(names),
  };
}
