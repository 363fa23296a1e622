import {
  ALYX_COMPAT,
  type AlyxContext,
  datasetsOfType,
  eidToPath,
  eidToPids,
  findAggregate,
  fullSessionDetails,
  listAggregates,
  needRemoteEid,
  pathToEid,
  pathToUrl,
  pidToEid,
  type QueryValue,
  type RemoteTerms,
  remoteSearchTerms,
  searchInsertions,
  searchSessions,
  sessionDatasets,
  sessionDetails,
  toRemoteEid,
} from "@neurophys/one-client/alyx";
import { equal } from "../compare.ts";
import { type CallContext, type CallHandler } from "./call-context.ts";
import { pythonClasses } from "./python-class.ts";
import { EmptyDatabase } from "./remote-server.ts";
import { type VectorCase } from "./vector-file.ts";

type Keywords = Readonly<Record<string, unknown>>;
type RemoteCall = (
  context: AlyxContext,
  args: readonly unknown[],
  kwargs: Keywords,
  compat: boolean,
) => Promise<unknown>;

/** Apply a conversion to an argument, or to each of a list of them. */
async function each<T>(argument: unknown, convert: (one: unknown) => Promise<T>): Promise<T | T[]> {
  if (!Array.isArray(argument)) return convert(argument);
  const results: T[] = [];
  for (const one of argument) results.push(await convert(one));
  return results;
}

const terms = ({ details: _details, query_type: _type, ...rest }: Keywords): RemoteTerms => rest as RemoteTerms;

const CALLS: Readonly<Record<string, RemoteCall>> = {
  search: async (context, _, kwargs) => {
    const found = await searchSessions(context, terms(kwargs));
    const eids = await found.toArray();
    return kwargs["details"] ? [eids, await found.records.toArray()] : eids;
  },
  search_insertions: async (context, _, kwargs) => {
    const found = await searchInsertions(context, terms(kwargs));
    const pids = await found.toArray();
    return kwargs["details"] ? [pids, await found.records.toArray()] : pids;
  },
  search_terms: (context, [, endpoint], kwargs) =>
    remoteSearchTerms(context.rest, (kwargs["endpoint"] ?? endpoint ?? undefined) as string | undefined),
  list_datasets: async (context, [first], kwargs) => {
    const id = kwargs["eid"] ?? first ?? null;
    const eid = id === null ? undefined : await toRemoteEid(context, id as string);
    // Without a session the tables are listed, and those of a new client are empty.
    const rows = id !== null && eid === undefined ? [] : ((await sessionDatasets(context, eid)) ?? []);
    return rows.map((row) => row.rel_path).sort();
  },
  get_details: async (context, [id], kwargs, compat) => {
    const ids = Array.isArray(id) ? id : [id];
    const eids: string[] = [];
    for (const one of ids) eids.push(await needRemoteEid(context, one as string));
    const options = { compat: compat ? ALYX_COMPAT : [] };
    const details = kwargs["full"]
      ? await fullSessionDetails(context, eids)
      : await sessionDetails(context, eids, options);
    return Array.isArray(id) ? details : details[0];
  },
  eid2path: (context, [id]) => each(id, async (one) => eidToPath(context, await needRemoteEid(context, one as string))),
  path2eid: (context, [path]) => each(path, (one) => pathToEid(context, one as string)),
  path2url: (context, [path]) => each(path, (one) => pathToUrl(context, one as string)),
  eid2pid: async (context, [id], { details, ...filters }) => {
    const eid = id === null ? undefined : await toRemoteEid(context, id as string);
    const found =
      eid === undefined ? undefined : await eidToPids(context, eid, filters as Readonly<Record<string, QueryValue>>);
    return [found?.pids, found?.names, ...(details ? [found?.records] : [])];
  },
  pid2eid: async (context, [pid]) => {
    const { eid, name } = await pidToEid(context, pid as string);
    return [eid, name];
  },
  type2datasets: async (context, [id, type], kwargs) => {
    const rows = await datasetsOfType(context, await needRemoteEid(context, id as string), type as QueryValue);
    if (kwargs["details"]) return "frame";
    return { shape: [rows.length], dtype: "O", data: rows.map((row) => row.rel_path).sort() };
  },
  list_aggregates: async (context, [relation, identifier, dataset], kwargs) => {
    await listAggregates(context, relation as string, {
      identifier: (kwargs["identifier"] ?? identifier ?? undefined) as string | undefined,
      dataset: (kwargs["dataset"] ?? dataset ?? undefined) as string | undefined,
      revision: (kwargs["revision"] ?? undefined) as string | undefined,
      assertUnique: kwargs["assert_unique"] === true,
    });
    return "frame";
  },
  load_aggregate: (context, [relation, identifier, dataset], kwargs) =>
    findAggregate(context, relation as string, {
      identifier: (identifier ?? kwargs["identifier"] ?? undefined) as string | undefined,
      dataset: (kwargs["dataset"] ?? dataset ?? undefined) as string | undefined,
      revision: (kwargs["revision"] ?? undefined) as string | undefined,
    }),
};

/** Whether a case was recorded with a database: `[method, arguments, keyword arguments]`. */
export function isRemoteCase({ call, args }: VectorCase): boolean {
  return args.length === 3 && args[0] === call && Array.isArray(args[1]) && typeof args[2] === "object";
}

/** The class to compare with the recorded one: that one if our error stands for it. */
function raisedClass(error: unknown, recorded: unknown): string {
  const classes = pythonClasses(error);
  if (classes.length === 0) throw error;
  return classes.find((name) => name === recorded) ?? (classes[0] as string);
}

/** The terms for sessions come out of a Python set, in an order of their own each time: only which they are counts. */
function inRecordedOrder(terms: unknown, result: unknown): unknown {
  const { returned } = (result ?? {}) as { returned?: unknown };
  if (!Array.isArray(terms) || !Array.isArray(returned)) return terms;
  return equal([...terms].sort(), [...returned].sort()) ? returned : terms;
}

/** Runs a case against a database that answers every request with an empty list. */
export const remoteCall: CallHandler = async (vector: VectorCase, { compat }: CallContext) => {
  const call = CALLS[vector.call];
  if (call === undefined) throw new Error(`No remote call ${vector.call}`);
  const rest = new EmptyDatabase();
  const [, args, kwargs] = vector.args as [string, unknown[], Keywords];
  const { requests } = rest;
  try {
    const returned = await call({ rest, cacheDir: "/data" }, args, kwargs, compat);
    const isUnordered = vector.call === "search_terms" && (kwargs["endpoint"] ?? "sessions") === "sessions";
    return { requests, returned: isUnordered ? inRecordedOrder(returned, vector.result) : returned, raised: null };
  } catch (error) {
    const { raised } = (vector.result ?? {}) as { raised?: unknown };
    return { requests, returned: null, raised: raisedClass(error, raised) };
  }
};
