import { parseRelPath } from "../dataset-path.ts";
import {
  AlfMultipleCollectionsFoundError,
  AlfMultipleObjectsFoundError,
  AlfMultipleRevisionsFoundError,
  ArgumentTypeError,
} from "../errors.ts";
import { type QcLevel, type QcName, qcAtMost } from "../qc.ts";
import { compileDatasetPattern, type DatasetPatternOptions } from "./dataset-pattern.ts";
import { filterRevisionLastBefore, type RevisionOptions, type RevisionRow } from "./revision.ts";

/** A dataset as {@link filterDatasets} needs it. */
export interface DatasetRow extends RevisionRow {
  /** Quality; `null` is unknown and never passes, `undefined` counts as `NOT_SET`. */
  readonly qc?: QcName | QcLevel | null | undefined;
}

/** Options of {@link filterDatasets}. */
export interface FilterDatasetsOptions
  extends Omit<DatasetPatternOptions, "revision">,
    Omit<RevisionOptions, "assertConsistent"> {
  /** A revision, the latest to take, or a pattern if `revisionLastBefore` is false. */
  readonly revision?: string | readonly string[] | undefined;
  /** Worst quality to take. Default: `"FAIL"`, so that `CRITICAL` is dropped. */
  readonly qc?: QcName | QcLevel | undefined;
  /** Drop datasets without a quality too. Default: false. */
  readonly ignoreQcNotSet?: boolean | undefined;
  /** Throw unless one dataset at most is left. Default: true. */
  readonly assertUnique?: boolean | undefined;
}

/** Throw if datasets that should be one differ in collection or, where revisions are not chosen, at all. */
function assertOne(paths: readonly string[], revisionLastBefore: boolean): void {
  const parts = paths.map(parseRelPath);
  const collections = new Set(parts.map(({ collection }) => collection ?? ""));
  if (collections.size > 1) throw new AlfMultipleCollectionsFoundError([...collections]);
  if (revisionLastBefore) return;
  const revisions = new Set(parts.map(({ revision }) => revision ?? ""));
  if (revisions.size > 1) throw new AlfMultipleRevisionsFoundError([...revisions]);
  if (paths.length > 1) throw new AlfMultipleObjectsFoundError(paths);
}

/**
 * Choose datasets of one session by path, quality and revision.
 *
 * @param rows - Datasets of one session, in table order.
 * @returns Indices into `rows`, in the order of `rows`.
 * @throws AlfMultipleCollectionsFoundError, AlfMultipleRevisionsFoundError or
 *   AlfMultipleObjectsFoundError if `assertUnique` and several are left.
 * @throws AlfInvalidError if a path that was chosen does not follow the ALF rule and its revision matters.
 * @throws ArgumentTypeError if `revision` is a list and `revisionLastBefore`.
 * @throws InvalidArgumentError if `qc` is no quality level, and all that {@link compileDatasetPattern} throws.
 * @see Source: `filter_datasets` in `one/util.py`; for what differs see {@link compileDatasetPattern} and
 *   {@link filterRevisionLastBefore}.
 */
export function filterDatasets(rows: readonly DatasetRow[], options: FilterDatasetsOptions = {}): number[] {
  const { qc = "FAIL", ignoreQcNotSet = false, assertUnique = true, revisionLastBefore = true, revision } = options;
  const matches = compileDatasetPattern(options);
  const indices = [...rows.keys()].filter((i) => {
    const row = rows[i];
    if (row === undefined || !matches(row.relPath)) return false;
    return qcAtMost(row.qc === undefined ? "NOT_SET" : row.qc, qc, ignoreQcNotSet);
  });
  if (indices.length === 0 || !(assertUnique || revisionLastBefore)) return indices;
  const found = indices.map((i) => rows[i] ?? { relPath: "" });
  const paths = found.map(({ relPath }) => relPath);
  if (assertUnique) assertOne(paths, revisionLastBefore);
  if (!revisionLastBefore) return indices;
  if (typeof revision === "object") throw new ArgumentTypeError("revision", revision, "one revision, not a list");
  const hasDefaultColumn =
    options.hasDefaultColumn ?? rows.some((row) => (row.defaultRevision ?? undefined) !== undefined);
  const chosen = filterRevisionLastBefore(found, revision, { ...options, assertConsistent: false, hasDefaultColumn });
  if (assertUnique && chosen.length > 1) throw new AlfMultipleObjectsFoundError(chosen.map((i) => paths[i] ?? ""));
  return chosen.map((i) => indices[i] ?? 0);
}
