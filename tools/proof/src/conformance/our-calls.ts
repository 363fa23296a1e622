import { type One } from "@neurophys/one-client";
import { type Query } from "./queries.ts";

type Keywords = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;
type Call = (one: One, args: readonly unknown[], kwargs: Keywords) => Promise<unknown>;

/** Columns of a listing that are compared; others depend on what was listed before. */
export const COMPARED_COLUMNS = ["rel_path", "file_size", "hash", "exists", "qc"] as const;

function listOptions(kwargs: Keywords): Record<string, unknown> {
  const { filename, collection, revision, qc, ignore_qc_not_set: ignoreQcNotSet } = kwargs;
  return { filename, collection, revision, qc, ignoreQcNotSet };
}

/** Records as columns, the ones that are compared. */
function columnsOf(records: readonly Row[]): unknown {
  return Object.fromEntries(COMPARED_COLUMNS.map((name) => [name, records.map((record) => record[name])]));
}

const columnsByKey = (map: ReadonlyMap<string, readonly object[]>): unknown =>
  Object.fromEntries([...map].map(([key, records]) => [key, columnsOf(records as readonly Row[])]));

const search: Call = async (one, _, { details, ...terms }) => {
  if (!details) return one.search(terms);
  const found = await one.searchDetails(terms);
  const records = found.map(({ eid: _eid, ...record }) => record);
  return [found.map(({ eid }) => eid), records.length === 0 ? null : records];
};

const LISTINGS: Readonly<Record<string, Call>> = {
  search,
  list_subjects: (one) => one.listSubjects(),
  list_datasets: async (one, [id], kwargs) =>
    kwargs["details"]
      ? columnsOf(await one.listDatasetDetails((id ?? undefined) as string, listOptions(kwargs)))
      : one.listDatasets((id ?? undefined) as string, listOptions(kwargs)),
  list_collections: async (one, [id], kwargs) =>
    kwargs["details"]
      ? columnsByKey(await one.listCollectionDetails((id ?? undefined) as string, listOptions(kwargs)))
      : one.listCollections((id ?? undefined) as string, listOptions(kwargs)),
  list_revisions: async (one, [id], kwargs) =>
    kwargs["details"]
      ? columnsByKey(await one.listRevisionDetails((id ?? undefined) as string, listOptions(kwargs)))
      : one.listRevisions((id ?? undefined) as string, listOptions(kwargs)),
};

/** Answer a question as the original is asked it. */
export function askOurs(one: One, { name, args, kwargs }: Query): Promise<unknown> {
  const call = LISTINGS[name];
  if (call === undefined) throw new Error(`No method ${name}`);
  return call(one, args, kwargs);
}
