import { type AlfValue, type FileReference, InvalidArgumentError, isUuidString } from "@neurophys/alf";
import { type TextPattern } from "@neurophys/alf/filter";
import { type SessionId } from "../convert/to-eid.ts";
import { DatasetNotFoundError, DatasetSpecifierError, DuplicateIdError, FilesMissingError } from "../errors.ts";
import { type DatasetRecord, readDatasetRecords } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { findRow } from "../tables/find-rows.ts";
import { type CheckOptions, checkFiles } from "./check-files.ts";
import { chooseDataset, type DatasetSpecifier, NEAR_SHOWN, nearPaths } from "./choose-dataset.ts";
import { checkSpecifiers, chooseDatasets, type Places } from "./choose-datasets.ts";
import { hasSeveralRows } from "./duplicate-ids.ts";
import { mapBounded } from "./map-bounded.ts";
import { readFile } from "./read-values.ts";
import { pick, type SessionDatasets, sessionDatasets, wantedRevision } from "./session-datasets.ts";

/** Where a dataset lies, and how its file is checked. */
export interface DatasetOptions extends CheckOptions {
  /** Collection, e.g. `"alf/probe00"` or a pattern; `""` is the session folder itself. Default: any, if only one has it. */
  readonly collection?: TextPattern;
  /** Latest revision to take; `""` takes the unrevised file. Default: the default revision. */
  readonly revision?: string | undefined;
}

/** Where several datasets lie, and how their files are checked. */
export interface DatasetsOptions extends CheckOptions, Places {
  /** Whether a missing dataset is an error; else there is nothing in its place. Default: true. */
  readonly assertPresent?: boolean | undefined;
}

/** Files of datasets that were asked for; `undefined` in the place of those that are missing. */
export interface DownloadedDatasets {
  /** Where each file is, `(nDatasets,)`. */
  readonly files: readonly (FileReference | undefined)[];
  /** Record of each, `(nDatasets,)`. */
  readonly records: readonly (DatasetRecord | undefined)[];
}

/** Values of datasets that were asked for; `undefined` in the place of those that are missing. */
export interface LoadedDatasets {
  /** What each file holds, `(nDatasets,)`. */
  readonly values: readonly AlfValue[];
  /** Record of each, `(nDatasets,)`. */
  readonly records: readonly (DatasetRecord | undefined)[];
}

/** One dataset and its record. */
export interface DatasetWithRecord<T> {
  /** What the file holds, or where it is. */
  readonly value: T;
  /** What the table says of it. */
  readonly record: DatasetRecord;
}

/**
 * The file of one dataset of a session.
 *
 * @throws UnresolvedSessionError if no session of the tables is meant.
 * @throws DatasetSpecifierError if a path is given together with a collection or revision.
 * @throws DatasetNotFoundError if the session has no such dataset; it shows near ones.
 * @throws AlfMultipleCollectionsFoundError or AlfMultipleObjectsFoundError if it has several; each lists them.
 * @throws FilesMissingError if the file is not in the store.
 * @see Source: `One.load_dataset` in ONE, `one/api.py`, with `download_only=True`.
 */
export async function downloadDataset(
  context: OneContext,
  id: SessionId,
  { dataset, options }: { readonly dataset: DatasetSpecifier; readonly options: DatasetOptions },
): Promise<FileReference> {
  const place = { collection: options.collection, revision: wantedRevision(context, options.revision) };
  const all = await sessionDatasets(context, id);
  const found = chooseDataset(context, all, { specifier: dataset, place });
  return onlyFile(context, found, options);
}

/** The file of a dataset that must be there. */
async function onlyFile(context: OneContext, found: SessionDatasets, options: CheckOptions): Promise<FileReference> {
  const [file] = await checkFiles(context, found, options);
  if (file !== undefined) return file;
  throw new FilesMissingError(
    found.records.map((record) => record.rel_path),
    context.location,
  );
}

/**
 * The files of several datasets of a session, and their records, in the order asked for.
 *
 * @param datasets - File names, paths in the session, parts, or records of a listing.
 * @throws UnresolvedSessionError if no session of the tables is meant.
 * @throws DatasetNotFoundError if `assertPresent` and the tables lack one; it names all that are missing.
 * @throws FilesMissingError if `assertPresent` and the store lacks one; it names all that are missing.
 * @throws as {@link chooseDatasets} for what cannot be understood.
 * @see Source: `One.load_datasets` in ONE, `one/api.py`, with `download_only=True`. There a session without datasets
 *   gives no lists (O22).
 */
