import { AlfGeneralError, compareText, relPathParts } from "@neurophys/alf";
import { type SessionId, toEid } from "../convert/to-eid.ts";
import { type OneContext } from "../one/one-context.ts";
import { flagColumn } from "../search/number-column.ts";
import { textColumn } from "../search/text-column.ts";
import { type DatasetView, datasetRange, datasetView, relPathAt } from "./dataset-view.ts";
import { type DatasetFilter, filterRows, filterSelectedRows, type PatternMode } from "./filter-rows.ts";
import { type DatasetRecord, readDatasetRecords } from "./records.ts";

/** What to list of the datasets, and of which. */
export interface ListDatasetsOptions extends DatasetFilter {
  /** Only the revisions to use by default. Default: false. */
  readonly defaultRevisionsOnly?: boolean | undefined;
}

/** Datasets found, as rows of a table. */
interface FoundRows {
  readonly view: DatasetView;
  readonly rows: Int32Array;
}

/** How the patterns of a call are understood. */
export function patternMode(context: OneContext): PatternMode {
  return { wildcards: context.wildcards, compat: context.compat.includes("dataset-filter") };
}

/**
 * Animals of the loaded sessions, each once, sorted.
 *
 * @see Source: `One.list_subjects` in ONE, `one/api.py`.
 */
export async function listSubjects(context: OneContext): Promise<string[]> {
  const column = await context.cache.tables.get("sessions")?.column("subject");
  if (column === undefined) return [];
  const { codes, values } = textColumn(column);
  const used = new Uint8Array(values.length);
  for (const code of codes) used[code] = 1;
  return [...new Set(values.filter((_, code) => used[code] === 1))].sort(compareText);
}

/**
 * Relative paths of datasets.
 *
 * @param id - Which session; `undefined` lists the datasets of all.
 * @returns Of one session sorted, one path a dataset; of all sessions each path once, in table order. Empty if the
 *   session is unknown or has no such dataset.
 * @throws AlfGeneralError if default revisions are asked for and the table does not say which they are.
 * @see Source: `One.list_datasets` in ONE, `one/api.py`. There nothing found is an empty frame, not a list (O17).
 */
export async function listDatasets(
  context: OneContext,
  id: SessionId | undefined,
  options: ListDatasetsOptions,
): Promise<string[]> {
  const found = await findRows(context, id, options);
  if (found === undefined) return [];
  const { view, rows } = found;
  if (id !== undefined) return Array.from(rows, (row) => relPathAt(view, row)).sort(compareText);
  return distinctInOrder(rows, view.paths.codes, view.paths.values.length).map(
    (code) => view.paths.values[code] as string,
  );
}

/**
 * Records of datasets, in table order.
 *
 * @param id - Which session; `undefined` takes the datasets of all.
 * @throws AlfGeneralError if default revisions are asked for and the table does not say which they are.
 * @see Source: `One.list_datasets` in ONE, `one/api.py`, with `details=True`; records always have `eid` and `id`.
 */
export async function listDatasetDetails(
  context: OneContext,
  id: SessionId | undefined,
  options: ListDatasetsOptions,
): Promise<DatasetRecord[]> {
  const found = await findRows(context, id, options);
  return found === undefined ? [] : readDatasetRecords(found.view.table, found.rows);
}

/**
 * Collections that datasets lie in, each once, in table order; `""` is the session folder itself.
 *
 * @see Source: `One.list_collections` in ONE, `one/api.py`.
 */
export async function listCollections(
  context: OneContext,
  id: SessionId | undefined,
  filter: DatasetFilter,
): Promise<string[]> {
  const found = await findRows(context, id, filter);
  return found === undefined ? [] : distinctParts(found, collectionOf);
}

/**
 * Records of datasets by the collection they lie in, collections sorted.
 *
 * @see Source: `One.list_collections` in ONE, `one/api.py`, with `details=True`.
 */
export async function listCollectionDetails(
  context: OneContext,
  id: SessionId | undefined,
  filter: DatasetFilter,
): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
  const found = await findRows(context, id, filter);
  return found === undefined ? new Map() : groupRecords(found, collectionOf);
}

/**
 * Revisions that datasets have, each once, in table order; `""` is none.
 *
 * @see Source: `One.list_revisions` in ONE, `one/api.py`.
 */
export async function listRevisions(
  context: OneContext,
  id: SessionId | undefined,
  filter: DatasetFilter,
): Promise<string[]> {
  const found = await findRevisedRows(context, id, filter);
  return found === undefined ? [] : distinctParts(found, revisionOf);
}

/**
 * Records of datasets by their revision, revisions sorted.
 *
 * @see Source: `One.list_revisions` in ONE, `one/api.py`, with `details=True`.
 */
export async function listRevisionDetails(
  context: OneContext,
  id: SessionId | undefined,
  filter: DatasetFilter,
): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
  const found = await findRevisedRows(context, id, filter);
  return found === undefined ? new Map() : groupRecords(found, revisionOf);
}

function collectionOf(relPath: string): string {
  return relPathParts(relPath).collection ?? "";
}

function revisionOf(relPath: string): string {
  return relPathParts(relPath).revision ?? "";
}

async function findRows(
  context: OneContext,
  id: SessionId | undefined,
  options: ListDatasetsOptions,
): Promise<FoundRows | undefined> {
  const datasets = context.cache.tables.get("datasets");
  const eid = id === undefined ? undefined : await toEid(context, id);
  if (datasets === undefined || (id !== undefined && eid === undefined)) return undefined;
  const view = await datasetView(datasets);
  const rows = filterRows(view, await datasetRange(view, eid), { ...options, ...patternMode(context) });
  if (!options.defaultRevisionsOnly) return { view, rows };
  const defaults = await datasets.column("default_revision");
  if (defaults === undefined) throw new AlfGeneralError("No default revisions specified (the datasets table has none)");
  const flags = flagColumn(defaults);
  return { view, rows: rows.filter((row) => flags[row] === 1) };
}

/** Revisions are looked for among the datasets that follow the ALF rule, also when a file name is given. */
async function findRevisedRows(
  context: OneContext,
  id: SessionId | undefined,
  filter: DatasetFilter,
): Promise<FoundRows | undefined> {
  const found = await findRows(context, id, {});
  return (
    found && { ...found, rows: filterSelectedRows(found.view, found.rows, { ...filter, ...patternMode(context) }) }
  );
}

/** Codes that rows have, each once, in order of appearance. */
function distinctInOrder(rows: Int32Array, codes: Int32Array, nCodes: number): number[] {
  const seen = new Uint8Array(nCodes);
  const distinct: number[] = [];
  for (const row of rows) {
    const code = codes[row] as number;
    if (seen[code] === 0) {
      seen[code] = 1;
      distinct.push(code);
    }
  }
  return distinct;
}

function distinctParts({ view, rows }: FoundRows, part: (relPath: string) => string): string[] {
  const codes = distinctInOrder(rows, view.paths.codes, view.paths.values.length);
  return [...new Set(codes.map((code) => part(view.paths.values[code] as string)))];
}

async function groupRecords(
  { view, rows }: FoundRows,
  part: (relPath: string) => string,
): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
  const groups = new Map<string, DatasetRecord[]>();
  for (const record of await readDatasetRecords(view.table, rows)) {
    const name = part(record.rel_path);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [record]);
    else group.push(record);
  }
  return new Map([...groups].sort(([a], [b]) => compareText(a, b)));
}
