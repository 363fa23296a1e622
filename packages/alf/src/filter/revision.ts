import { type OnWarning } from "../data-warning.ts";
import { parseRelPath } from "../dataset-path.ts";
import { AlfMultipleRevisionsFoundError } from "../errors.ts";
import { type CompatOptions } from "../session-path.ts";
import { compareText } from "../text-order.ts";

/** A dataset as the choice of revisions needs it. */
export interface RevisionRow {
  /** Path relative to the session. */
  readonly relPath: string;
  /** Whether this is the revision to use if none is asked for; `undefined` if the table does not say. */
  readonly defaultRevision?: boolean | null | undefined;
}

/** Options of {@link filterRevisionLastBefore}. */
export interface RevisionOptions extends CompatOptions {
  /** Throw if a dataset has several default revisions. Default: true. */
  readonly assertUnique?: boolean | undefined;
  /** Throw if the chosen datasets differ in revision. Default: false. */
  readonly assertConsistent?: boolean | undefined;
  /** Whether the table says which revision is the default one. Default: whether any row does. */
  readonly hasDefaultColumn?: boolean | undefined;
  /** Told about datasets without a default revision, and about mixed revisions. */
  readonly onWarning?: OnWarning | undefined;
}

/** What {@link splitRevision} cuts a path into. */
export interface SplitRevision {
  /** The path without its revision folder. */
  readonly key: string;
  /** Without its `#`; `""` if there is none. */
  readonly revision: string;
}

/**
 * A relative path without its revision folder, and the revision (`""` if there is none). Nothing is checked.
 *
 * Paths with equal `key` are revisions of one dataset.
 */
export function splitRevision(relPath: string): SplitRevision {
  const first = relPath.indexOf("#");
  const last = relPath.lastIndexOf("#/");
  if (last <= first) return { key: relPath, revision: "" };
  return { key: relPath.slice(0, first) + relPath.slice(last + 2), revision: relPath.slice(first + 1, last) };
}

/**
 * Index of the last revision, in code-point order, that is not after another one.
 *
 * @param revisions - In any order; `""` (no revision) comes before all others.
 * @param revision - The latest to take; `undefined` takes the last of all.
 * @returns The first place of the revision chosen; `undefined` if there is none.
 * @see Source: `index_last_before` in `one/util.py`.
 */
export function indexLastBefore(revisions: readonly string[], revision?: string | undefined): number | undefined {
  let found: number | undefined;
  revisions.forEach((candidate, i) => {
    const best = found === undefined ? undefined : revisions[found];
    if (revision !== undefined && compareText(candidate, revision) > 0) return;
    if (best === undefined || compareText(candidate, best) > 0) found = i;
  });
  return found;
}

/** What a choice works on: the rows with their revisions. */
interface Choice {
  readonly rows: readonly RevisionRow[];
  readonly revisions: readonly string[];
  readonly hasDefault: boolean;
  readonly options: RevisionOptions;
}

function quote(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}

/** Row to use of one dataset's revisions when none is asked for. */
function chooseDefault({ rows, revisions, hasDefault, options }: Choice, group: readonly number[]): number | undefined {
  const defaults = hasDefault ? group.filter((row) => rows[row]?.defaultRevision) : [];
  if (defaults.length > 1 && options.assertUnique !== false) {
    throw new AlfMultipleRevisionsFoundError(defaults.map((row) => revisions[row] ?? ""));
  }
  if (defaults.length === 1) return defaults[0];
  if (group.length > 1 || (options.compat && !hasDefault)) {
    const message = `No default revision for dataset ${rows[group[0] ?? 0]?.relPath}; using most recent`;
    options.onWarning?.({ code: "alf/no-default-revision", category: "ALFWarning", message });
  }
  return lastBefore(revisions, group, undefined);
}

function lastBefore(
  revisions: readonly string[],
  group: readonly number[],
  revision: string | undefined,
): number | undefined {
  const index = indexLastBefore(
    group.map((row) => revisions[row] ?? ""),
    revision,
  );
  return index === undefined ? undefined : group[index];
}

/** Complain about chosen datasets that differ in revision. */
function checkConsistent(chosen: readonly string[], { assertConsistent, onWarning }: RevisionOptions): void {
  const distinct = [...new Set(chosen)];
  if (distinct.length < 2) return;
  if (assertConsistent) throw new AlfMultipleRevisionsFoundError(distinct);
  const message = `Multiple revisions: ${quote(distinct)}`;
  onWarning?.({ code: "alf/multiple-revisions", category: "ALFWarning", message });
}

/**
 * Choose one revision of each dataset: the last that is not after `revision`, or the default one.
 *
 * With a revision asked for, defaults are ignored, and a dataset without a revision that early is dropped. Without one
 * the row marked as default is taken; if there is none (or several, and they are allowed) the last revision, with a
 * warning where there was a choice.
 *
 * @param rows - Datasets of one session.
 * @param revision - The latest revision to take; `""` takes unrevised files only; `undefined` the default one.
 * @returns Indices into `rows`, in the order of `rows`.
 * @throws AlfInvalidError if a path does not follow the ALF rule.
 * @throws AlfMultipleRevisionsFoundError see `assertUnique` and `assertConsistent`.
 * @see Source: `filter_revision_last_before` in `one/util.py`. There, without a column of defaults, every dataset brings
 *   a warning, and as soon as a row is dropped the result is sorted by path without revision (both only with `compat`).
 */
export function filterRevisionLastBefore(
  rows: readonly RevisionRow[],
  revision?: string | undefined,
  options: RevisionOptions = {},
): number[] {
  const revisions = rows.map((row) => parseRelPath(row.relPath).revision ?? "");
  const hasDefault = options.hasDefaultColumn ?? rows.some((row) => (row.defaultRevision ?? undefined) !== undefined);
  const groups = new Map<string, number[]>();
  rows.forEach(({ relPath }, row) => {
    const { key } = splitRevision(relPath);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  });
  const entries = [...groups];
  if (options.compat) entries.sort(([a], [b]) => compareText(a, b));
  const choice: Choice = { rows, revisions, hasDefault, options };
  const chosen = entries.flatMap(([, group]) => {
    const row = revision === undefined ? chooseDefault(choice, group) : lastBefore(revisions, group, revision);
    return row === undefined ? [] : [row];
  });
  if (!options.compat || chosen.length === rows.length) chosen.sort((a, b) => a - b);
  checkConsistent(
    chosen.map((row) => revisions[row] ?? ""),
    options,
  );
  return chosen;
}