export async function downloadDatasets(
  context: OneContext,
  id: SessionId,
  {
    datasets,
    options,
  }: { readonly datasets: readonly (DatasetSpecifier | DatasetRecord)[]; readonly options: DatasetsOptions },
): Promise<DownloadedDatasets> {
  const specifiers = typeof datasets === "string" ? datasets : datasets.map(specifierOf);
  checkSpecifiers(context, specifiers, options);
  const all = await sessionDatasets(context, id);
  checkSession(datasets, all.eid);
  const { assertPresent = true } = options;
  if (all.records.length === 0) {
    const what = "No datasets found";
    complain(context, assertPresent, {
      what,
      error: new DatasetNotFoundError(specifiers.map(textOf), `session ${all.eid}`),
    });
    return { files: specifiers.map(() => undefined), records: specifiers.map(() => undefined) };
  }
  const places = chooseDatasets(context, all, { specifiers, places: options });
  const missing = specifiers.filter((_, i) => places[i] === undefined).map(textOf);
  if (missing.length > 0) {
    const what = `The following datasets are not in the cache: ${missing.join(", ")}`;
    const candidates = [...new Set(missing.flatMap((text) => nearPaths(all, text)))].slice(0, NEAR_SHOWN);
    const error = new DatasetNotFoundError(missing, `session ${all.eid}`, { candidates });
    complain(context, assertPresent, { what, error });
  }
  return filesInOrder(
    context,
    pick(
      all,
      places.filter((place) => place !== undefined),
    ),
    { places, options },
  );
}

/** Files and records, with nothing in the places that nothing was found for. */
async function filesInOrder(
  context: OneContext,
  found: SessionDatasets,
  { places, options }: { readonly places: readonly (number | undefined)[]; readonly options: DatasetsOptions },
): Promise<DownloadedDatasets> {
  const records = await readDatasetRecords(found.table, found.rows);
  const files = await checkFiles(context, found, options);
  const absent = records.filter((_, i) => files[i] === undefined).map((record) => record.rel_path);
  if (absent.length > 0) {
    const what = `The following datasets were not downloaded: ${absent.join(", ")}`;
    complain(context, options.assertPresent ?? true, { what, error: new FilesMissingError(absent, context.location) });
  }
  let next = 0;
  const order = places.map((place) => (place === undefined ? -1 : next++));
  return { files: order.map((i) => files[i]), records: order.map((i) => records[i]) };
}

function complain(
  context: OneContext,
  isError: boolean,
  { what, error }: { readonly what: string; readonly error: Error },
): void {
  if (isError) throw error;
  context.onWarning({ code: "one/datasets-missing", category: "UserWarning", message: what });
}

function specifierOf(dataset: DatasetSpecifier | DatasetRecord): DatasetSpecifier {
  return typeof dataset === "object" && "rel_path" in dataset
    ? (dataset as DatasetRecord).rel_path
    : (dataset as DatasetSpecifier);
}

function checkSession(datasets: readonly (DatasetSpecifier | DatasetRecord)[], eid: string): void {
  for (const dataset of datasets) {
    if (typeof dataset === "object" && "rel_path" in dataset && (dataset as DatasetRecord).eid !== eid) {
      throw new DatasetSpecifierError("A record of another session", dataset, `records of ${eid}`);
    }
  }
}

function textOf(specifier: DatasetSpecifier): string {
  return typeof specifier === "string" ? specifier : JSON.stringify(specifier);
}

/**
 * The file of a dataset by its id, and its record.
 *
 * @throws DatasetNotFoundError if the table does not have it; InvalidArgumentError if it is no UUID either.
 * @throws DuplicateIdError if several rows have it.
 * @throws FilesMissingError if the file is not in the store.
 * @see Source: `One.load_dataset_from_id` in ONE, `one/api.py`, with `download_only=True, details=True`.
 */
export async function downloadDatasetFromId(
  context: OneContext,
  id: string,
  options: CheckOptions,
): Promise<DatasetWithRecord<FileReference>> {
  const table = context.cache.tables.get("datasets");
  const row = table === undefined ? undefined : await findRow(table, id);
  if (table === undefined || row === undefined) {
    if (!isUuidString(id)) throw new InvalidArgumentError("dataset id", id, "a UUID in canonical form");
    throw new DatasetNotFoundError([id], "the datasets table");
  }
  if (await hasSeveralRows(table, id)) throw new DuplicateIdError(id, table.name);
  const records = await readDatasetRecords(table, [row]);
  const record = records[0] as DatasetRecord;
  const file = await onlyFile(context, { eid: record.eid, table, rows: [row], records: [record] }, options);
  return { value: file, record };
}

/** As {@link downloadDataset}, decoded. */
export async function loadDataset(
  context: OneContext,
  id: SessionId,
  request: { readonly dataset: DatasetSpecifier; readonly options: DatasetOptions },
): Promise<AlfValue> {
  return readFile(context, await downloadDataset(context, id, request), request.options.signal);
}

/** As {@link downloadDatasets}, decoded; several files at once. */
export async function loadDatasets(
  context: OneContext,
  id: SessionId,
  request: { readonly datasets: readonly (DatasetSpecifier | DatasetRecord)[]; readonly options: DatasetsOptions },
): Promise<LoadedDatasets> {
  const { files, records } = await downloadDatasets(context, id, request);
  const values = await mapBounded(files, context.concurrency, async (file) =>
    file === undefined ? undefined : readFile(context, file, request.options.signal),
  );
  return { values, records };
}

/** As {@link downloadDatasetFromId}, decoded. */
export async function loadDatasetFromId(
  context: OneContext,
  id: string,
  options: CheckOptions,
): Promise<DatasetWithRecord<AlfValue>> {
  const { value, record } = await downloadDatasetFromId(context, id, options);
  return { value: await readFile(context, value, options.signal), record };
}
