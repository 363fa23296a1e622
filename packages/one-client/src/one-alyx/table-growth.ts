import { type OnWarning } from "@neurophys/alf";
import { type RemoteRows } from "../alyx/alyx-context.ts";
import { isOneError } from "../errors.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type CacheTables, withTable } from "../tables/cache-tables.ts";
import { MemoryTable } from "../tables/memory-table.ts";
import { type MergeOptions, mergeTable } from "../tables/merge-tables.ts";
import { isMergedTable } from "../tables/merged-table.ts";
import { recordsToTable, type TableRecord } from "../tables/records-to-table.ts";

/** Tables that rows of answers go to. */
const NAMES = ["sessions", "datasets", "insertions"] as const;

type RowsByTable = Record<(typeof NAMES)[number], ReadonlyMap<string, TableRecord>>;

/** What holds tables that grow. */
export interface GrowingTables {
  /** The tables as they are now. */
  cache: CacheTables;
}

/**
 * Rows that answers of a database held and that are not in the tables yet.
 *
 * Laying rows over a table costs as much as the table is long, so that doing it for every answer would take a square of
 * the time. Rows wait here until somebody looks at the tables.
 */
export class TableGrowth {
  readonly #onWarning: OnWarning;
  #waiting = noRows();

  /** @param onWarning - Told about rows that do not fit their table. */
  constructor(onWarning: OnWarning) {
    this.#onWarning = onWarning;
  }

  /** Whether all rows are in the tables. */
  get isEmpty(): boolean {
    return NAMES.every((name) => this.#waiting[name].size === 0);
  }

  /** Take the rows of an answer; later ones take the place of earlier ones with the same id. */
  add({ sessions = [], datasets = [], insertions = [] }: RemoteRows): void {
    for (const row of sessions) this.#waiting.sessions.set(row.id, { ...row });
    // Datasets of no session are not in the table: nothing would find them there.
    for (const row of datasets) if (row.eid !== undefined) this.#waiting.datasets.set(`${row.eid}/${row.id}`, row);
    for (const row of insertions) this.#waiting.insertions.set(row.id, row);
  }

  /** Say of datasets whether their files exist. */
  setExists(datasets: readonly TableRecord[]): void {
    for (const { data_url: _url, ...row } of datasets) {
      if (row["eid"] !== "") this.#waiting.datasets.set(`${String(row["eid"])}/${String(row["id"])}`, row);
    }
  }

  /**
   * Put all rows that wait into the tables; those that come meanwhile wait for the next time.
   *
   * A row that does not fit its table is left out and warned about: one odd record must not keep the others out.
   *
   * @throws What reading the tables throws; the rows then wait on.
   */
  async grow(tables: GrowingTables, options: MergeOptions): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = noRows();
    try {
      for (;;) {
        const before = tables.cache;
        const grown = await this.#laidOver(before, rows, options);
        // Another call may have changed the tables meanwhile: then the rows go over those.
        if (tables.cache !== before) continue;
        tables.cache = grown;
        return;
      }
    } catch (error) {
      for (const name of NAMES) this.#waiting[name] = new Map([...rows[name], ...this.#waiting[name]]);
      throw error;
    }
  }

  async #laidOver(cache: CacheTables, rows: RowsByTable, options: MergeOptions): Promise<CacheTables> {
    let grown = cache;
    for (const name of NAMES) {
      if (rows[name].size > 0) grown = await this.#withRows(grown, name, { rows: rows[name], options });
    }
    return { ...grown, modifiedTime: options.now };
  }

  /** The tables with the rows that fit. */
  async #withRows(
    cache: CacheTables,
    name: string,
    { rows, options }: { readonly rows: ReadonlyMap<string, TableRecord>; readonly options: MergeOptions },
  ): Promise<CacheTables> {
    try {
      return withTable(cache, await grownTable(cache, name, { rows, options }));
    } catch (error) {
      if (!isOneError(error, "one/table-value", "one/table-columns")) throw error;
      if (rows.size === 1) {
        const message = `Left out of the ${name} table: ${[...rows.keys()].join()}: ${error.message}`;
        this.#onWarning({ code: "one/row-left-out", category: "UserWarning", message });
        return cache;
      }
      let grown = cache;
      const half = Math.ceil(rows.size / 2);
      for (const part of [[...rows].slice(0, half), [...rows].slice(half)]) {
        grown = await this.#withRows(grown, name, { rows: new Map(part), options });
      }
      return grown;
    }
  }
}

function noRows(): Record<(typeof NAMES)[number], Map<string, TableRecord>> {
  return { sessions: new Map(), datasets: new Map(), insertions: new Map() };
}

async function grownTable(
  cache: CacheTables,
  name: string,
  { rows, options }: { readonly rows: ReadonlyMap<string, TableRecord>; readonly options: MergeOptions },
): Promise<CacheTable> {
  const indexNames = name === "sessions" ? ["id"] : ["eid", "id"];
  const changes = recordsToTable(name, [...rows.values()], { indexNames });
  const table = cache.tables.get(name);
  if (table === undefined) {
    return recordsToTable(name, [...rows.values()], {
      indexNames,
      metadata: { dateCreated: undefined, origin: new Set(options.origin === undefined ? [] : [options.origin]) },
    });
  }
  if (!isMergedTable(table)) return mergeTable(table, changes, options);
  // Two layers whatever grows: the changes of before and those of now become one table.
  const both = await mergeTable(table.changes, changes, options);
  return mergeTable(table.base, await inMemory(both), options);
}

/** A table whose columns are put together once and for all. */
async function inMemory(table: CacheTable): Promise<MemoryTable> {
  const { name, columnNames, indexNames, metadata } = table;
  const columns = await Promise.all(columnNames.map(async (column) => [column, await table.column(column)] as const));
  const there = columns.filter((entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== undefined);
  return new MemoryTable(name, { indexNames, columns: new Map(there), metadata });
}
