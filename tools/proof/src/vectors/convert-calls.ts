import {
  dict2ref,
  isExpRef,
  type One,
  onePathFromDataset,
  PYTHON_COMPAT,
  path2ref,
  path2refText,
  pathFromDataset,
  pathFromFilerecord,
  ref2dict,
  ref2strings,
  sessionRecord2path,
} from "@neurophys/one-client";
import { type CallHandler, type CallHandlers } from "./call-context.ts";
import { CACHE_DIR, fixtureOne } from "./fixture-one.ts";
import { needTables } from "./fixture-sessions.ts";

type Keywords = Readonly<Record<string, unknown>>;
type Convert = (one: One, value: never, kwargs: Keywords) => unknown;

/** The dataset record that the recorded paths of database records are about. */
const DATASET = {
  url: "https://alyx/datasets/00059298-1b33-429c-a802-fa51bb662d72",
  file_records: [
    {
      data_repository: "loc_SR",
      data_repository_path: "/mnt/s0/Data/Subjects/",
      relative_path: "S/2019-12-11/001/alf/a.b.npy",
      data_url: null,
    },
    {
      data_repository: "web",
      data_repository_path: "/lab/Subjects/",
      relative_path: "S/2019-12-11/001/alf/a.b.npy",
      data_url: "https://h/lab/Subjects/S/2019-12-11/001/alf/a.b.00059298-1b33-429c-a802-fa51bb662d72.npy",
    },
  ],
};

/** Apply a conversion to an argument, or to each of a list of them, as the original does. */
const each =
  (convert: Convert): CallHandler =>
  ({ args: [value], kwargs = {} }, { tables, compat }) => {
    const one = fixtureOne(needTables(tables), { wildcards: true, compat, defaultColumn: true });
    return Array.isArray(value)
      ? Promise.all(value.map((item) => convert(one, item as never, kwargs)))
      : convert(one, value as never, kwargs);
  };

/** Fields of a reference with typed dates as JavaScript's. */
function referenceFields(fields: Keywords): Record<string, unknown> {
  const typed = (value: unknown): unknown => {
    const { $date } = (typeof value === "object" && value !== null ? value : {}) as { $date?: string };
    return $date === undefined ? value : new Date(`${$date.slice(0, 10)}T00:00Z`);
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typed(value)]));
}

function eid2ref(one: One, id: never, { as_dict: asDict = true, parse = true }: Keywords): unknown {
  if (asDict) return parse ? one.eid2ref(id) : one.eid2refStrings(id);
  return one.eid2refText(id, { padded: !parse });
}

function reference(path: string, { as_dict: asDict = true, parse = true }: Keywords, compat: boolean): unknown {
  const options = { compat: compat ? PYTHON_COMPAT : [] };
  if (!asDict) return path2refText(path, options);
  const found = path2ref(path, options);
  return parse || found === undefined ? found : ref2strings(path2refText(path, options) as string);
}

/** Conversions between ids, paths, references and records. */
export const convertCalls: CallHandlers = {
  to_eid: each((one, id) => one.toEid(id)),
  eid2path: each((one, id) => one.eid2path(id)),
  eid2ref: each(eid2ref),
  path2eid: each((one, path) => one.path2eid(path)),
  path2record: each(async (one, path) => {
    const record = await one.path2record(path);
    return record === undefined || !("rel_path" in record) ? record : record.rel_path;
  }),
  ref2path: each((one, value) => one.ref2path(value)),
  ref2eid: each((one, value) => one.ref2eid(value)),
  path2ref: ({ args: [path], kwargs = {} }, { compat }) => reference(path as string, kwargs, compat),
  is_exp_ref: ({ args: [value] }) => (Array.isArray(value) ? value.map(isExpRef) : isExpRef(value)),
  ref2dict: ({ args: [value], kwargs = {} }) => {
    if (Array.isArray(value)) return value.map((item) => ref2dict(item as string));
    return kwargs["parse"] === false ? ref2strings(value as string) : ref2dict(value as string);
  },
  dict2ref: ({ args: [value] }, { compat }) => {
    const options = { compat: compat ? PYTHON_COMPAT : [] };
    const format = (fields: unknown): unknown => dict2ref(referenceFields((fields ?? {}) as Keywords), options);
    return Array.isArray(value) ? value.map(format) : format(value);
  },
  session_record2path: ({ args: [record, root] }) =>
    sessionRecord2path(record as Parameters<typeof sessionRecord2path>[0], (root ?? undefined) as string | undefined),
  path_from_dataset: ({ args: [given], kwargs = {} }) => {
    const options = { ...(given as Keywords), ...kwargs };
    return pathFromDataset(DATASET, {
      root: (options["root_path"] ?? undefined) as string | undefined,
      repository: (options["repository"] ?? undefined) as string | undefined,
      uuid: (options["uuid"] ?? undefined) as boolean | undefined,
    });
  },
  path_from_filerecord: ({ args: [record, root], kwargs = {} }) =>
    pathFromFilerecord(record as Parameters<typeof pathFromFilerecord>[0], {
      root: (root ?? kwargs["root_path"] ?? undefined) as string | undefined,
      uuid: (kwargs["uuid"] ?? undefined) as string | undefined,
    }),
  one_path_from_dataset: ({ args: [root] }) => onePathFromDataset(DATASET, (root ?? CACHE_DIR) as string),
};
