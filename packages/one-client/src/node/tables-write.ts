import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { isStoreError } from "@neurophys/alf/store";
import { writeChunksAtomic } from "@neurophys/alf/store/node";
import { type CacheTable, type TableMetadata } from "../tables/cache-table.ts";
import { encodeTable } from "../tables/encode-table.ts";
import { TableLockError, TableWriteError } from "../tables/errors.ts";
import { formatMinutes } from "../tables/table-metadata.ts";
import { LOCK_FILE, type LockOptions, lockTables, type TablesLock } from "./tables-lock.ts";

/** Options of {@link writeTables}. */
export interface WriteTablesOptions extends LockOptions {
  /** Number the rows instead of keeping an index, for tables whose ids are paths. */
  readonly rangeIndex?: boolean | undefined;
  /** The time that a table without a date of creation gets: without one it would not be taken for a cache table. */
  readonly now?: Date | undefined;
}

/** A table and what its file is to say about it. */
export interface TableToWrite {
  readonly table: CacheTable;
  readonly metadata: TableMetadata;
}

/** How often work is done again that another process cut short by removing the lock. */
const ATTEMPTS = 5;

/**
 * Put tables in a folder, each in place of the file that it had there. Readers see the old file or the new one.
 *
 * @throws TableWriteError if a file cannot be written; it and those after it stay as they were.
 */
export async function writeTables(
  folder: string,
  tables: readonly CacheTable[],
  options: WriteTablesOptions = {},
): Promise<void> {
  await whileLocked(folder, options, async (lock) => {
    const whole = tables.map((table) => ({ table, metadata: table.metadata }));
    return putTables(folder, whole, { ...options, lock });
  });
}

/**
 * Do work under the lock of a folder. It says whether it came to an end: if the lock was lost it is done again.
 *
 * @throws TableLockError if the lock cannot be had, or is lost again and again.
 */
export async function whileLocked(
  folder: string,
  options: LockOptions,
  work: (lock: TablesLock) => Promise<boolean>,
): Promise<void> {
  const started = performance.now();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const lock = await lockTables(folder, options);
    try {
      await removeLeftovers(folder);
      if (await work(lock)) return;
    } finally {
      await lock.release();
    }
  }
  throw new TableLockError(join(folder, LOCK_FILE), "processes that remove it", performance.now() - started);
}

/** Encode all tables, then put them in place one after the other; false if the lock was lost before. */
export async function putTables(
  folder: string,
  tables: readonly TableToWrite[],
  { lock, rangeIndex, signal, now = new Date() }: WriteTablesOptions & { readonly lock: TablesLock },
): Promise<boolean> {
  // sessions first: one without datasets does less harm than datasets without a session
  const ordered = tables.toSorted((a, b) => Number(b.table.name === "sessions") - Number(a.table.name === "sessions"));
  const files: (readonly [string, Uint8Array[]])[] = [];
  for (const { table, metadata: known } of ordered) {
    const metadata = { ...known, dateCreated: known.dateCreated ?? formatMinutes(now) };
    files.push([join(folder, `${table.name}.pqt`), await encodeTable(table, { metadata, rangeIndex })]);
  }
  for (const [path, pieces] of files) {
    if (!(await lock.isHeld())) return false;
    try {
      await writeChunksAtomic(path, pieces, { signal });
    } catch (cause) {
      throw isStoreError(cause) ? new TableWriteError(path, { cause }) : cause;
    }
  }
  return true;
}

/** Files that are being written, here and by the stores of `@neurophys/alf`, and locks that are being removed. */
const TEMPORARY = /^\.neurophys-[0-9a-f]{16}~$/;
/** Nobody writes a table for so long. */
const LEFTOVER_AFTER_MS = 3_600_000;

/** Remove what processes that were killed while they wrote have left in the folder: it may be as large as a table. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((entry) => TEMPORARY.test(entry))) {
    const path = join(folder, name);
    const touchedMs = (await stat(path).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY;
    // another process may have been quicker, or may not let it go: it is in nobody's way
    if (Date.now() - touchedMs > LEFTOVER_AFTER_MS) await unlink(path).catch(() => undefined);
  }
}
