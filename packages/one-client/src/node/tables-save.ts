import { resolve } from "node:path";
import { type CacheTable, type TableMetadata } from "../tables/cache-table.ts";
import { type CacheTables, earliestCreation } from "../tables/cache-tables.ts";
import { FileTable } from "../tables/file-table.ts";
import { mergeTable } from "../tables/merge-tables.ts";
import { isMergedTable } from "../tables/merged-table.ts";
import { formatMinutes } from "../tables/table-metadata.ts";
import { loadTablesFrom } from "./tables-load.ts";
import { type LockOptions } from "./tables-lock.ts";
import { putTables, type TableToWrite, whileLocked } from "./tables-write.ts";

/** Options of {@link saveTables}. */
export interface SaveTablesOptions extends LockOptions {
  /** Put the tables in place of the files as they are, whatever these hold and whenever they changed. */
  readonly clobber?: boolean | undefined;
  /** The time of saving. */
  readonly now?: Date | undefined;
}

/** The tables after saving, and whether anything was written. */
export interface SaveTablesResult {
  /** Opened from the files if these were written: with the rows that other processes saved. */
  readonly tables: CacheTables;
  /** False if nothing had changed since the tables were loaded or saved. */
  readonly saved: boolean;
}

/**
 * Save tables that changed since they were loaded or saved, together with what other processes saved meanwhile.
 *
 * What changed in memory is merged into the files as they are then, under a lock: nobody's rows are lost. Where two
 * processes changed the same row, the later one wins. Tables that only one side has are kept.
 *
 * @param folder - An existing folder.
 * @throws TableWriteError if a file cannot be written; the files are as they were, or some of them new.
 * @throws TableLockError, FolderMissingError as `lockTables`.
 * @see Source: `One.save_cache` in ONE, `one/api.py`. There files are read before the lock is taken, all rows of the
 *   memory replace those of the files, and a table that one side lacks ends the saving.
 */
export async function saveTables(
  folder: string,
  tables: CacheTables,
  options: SaveTablesOptions = {},
): Promise<SaveTablesResult> {
  const { clobber = false, now = new Date() } = options;
  if (!clobber && !needsSaving(tables)) return { tables, saved: false };
  const location = resolve(folder);
  await whileLocked(location, options, async (lock) => {
    const disk = clobber ? undefined : await loadTablesFrom(location, { now });
    const modified = formatMinutes(tables.modifiedTime ?? now);
    const changed: TableToWrite[] = [];
    for (const table of tables.tables.values()) {
      const merged = disk === undefined ? table : await mergedWithDisk(table, { disk, location, now });
      if (merged === undefined) continue;
      changed.push({ table: merged, metadata: { ...merged.metadata, dateModified: modified } });
    }
    return putTables(location, changed, { ...options, now, lock });
  });
  const loaded = await loadTablesFrom(location, { now });
  return { tables: { ...loaded, modifiedTime: tables.modifiedTime, savedTime: now }, saved: true };
}

function needsSaving({ tables, modifiedTime, loadedTime, savedTime }: CacheTables): boolean {
  const modified = modifiedTime?.getTime() ?? Number.NEGATIVE_INFINITY;
  const current = Math.max(...[loadedTime, savedTime].map((time) => time?.getTime() ?? Number.NEGATIVE_INFINITY));
  return modified >= current && [...tables.values()].some(({ numRows }) => numRows > 0);
}

interface DiskSide {
  readonly disk: CacheTables;
  readonly location: string;
  readonly now: Date;
}

/** The table as it is to be on disk; `undefined` if the file there is right. */
async function mergedWithDisk(table: CacheTable, { disk, location, now }: DiskSide): Promise<CacheTable | undefined> {
  const onDisk = disk.tables.get(table.name);
  const isFile = onDisk instanceof FileTable;
  if (onDisk === undefined || (!isFile && onDisk.numRows === 0)) return table;
  const changes = changesSince(table, location);
  if (changes.length === 0) return undefined;
  let merged = onDisk;
  for (const change of changes) merged = await mergeTable(merged, change, { now });
  return withCommonMetadata(merged, table.metadata, onDisk.metadata);
}

/** What was laid over the table that was loaded from this folder, oldest first; the whole table if it is from elsewhere. */
function changesSince(table: CacheTable, location: string): readonly CacheTable[] {
  const changes: CacheTable[] = [];
  for (let below = table; ; ) {
    if (below instanceof FileTable && below.location === location) return changes;
    if (!isMergedTable(below)) return below.numRows === 0 ? changes : [below, ...changes];
    changes.unshift(below.changes);
    below = below.base;
  }
}

function withCommonMetadata(merged: CacheTable, memory: TableMetadata, disk: TableMetadata): CacheTable {
  const created = earliestCreation([memory, disk]);
  const metadata: TableMetadata = {
    ...memory,
    ...withoutMissing(disk),
    dateCreated: created === undefined ? memory.dateCreated : formatMinutes(created),
    origin: new Set([...disk.origin, ...memory.origin]),
  };
  return { ...merged, metadata };
}

function withoutMissing(metadata: TableMetadata): TableMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined)) as never;
}
