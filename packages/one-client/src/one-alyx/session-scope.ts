import { type DatasetRecord, type SessionRecord } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type CacheTables, emptyDatasets, emptySessions } from "../tables/cache-tables.ts";
import { isMergedTable } from "../tables/merged-table.ts";
import { recordsToTable, type TableRecord } from "../tables/records-to-table.ts";
import { tableRecords } from "../tables/table-records.ts";

/** What the tables of a scope hold: a session and its datasets, or datasets that belong to none. */
export interface ScopeContent {
  /** The session; none for an aggregate. */
  readonly session?: SessionRecord | undefined;
  /** Its datasets. */
  readonly datasets: readonly DatasetRecord[];
}

/**
 * A context whose tables hold one session and its datasets, and nothing else: what a database said of it a moment ago.
 *
 * The functions that list and load are the same for tables of any size. So what comes from a database is not laid over
 * tables of a million rows to find a dozen again.
 *
 * @param onExists - Receives the rows of datasets whose files turned out to exist, or not, against what the record says.
 */
export function scopedContext(
  context: OneContext,
  { session, datasets }: ScopeContent,
  onExists: (rows: readonly TableRecord[]) => void,
): OneContext {
  const sessions = session === undefined ? emptySessions() : sessionTable(session);
  const datasetTable = datasets.length === 0 ? emptyDatasets() : recordsToTable("datasets", datasets);
  let cache: CacheTables = {
    tables: new Map<string, CacheTable>([
      ["sessions", sessions],
      ["datasets", datasetTable],
    ]),
    createdTime: undefined,
    loadedTime: undefined,
    modifiedTime: undefined,
    savedTime: undefined,
    skipped: new Map(),
  };
  return {
    ...context,
    get cache(): CacheTables {
      return cache;
    },
    async replaceTable(table) {
      cache = { ...cache, tables: new Map([...cache.tables, [table.name, table]]) };
      if (isMergedTable(table)) onExists(await tableRecords(table.changes));
    },
  };
}

function sessionTable({ eid, ...fields }: SessionRecord): CacheTable {
  return recordsToTable("sessions", [{ id: eid, ...fields }]);
}
