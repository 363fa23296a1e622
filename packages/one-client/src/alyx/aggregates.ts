import { type QcName, relPathParts } from "@neurophys/alf";
import { type FilterDatasetsOptions, filterDatasets, pythonRegex } from "@neurophys/alf/filter";
import { type AlyxContext } from "./alyx-context.ts";
import { accessibleUrl, type DatasetRow, datasetsToRecords } from "./dataset-records.ts";
import { AlyxDatasetNotFoundError } from "./errors.ts";
import { recordId } from "./record-field.ts";
import { aggregatesRequest } from "./requests.ts";
import { listRecords } from "./search.ts";

/** A dataset made from many sessions. */
export interface Aggregate {
  /** Its row; `rel_path` begins with `aggregates/`. */
  readonly row: DatasetRow;
  /** What it was made over, in lower case: `"subjects"`, `"tags"` … */
  readonly relation: string;
  /** Of that, which one, e.g. `"lab/subject"`. */
  readonly identifier: string;
  /** Address of its file. */
  readonly dataUrl: string | undefined;
}

/** Which aggregates to list. */
export interface AggregateFilter {
  /** Part of the identifier, a regular expression as Python reads it; `undefined` takes all. */
  readonly identifier?: string | undefined;
  /** Name, names or parts of names; shell wildcards are understood. */
  readonly dataset?: FilterDatasetsOptions["filename"];
  /** The latest revision to take; `undefined` takes the default one. */
  readonly revision?: string | undefined;
  /** Throw if more than one dataset is left. Default false. */
  readonly assertUnique?: boolean | undefined;
}

/** What lies before the last `aggregates/` in the path of some servers. */
const BEFORE_AGGREGATES = /^[\p{L}\p{N}_/]+(?=aggregates\/)/u;

/** Path of an aggregate below the folder of the files. */
export function aggregatePath(relPath: string): string {
  return relPath.replace(BEFORE_AGGREGATES, "");
}

function describeAggregate(row: DatasetRow, dataUrl: string | undefined): Aggregate {
  const relPath = aggregatePath(row.rel_path);
  const relation = (relPath.split("aggregates").at(-1) ?? "").split("/")[1]?.toLowerCase() ?? "";
  const folders = (relPathParts(relPath).collection ?? "").split("/");
  const start = folders.findIndex((folder) => folder.toLowerCase() === relation) + 1;
  return { row: { ...row, rel_path: relPath }, relation, identifier: folders.slice(start).join("/"), dataUrl };
}

/**
 * Datasets made over a relation such as subjects or tags.
 *
 * @param relation - In any case: `"subjects"`, `"tags"` …
 * @throws errors of `filterDatasets` in `@neurophys/alf`, if a filter is unusable or several are left and one was wanted.
 * @see Source: `OneAlyx.list_aggregates` in ONE, `one/api.py`; no difference.
 */
export async function listAggregates(
  context: AlyxContext,
  relation: string,
  { identifier, dataset, revision, assertUnique = false }: AggregateFilter = {},
): Promise<readonly Aggregate[]> {
  const records = await listRecords(context, aggregatesRequest());
  const urls = new Map(
    records.map((record) => [recordId({ url: record["url"] ?? null }, "dataset"), accessibleUrl(record)]),
  );
  const pattern = identifier === undefined ? undefined : pythonRegex(identifier);
  const related = datasetsToRecords(records)
    .map((row) => describeAggregate(row, urls.get(row.id)))
    .filter((aggregate) => aggregate.relation === relation.toLowerCase())
    .filter((aggregate) => pattern === undefined || pattern.test(aggregate.identifier));
  const candidates = related.map(({ row }) => ({
    relPath: row.rel_path,
    defaultRevision: row.default_revision,
    qc: (row.qc ?? null) as QcName | null,
  }));
  const { onWarning } = context;
  const options = { filename: dataset, revision, wildcards: true, assertUnique, onWarning };
  return filterDatasets(candidates, options).map((i) => related[i] as Aggregate);
}

/**
 * The one dataset made over one thing of a relation, e.g. all trials of a subject.
 *
 * @param filter - Its `dataset` may be a name of two parts (`object.attribute`): any extension will do then.
 * @throws {@link AlyxDatasetNotFoundError} if there is none.
 * @throws errors of `filterDatasets` in `@neurophys/alf` if there are several.
 * @see Source: `OneAlyx.load_aggregate` in ONE, `one/api.py`, up to the loading of the file.
 */
export async function findAggregate(
  context: AlyxContext,
  relation: string,
  filter: AggregateFilter,
): Promise<Aggregate> {
  const { dataset } = filter;
  const isShort = typeof dataset === "string" && dataset.split(".").length === 2;
  const whole = isShort ? `${dataset}.*` : dataset;
  const [found] = await listAggregates(context, relation, { ...filter, dataset: whole, assertUnique: true });
  if (found !== undefined) return found;
  const name = typeof whole === "string" ? whole : "dataset";
  throw new AlyxDatasetNotFoundError(name, `${relation}/${filter.identifier ?? ""}`);
}
