import { Bool, makeData, makeVector, type Vector } from "apache-arrow";
import { type CacheTable } from "../tables/cache-table.ts";
import { bitAt } from "../tables/take-rows.ts";

/** A datasets table under which flags of existence were put in place of its own. */
interface FlaggedTable extends CacheTable {
  readonly unflagged: CacheTable;
}

/** The table under the flags that were put in place of its own; rows of tables with the same one are the same. */
export function unflaggedTable(table: CacheTable): CacheTable {
  return "unflagged" in table ? (table as FlaggedTable).unflagged : table;
}

/**
 * A datasets table in which some rows say otherwise whether their file exists.
 *
 * Only the flags are copied, one bit a row.
 *
 * @param flags - Row numbers and whether the file exists.
 */
export async function withExistsFlags(table: CacheTable, flags: ReadonlyMap<number, boolean>): Promise<CacheTable> {
  const old = await table.column("exists");
  const bits = new Uint8Array(Math.ceil(table.numRows / 8));
  const data = old?.data[0];
  for (let row = 0; row < table.numRows; row++) {
    const exists = flags.get(row) ?? (data === undefined || (data.getValid(row) && bitAt(data, row)));
    if (exists) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7));
  }
  const exists = makeVector(makeData({ type: new Bool(), length: table.numRows, data: bits, nullCount: 0 }));
  return flagged(unflaggedTable(table), exists);
}

function flagged(table: CacheTable, exists: Vector): FlaggedTable {
  const column = async (name: string): Promise<Vector | undefined> => (name === "exists" ? exists : table.column(name));
  return {
    unflagged: table,
    name: table.name,
    numRows: table.numRows,
    indexNames: table.indexNames,
    columnNames: table.columnNames.includes("exists") ? table.columnNames : [...table.columnNames, "exists"],
    metadata: table.metadata,
    column,
    // the flags are in the order of the index, so what comes beside them must be too
    unorderedColumns: (names) =>
      names.includes("exists") ? Promise.all(names.map(column)) : table.unorderedColumns(names),
  };
}
