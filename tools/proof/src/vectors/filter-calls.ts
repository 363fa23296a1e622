import { type QcName } from "@neurophys/alf";
import {
  type FilterDatasetsOptions,
  filterDatasets,
  filterRevisionLastBefore,
  type RevisionRow,
} from "@neurophys/alf/filter";
import { type CallHandler, type CallHandlers } from "./call-context.ts";
import { datasetsOf, needTables } from "./fixture-sessions.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** Keyword arguments of the original's filter as options of ours. */
function filterOptions(kwargs: Keywords): FilterDatasetsOptions {
  const given = (name: string): never => (kwargs[name] ?? undefined) as never;
  return {
    filename: given("filename"),
    collection: given("collection"),
    revision: given("revision"),
    revisionLastBefore: given("revision_last_before"),
    qc: given("qc"),
    ignoreQcNotSet: given("ignore_qc_not_set"),
    assertUnique: given("assert_unique"),
    wildcards: given("wildcards"),
  };
}

const filterCall =
  (hasDefaultColumn: boolean): CallHandler =>
  ({ args: [session, kwargs] }, { tables, compat }) => {
    const rows = datasetsOf(needTables(tables), session).map((row) => ({
      relPath: row["rel_path"] as string,
      defaultRevision: hasDefaultColumn ? (row["default_revision"] as boolean) : undefined,
      qc: row["qc"] as QcName | null,
    }));
    const options = { ...filterOptions((kwargs ?? {}) as Keywords), hasDefaultColumn, compat };
    return filterDatasets(rows, options).map((i) => rows[i]?.relPath);
  };

/** Choosing datasets and revisions. */
export const filterCalls: CallHandlers = {
  filter_datasets: filterCall(true),
  "filter_datasets (no default_revision column)": filterCall(false),
  filter_revision_last_before: ({ args: [given, revision, assertUnique, assertConsistent] }, { compat }) => {
    const rows = (given as [string, boolean | number | null][]).map(
      ([relPath, isDefault]): RevisionRow => ({
        relPath,
        defaultRevision: isDefault === null ? undefined : Boolean(isDefault),
      }),
    );
    const latest = (revision ?? undefined) as string | undefined;
    const options = {
      assertUnique: (assertUnique ?? true) as boolean,
      assertConsistent: (assertConsistent ?? false) as boolean,
      compat,
    };
    return filterRevisionLastBefore(rows, latest, options).map((i) => rows[i]?.relPath);
  },
};
