import { type DataWarning, type FileReference } from "@neurophys/alf";
import { datasetKey, folderOfDataset } from "../convert/paths.ts";
import { joinLocation } from "../convert/session-folder.ts";
import { type DatasetRecord, readRecords } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { unflaggedTable, withExistsFlags } from "./exists-flags.ts";
import { mapBounded } from "./map-bounded.ts";

/** How files are checked before they are loaded. */
export interface CheckOptions {
  /** Compare the MD5 of each file with the table's. Default: true, as in the original. */
  readonly checkHash?: boolean | undefined;
  /** Ends the work when it is no longer wanted. */
  readonly signal?: AbortSignal | undefined;
}

/** Datasets of a table. */
export interface FoundDatasets {
  readonly table: CacheTable;
  /** `(nDatasets,)` row numbers. */
  readonly rows: ArrayLike<number>;
}

/**
 * Find the files of datasets in the store, and compare them with what the table says.
 *
 * A file of another size or hash is warned about and given all the same; an unknown size or hash is not compared. Rows of
 * the table that say otherwise whether their file exists are corrected, and ids of files found are recorded.
 *
 * @returns `(nDatasets,)`; `undefined` where the file is missing.
 * @throws SessionNotFoundError if the sessions table does not have the session of a dataset.
 * @see Source: `One._check_filesystem` in ONE, `one/api.py`. There an unknown hash or size counts as a wrong one (O18).
 */
export async function checkFiles(
  context: OneContext,
  found: FoundDatasets,
  options: CheckOptions = {},
): Promise<(FileReference | undefined)[]> {
  const records = await readFacts(context, found, options);
  const folders = new Map<unknown, Promise<string>>();
  const files = await mapBounded(records, context.concurrency, async (record) => {
    const place = record.session_path ?? record.eid;
    const folder = folders.get(place) ?? folderOfDataset(context, record);
    folders.set(place, folder);
    return checkFile(context, record, { ...options, folder: await folder });
  });
  warnAboutMissing(context, records, files);
  const wrong = records.flatMap(({ exists }, i) => (exists === (files[i] !== undefined) ? [] : [i]));
  await correctFlags(
    context,
    found.table,
    new Map(wrong.map((i) => [found.rows[i] as number, files[i] !== undefined])),
  );
  if (context.recordLoaded) {
    context.recordIds(records.filter((_, i) => files[i] !== undefined).map((record) => record.id));
  }
  return files;
}

/** Tell about files that are not there although others of the same question are: what is loaded is not all there is. */
function warnAboutMissing(
  context: OneContext,
  records: readonly DatasetRecord[],
  files: readonly (FileReference | undefined)[],
): void {
  const missing = records.flatMap(({ rel_path }, i) => (files[i] === undefined ? [rel_path] : []));
  if (missing.length === 0 || missing.length === records.length) return;
  const listed = missing.slice(0, 5).join(", ");
  const message = `Not in ${context.location}, and left out: ${listed}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""}`;
  context.onWarning({ code: "one/files-left-out", category: "UserWarning", message });
}

/** The columns that a check needs; ids and hashes, which are most of a table, only where they are used. */
async function readFacts(
  context: OneContext,
  { table, rows }: FoundDatasets,
  { checkHash = true }: CheckOptions,
): Promise<DatasetRecord[]> {
  const columns = ["eid", "rel_path", "file_size", "exists", "session_path"];
  if (checkHash) columns.push("hash");
  if (context.uuidFilenames || context.recordLoaded) columns.push("id");
  return (await readRecords(table, rows, columns)) as DatasetRecord[];
}

async function checkFile(
  context: OneContext,
  record: DatasetRecord,
  { checkHash = true, signal, folder }: CheckOptions & { readonly folder: string },
): Promise<FileReference | undefined> {
  const key = datasetKey(folder, record, context.uuidFilenames);
  const sizeBytes = await context.store.size(key, { signal });
  if (sizeBytes === undefined) return undefined;
  const location = joinLocation(context.location, key);
  const warn = (code: DataWarning["code"], what: string): void =>
    context.onWarning({ code, category: "UserWarning", message: `local ${what} mismatch on dataset: ${location}` });
  if (record.file_size && record.file_size !== sizeBytes) warn("one/file-size-mismatch", "file size");
  else if (checkHash && record.hash && (await context.hashFile(key, signal)) !== record.hash.toLowerCase()) {
    warn("one/file-hash-mismatch", "md5");
  }
  return { kind: "file", key, location };
}

/** Write down in the table which of its files were found, where it said otherwise. */
async function correctFlags(
  context: OneContext,
  table: CacheTable,
  flags: ReadonlyMap<number, boolean>,
): Promise<void> {
  // another call may correct the table while this one waits; and rows mean nothing in a table that was read anew
  for (let done = flags.size === 0; !done; ) {
    const current = context.cache.tables.get(table.name);
    if (current === undefined || unflaggedTable(current) !== unflaggedTable(table)) return;
    const corrected = await withExistsFlags(current, flags);
    done = context.cache.tables.get(table.name) === current;
    if (done) context.replaceTable(corrected);
  }
}
