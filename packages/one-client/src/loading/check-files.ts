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

/** A file as the store has it. */
interface CheckedFile {
  readonly file: FileReference;
  /** Folder of its session, or of its aggregate. */
  readonly folder: string;
  readonly state: "right" | "wrong" | "missing";
}

/**
 * Find the files of datasets in the store, compare them with what the table says, and fetch those that are not right, if
 * the context can.
 *
 * A file of another size or hash is warned about; where nothing can fetch it anew, it is given all the same. An unknown
 * size or hash is not compared. Rows of the table that say otherwise whether their file exists are corrected, and ids of
 * files found are recorded.
 *
 * @returns `(nDatasets,)`; `undefined` where the file is missing.
 * @throws SessionNotFoundError if the sessions table does not have the session of a dataset; what fetching throws.
 * @see Source: `One._check_filesystem` in ONE, `one/api.py`. There an unknown hash or size counts as a wrong one (O18).
 */
export async function checkFiles(
  context: OneContext,
  found: FoundDatasets,
  options: CheckOptions = {},
): Promise<(FileReference | undefined)[]> {
  const checkHash = options.checkHash ?? context.checksHashes;
  const records = await readFacts(context, found, checkHash);
  const folders = new Map<unknown, Promise<string>>();
  const checked = await mapBounded(records, context.concurrency, async (record) => {
    const place = record.session_path ?? record.eid;
    const folder = folders.get(place) ?? folderOfDataset(context, record);
    folders.set(place, folder);
    return checkFile(context, record, { checkHash, signal: options.signal, folder: await folder });
  });
  const files = await fetchMissing(context, { records, checked }, { checkHash, signal: options.signal });
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

/** Have files brought that are missing or wrong. @returns Those that are there then. */
async function fetchMissing(
  context: OneContext,
  { records, checked }: { readonly records: readonly DatasetRecord[]; readonly checked: readonly CheckedFile[] },
  options: { readonly checkHash: boolean; readonly signal: AbortSignal | undefined },
): Promise<(FileReference | undefined)[]> {
  const files = checked.map(({ file, state }) => (state === "missing" ? undefined : file));
  const places = checked.flatMap(({ state }, i) => (state === "right" ? [] : [i]));
  if (context.fetchFiles === undefined) return files;
  const wanted = places.map((i) => {
    const { file, folder } = checked[i] as CheckedFile;
    const record = records[i] as DatasetRecord;
    return { record, key: file.key, remoteKey: datasetKey(folder, record, true) };
  });
  const isThere = await context.fetchFiles(wanted, { ...options, presentCount: checked.length - places.length });
  places.forEach((place, i) => {
    if (isThere[i]) files[place] = (checked[place] as CheckedFile).file;
  });
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
  checkHash: boolean,
): Promise<DatasetRecord[]> {
  const columns = ["eid", "rel_path", "file_size", "exists", "session_path"];
  const canFetch = context.fetchFiles !== undefined;
  if (checkHash) columns.push("hash");
  if (context.uuidFilenames || context.recordLoaded || canFetch) columns.push("id");
  if (canFetch) columns.push("exists_aws", "data_url");
  return (await readRecords(table, rows, columns)) as DatasetRecord[];
}

async function checkFile(
  context: OneContext,
  record: DatasetRecord,
  {
    checkHash,
    signal,
    folder,
  }: { readonly checkHash: boolean; readonly signal: AbortSignal | undefined; readonly folder: string },
): Promise<CheckedFile> {
  const key = datasetKey(folder, record, context.uuidFilenames);
  const location = joinLocation(context.location, key);
  const file: FileReference = { kind: "file", key, location };
  const sizeBytes = await context.store.size(key, { signal });
  if (sizeBytes === undefined) return { file, folder, state: "missing" };
  const wrong = (code: DataWarning["code"], what: string): CheckedFile => {
    const message = `local ${what} mismatch on dataset: ${location}`;
    context.onWarning({ code, category: "UserWarning", message });
    return { file, folder, state: "wrong" };
  };
  if (record.file_size && record.file_size !== sizeBytes) return wrong("one/file-size-mismatch", "file size");
  if (checkHash && record.hash && (await context.hashFile(key, signal)) !== record.hash.toLowerCase()) {
    return wrong("one/file-hash-mismatch", "md5");
  }
  return { file, folder, state: "right" };
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
    if (done) await context.replaceTable(corrected);
  }
}
