import { type DataType } from "apache-arrow";
import { type CacheTable, type TableMetadata } from "./cache-table.ts";
import { DATASET_COLUMNS, SESSION_COLUMNS } from "./column-types.ts";
import { makeColumn } from "./make-column.ts";
import { MemoryTable } from "./memory-table.ts";
import { formatMinutes, parseMinutes } from "./table-metadata.ts";

/** The tables of one cache folder and what is known about their age. It never changes: each change makes a new one. */
export interface CacheTables {
  /** By name; `sessions` and `datasets` are always there. */
  readonly tables: ReadonlyMap<string, CacheTable>;
  /** When the oldest table was made, to the minute. */
  readonly createdTime: Date | undefined;
  /** When a table was last read from files; `undefined` if none was. */
  readonly loadedTime: Date | undefined;
  /** When records were last merged in. */
  readonly modifiedTime: Date | undefined;
  /** When the tables were last written to files. */
  readonly savedTime: Date | undefined;
  /** Metadata of files that were left out because they are no cache tables. */
  readonly skipped: ReadonlyMap<string, TableMetadata>;
}

/** A sessions table without rows. */
export function emptySessions(metadata: TableMetadata = NO_METADATA): CacheTable {
  return emptyTable("sessions", ["id"], { columns: SESSION_COLUMNS, metadata });
}

/** A datasets table without rows. */
export function emptyDatasets(metadata: TableMetadata = NO_METADATA): CacheTable {
  return emptyTable("datasets", ["eid", "id"], { columns: DATASET_COLUMNS, metadata });
}

const NO_METADATA: TableMetadata = { dateCreated: undefined, origin: new Set() };

function emptyTable(
  name: string,
  indexNames: readonly string[],
  { columns, metadata }: { readonly columns: ReadonlyMap<string, DataType>; readonly metadata: TableMetadata },
): CacheTable {
  const empty = Array.from(columns, ([column, type]) => [column, makeColumn([], type, { column })] as const);
  return new MemoryTable(name, { indexNames, columns: new Map(empty), metadata });
}

/**
 * Empty sessions and datasets tables, as a session starts with when there are no files.
 *
 * @param now - Becomes the time that the tables say they were made.
 * @param origin - Where rows come from, if that is known.
 * @see Source: `default_cache` in ONE, `one/alf/cache.py`. There the time of creation is set only by `load_tables`.
 */
export function defaultCache(now: Date, origin?: string | undefined): CacheTables {
  const metadata: TableMetadata = { dateCreated: formatMinutes(now), origin: new Set(origin ? [origin] : []) };
  return {
    tables: new Map([
      ["datasets", emptyDatasets(metadata)],
      ["sessions", emptySessions(metadata)],
    ]),
    createdTime: undefined,
    loadedTime: undefined,
    modifiedTime: undefined,
    savedTime: undefined,
    skipped: new Map(),
  };
}

/** The earliest time that a table says it was made; `undefined` if none says. */
export function earliestCreation(metadata: Iterable<TableMetadata>): Date | undefined {
  let earliest: Date | undefined;
  for (const { dateCreated } of metadata) {
    const created = parseMinutes(dateCreated);
    if (created !== undefined && (earliest === undefined || created < earliest)) earliest = created;
  }
  return earliest;
}

/** The same tables with one of them replaced or added. */
export function withTable(cache: CacheTables, table: CacheTable): CacheTables {
  return { ...cache, tables: new Map([...cache.tables, [table.name, table]]) };
}
