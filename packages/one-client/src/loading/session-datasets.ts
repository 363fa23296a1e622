import { type QcName } from "@neurophys/alf";
import { type FilterDatasetsOptions, filterDatasets } from "@neurophys/alf/filter";
import { type SessionId } from "../convert/to-eid.ts";
import { datasetRange, datasetView } from "../listing/dataset-view.ts";
import { needEid } from "../listing/details.ts";
import { type DatasetFilter, filterRows } from "../listing/filter-rows.ts";
import { patternMode } from "../listing/list-datasets.ts";
import { type DatasetRecord, readRecords } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { emptyDatasets } from "../tables/cache-tables.ts";
import { type FoundDatasets } from "./check-files.ts";

/** What datasets are chosen by. */
export type ListedDataset = Pick<DatasetRecord, "rel_path" | "qc" | "default_revision">;

/** Datasets of one session. */
export interface SessionDatasets extends FoundDatasets {
  readonly eid: string;
  /** `(nDatasets,)`. */
  readonly records: readonly ListedDataset[];
}

/** Columns that choosing needs: the largest, ids and hashes, are read for what is chosen. */
const LISTED_COLUMNS: readonly string[] = ["rel_path", "qc", "default_revision"];

/**
 * The datasets of a session that a listing gives: those that follow the ALF rule and are not of critical quality.
 *
 * @throws UnresolvedSessionError if no session of the tables is meant.
 */
export async function sessionDatasets(
  context: OneContext,
  id: SessionId,
  filter: DatasetFilter = {},
): Promise<SessionDatasets> {
  const eid = await needEid(context, id);
  const table = context.cache.tables.get("datasets") ?? emptyDatasets();
  const view = await datasetView(table);
  const rows = filterRows(view, await datasetRange(view, eid), { ...filter, ...patternMode(context) });
  return { eid, table, rows, records: (await readRecords(table, rows, LISTED_COLUMNS)) as ListedDataset[] };
}

/** What to choose of a session's datasets. */
export type Choice = Pick<FilterDatasetsOptions, "filename" | "collection" | "revision" | "revisionLastBefore"> & {
  readonly assertUnique: boolean;
};

/**
 * Choose datasets by file name or parts, collection and revision.
 *
 * @throws AlfMultipleCollectionsFoundError, AlfMultipleRevisionsFoundError or AlfMultipleObjectsFoundError if one is
 *   asked for and there are several; each lists them.
 */
export function choose(context: OneContext, datasets: SessionDatasets, choice: Choice): SessionDatasets {
  const rows = datasets.records.map((record) => ({
    relPath: record.rel_path,
    qc: record.qc as QcName | null | undefined,
    defaultRevision: record.default_revision,
  }));
  const chosen = filterDatasets(rows, {
    ...choice,
    ...patternMode(context),
    hasDefaultColumn: datasets.table.columnNames.includes("default_revision"),
    onWarning: context.onWarning,
  });
  return pick(datasets, chosen);
}

/** Some of the datasets, by their place. */
export function pick(datasets: SessionDatasets, places: readonly number[]): SessionDatasets {
  return {
    ...datasets,
    rows: places.map((i) => datasets.rows[i] as number),
    records: places.map((i) => datasets.records[i] as ListedDataset),
  };
}

/**
 * The revision that loading functions ask for: the one given, else the one set for all.
 *
 * An empty one asks for the file without a revision; in the original it is as good as none (O19).
 */
export function wantedRevision(context: OneContext, revision: string | undefined): string | undefined {
  const given = revision === "" && context.compat.includes("empty-revision-ignored") ? undefined : revision;
  return given ?? (context.revisionLastBefore || undefined);
}
