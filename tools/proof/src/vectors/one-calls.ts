import { type One } from "@neurophys/one-client";
import { type CallContext, type CallHandler, type CallHandlers } from "./call-context.ts";
import { fixtureOne } from "./fixture-one.ts";
import { needTables, sessionOf } from "./fixture-sessions.ts";
import { type VectorCase } from "./vector-file.ts";

type Keywords = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;
interface Listing {
  readonly one: One;
  readonly eid: string | undefined;
  readonly kwargs: Keywords;
  readonly compat: boolean;
}

/** Typed dates as JavaScript's. */
function typedDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typedDates);
  if (typeof value !== "object" || value === null) return value;
  const { $date } = value as { $date?: string };
  return $date === undefined
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typedDates(item)]))
    : new Date(`${$date}${$date.includes("T") ? "" : "T00:00"}Z`);
}

const search: CallHandler = async ({ call, args: [given], tags = [] }, { tables, compat }) => {
  const wildcards = !tags.includes("wildcards:false");
  const one = fixtureOne(needTables(tables), { wildcards, compat, defaultColumn: true });
  const { details, query_type: _, ...terms } = typedDates(given ?? {}) as Record<string, unknown>;
  if (!details) return one.search(terms);
  const found = await one.searchDetails(terms);
  const records = found.map(withoutId);
  // "search details" was recorded without the ids; the original gives no list of records where there are none.
  return call === "search" ? [found.map(({ eid }) => eid), records.length === 0 ? null : records] : records;
};

const withoutId = ({ eid: _, ...record }: Row): Row => record;
const pathsOf = (records: readonly Row[]): unknown[] => records.map((record) => record["rel_path"]);

/** Options of ours for the keyword arguments of the original's listings. */
function listOptions(kwargs: Keywords): Record<string, unknown> {
  return {
    filename: kwargs["filename"] ?? undefined,
    collection: kwargs["collection"] ?? undefined,
    revision: kwargs["revision"] ?? undefined,
    qc: kwargs["qc"] ?? undefined,
    ignoreQcNotSet: kwargs["ignore_qc_not_set"] ?? undefined,
    defaultRevisionsOnly: kwargs["default_revisions_only"] ?? undefined,
  };
}

/** A frame as it is recorded: the paths, and the names of its index. */
function frame(records: readonly Row[], { eid, kwargs }: Listing, isEmptyTable: boolean): unknown {
  const isWhole = eid === undefined || kwargs["keep_eid_index"] === true || isEmptyTable;
  return { frame: pathsOf(records), index: isWhole ? ["eid", "id"] : ["id"] };
}

async function listDatasets(listing: Listing): Promise<unknown> {
  const { one, eid, kwargs, compat } = listing;
  const options = listOptions(kwargs);
  const all = eid === undefined ? undefined : await one.listDatasetDetails(eid, { filename: "*", qc: "CRITICAL" });
  const isEmptyTable = all?.length === 0;
  if (kwargs["details"]) return frame(await one.listDatasetDetails(eid, options), listing, isEmptyTable);
  const paths = await one.listDatasets(eid, options);
  // The original gives an empty frame, not a list, for a session without datasets (O17).
  return compat && isEmptyTable ? frame([], listing, true) : paths;
}

function recordMap(map: ReadonlyMap<string, readonly object[]>): Record<string, unknown> {
  return Object.fromEntries([...map].map(([key, records]) => [key, pathsOf(records as readonly Row[])]));
}

const LISTINGS: Readonly<Record<string, (listing: Listing) => Promise<unknown>>> = {
  list_subjects: ({ one }) => one.listSubjects(),
  list_datasets: listDatasets,
  list_collections: async ({ one, eid, kwargs }) =>
    kwargs["details"]
      ? recordMap(await one.listCollectionDetails(eid, listOptions(kwargs)))
      : one.listCollections(eid, listOptions(kwargs)),
  list_revisions: async ({ one, eid, kwargs }) =>
    kwargs["details"]
      ? recordMap(await one.listRevisionDetails(eid, listOptions(kwargs)))
      : one.listRevisions(eid, listOptions(kwargs)),
};

const list: CallHandler = ({ call, args }: VectorCase, { tables: given, compat }: CallContext) => {
  const tables = needTables(given);
  const [method, session, kwargs] = args as [string, unknown, Keywords];
  const defaultColumn = !call.includes("no default column");
  const one = fixtureOne(tables, { wildcards: true, compat, defaultColumn });
  const listing = LISTINGS[method];
  if (listing === undefined) throw new Error(`No listing ${method}`);
  return listing({ one, eid: sessionOf(tables, session), kwargs: kwargs ?? {}, compat });
};

/** Searches and listings on the fixture. */
export const oneCalls: CallHandlers = {
  search,
  "search details": search,
  list_subjects: list,
  list_datasets: list,
  "list_datasets (no default column)": list,
  list_collections: list,
  list_revisions: list,
};
