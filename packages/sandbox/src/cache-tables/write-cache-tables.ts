import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "@neurophys/alf/store/node";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { type LabDatabase } from "../database/lab-database.ts";
import { encodeDatasets, encodeSessions, type TableOrigin } from "./encode-tables.ts";
import { readDatasetRows, readSessionRows } from "./table-rows.ts";

/** Options of {@link writeCacheTables}. */
export interface CacheTableOptions {
  /** Folder for `cache.zip` and `cache_info.json`; made if missing. */
  readonly tablesDir: string;
  /** What the tables say they come from; `"alyx"` by default, as those of an Alyx database do. */
  readonly origin?: string | undefined;
  /** The time that the tables say they were made at. */
  readonly now?: Date | undefined;
}

/** What was written. */
export interface CacheTableSummary {
  readonly sessions: number;
  readonly datasets: number;
  /** Size of `cache.zip`. */
  readonly sizeBytes: number;
}

/** Oldest version of ONE that reads these columns. */
const MIN_API_VERSION = "2.7.0";

/**
 * Write the tables of a database that clients download to search without it: `cache.zip` with `sessions.pqt`,
 * `datasets.pqt` and `cache_info.json`, and the latter beside it. Readers see the old files or the new ones.
 *
 * @see Source: the management command `one_cache` of Alyx, which writes the same members.
 */
export async function writeCacheTables(
  { db }: LabDatabase,
  { tablesDir, origin = "alyx", now = new Date() }: CacheTableOptions,
): Promise<CacheTableSummary> {
  const [sessions, datasets] = [await readSessionRows(db), await readDatasetRows(db)];
  const made: TableOrigin = { dateCreated: formatMinutes(now), origin };
  const [sessionBytes, datasetBytes] = [await encodeSessions(sessions, made), await encodeDatasets(datasets, made)];
  const info = new TextEncoder().encode(
    JSON.stringify({
      date_created: made.dateCreated,
      origin,
      min_api_version: MIN_API_VERSION,
      tables: {
        sessions: { nrecs: sessions.length, size: sessionBytes.length },
        datasets: { nrecs: datasets.length, size: datasetBytes.length },
      },
    }),
  );
  const zip = new ZipWriter(new Uint8ArrayWriter());
  // Parquet is compressed already
  const add = (name: string, bytes: Uint8Array) =>
    zip.add(name, new Uint8ArrayReader(bytes), { level: 0, lastModDate: now });
  await add("sessions.pqt", sessionBytes);
  await add("datasets.pqt", datasetBytes);
  await add("cache_info.json", info);
  const archive = await zip.close();
  await mkdir(tablesDir, { recursive: true });
  await writeFileAtomic(join(tablesDir, "cache.zip"), archive);
  await writeFileAtomic(join(tablesDir, "cache_info.json"), info);
  return { sessions: sessions.length, datasets: datasets.length, sizeBytes: archive.length };
}

/** `YYYY-MM-DD HH:MM` in local time, which is what clients compare. */
function formatMinutes(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
