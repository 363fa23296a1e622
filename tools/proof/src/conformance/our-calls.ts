import { type FileReference } from "@neurophys/alf";
import { type AlfObject } from "@neurophys/alf/object";
import { type One } from "@neurophys/one-client";
import { type Keywords, loadOptions } from "../load-options.ts";
import { encodeValue } from "./canonical.ts";
import { type Query } from "./queries.ts";

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

const fileOf = ({ key }: FileReference): unknown => ({ kind: "file", path: key });

async function encodeObject(object: AlfObject): Promise<unknown> {
  const encoded: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) encoded[name] = await encodeValue(value);
  return encoded;
}

const LOADS: Readonly<Record<string, Call>> = {
  load_object: async (one, [eid, object], kwargs) => {
    const [id, name, options] = [eid as string, object as string, loadOptions(kwargs) as never];
    if (kwargs["download_only"]) return (await one.downloadObject(id, name, options)).map(fileOf);
    return encodeObject(await one.loadObject(id, name, options));
  },
  load_dataset: async (one, [eid, dataset], kwargs) => {
    const [id, name, options] = [eid as string, dataset as string, loadOptions(kwargs)];
    if (kwargs["download_only"]) return fileOf(await one.downloadDataset(id, name, options));
    return encodeValue(await one.loadDataset(id, name, options));
  },
  load_datasets: async (one, [eid, datasets], kwargs) => {
    const { files, records } = await one.downloadDatasets(eid as string, datasets as string[], loadOptions(kwargs));
    return [files.map((file) => file && fileOf(file)), records.map((record) => record?.rel_path)];
  },
  load_collection: async (one, [eid, collection], kwargs) => {
    const [id, name, options] = [eid as string, collection as string, loadOptions(kwargs) as never];
    if (kwargs["download_only"]) return (await one.downloadCollection(id, name, options)).map(fileOf);
    const objects: Record<string, unknown> = {};
    for (const [object, value] of await one.loadCollection(id, name, options))
      objects[object] = await encodeObject(value);
    return objects;
  },
};

/** Answer a question as the original is asked it. */
export function askOurs(one: One, { name, args, kwargs }: Query): Promise<unknown> {
  const call = LISTINGS[name] ?? LOADS[name];
  if (call === undefined) throw new Error(`No method ${name}`);
  return call(one, args, kwargs);
}
