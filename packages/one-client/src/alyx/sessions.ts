import { type JsonValue, ReferenceDefectError } from "@neurophys/alf";
import { sessionRecord2path } from "../convert/session-folder.ts";
import { type AlyxContext } from "./alyx-context.ts";
import { type RestRecord } from "./alyx-rest.ts";
import { type RecordOptions } from "./compat.ts";
import { type DatasetRow, datasetsToRecords } from "./dataset-records.ts";
import { AlyxInvalidRecordError, AlyxSessionNotFoundError } from "./errors.ts";
import { type QueryValue } from "./python-text.ts";
import { isRecord, recordId } from "./record-field.ts";
import { datasetsOfTypeRequest, sessionDetailsRequests, sessionRequest } from "./requests.ts";
import { listRecords, reportSessions } from "./search.ts";
import { joinedProjects, recordDate, sessionRecords } from "./session-records.ts";

/** The short description of a session. */
export interface SessionDetails {
  /** Nickname of the animal; `undefined` if the record has none. */
  readonly subject: JsonValue | undefined;
  /** As the database wrote it, e.g. `"2020-01-01T10:11:12"`. */
  readonly start_time: string;
  /** Which session of the animal on that day, from 1; `undefined` if the record has none. */
  readonly number: JsonValue | undefined;
  /** Name of the lab; `undefined` if the record has none. */
  readonly lab: JsonValue | undefined;
  /** Names joined with commas. */
  readonly projects: string;
  /** Address of the full record; `undefined` if the record has none. */
  readonly url: JsonValue | undefined;
  /** What the animal did; `undefined` if the record does not say. */
  readonly task_protocol: JsonValue | undefined;
  /** `"YYYY-MM-DD"`. */
  readonly date: string;
  /** Where the session's folder is, or would be. */
  readonly local_path: string;
}

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === "string" ? value : undefined);

/** Folder of the session that a record describes. */
export function recordFolder(record: RestRecord, cacheDir: string): string {
  const number = record["number"];
  const subject = textOf(record["subject"]);
  if (subject === undefined || (typeof number !== "number" && typeof number !== "string")) {
    throw new AlyxInvalidRecordError("session", record, "a subject and a number");
  }
  const date = recordDate(record, "session");
  return sessionRecord2path({ lab: textOf(record["lab"]), subject, date, number }, cacheDir);
}

function shortDetails(record: RestRecord, cacheDir: string): SessionDetails {
  return {
    subject: record["subject"],
    start_time: String(record["start_time"]),
    number: record["number"],
    lab: record["lab"],
    projects: joinedProjects(record, "session"),
    url: record["url"],
    task_protocol: record["task_protocol"],
    date: recordDate(record, "session"),
    local_path: recordFolder(record, cacheDir),
  };
}

/**
 * Short descriptions of sessions, in the order asked for.
 *
 * @param eids - Each may occur several times; it is asked for once.
 * @throws {@link AlyxSessionNotFoundError} if the database does not know one of them.
 * @throws ReferenceDefectError for the same, with `"unknown-session-attribute"`.
 * @see Source: `OneAlyx.get_details` in ONE, `one/api.py`; there an unknown id is an `AttributeError`.
 */
export async function sessionDetails(
  context: AlyxContext,
  eids: readonly string[],
  options: RecordOptions = {},
): Promise<readonly SessionDetails[]> {
  return (await sessionsById(context, eids, options)).map((record) => shortDetails(record, context.cacheDir));
}

/** Short records of sessions as the database sends them, in the order asked for; throws as {@link sessionDetails}. */
export async function sessionsById(
  context: AlyxContext,
  eids: readonly string[],
  options: RecordOptions = {},
): Promise<readonly RestRecord[]> {
  const found = new Map<string, RestRecord>();
  for (const request of sessionDetailsRequests(eids)) {
    for (const record of await listRecords(context, request)) found.set(recordId(record, "session"), record);
  }
  const missing = [...new Set(eids)].filter((eid) => !found.has(eid));
  if (missing.length > 0) {
    const isDefect = options.compat?.includes("unknown-session-attribute");
    if (isDefect) throw new ReferenceDefectError(`No session ${missing.join(", ")}`, "AttributeError");
    throw new AlyxSessionNotFoundError(missing);
  }
  reportSessions(context, [...found.values()]);
  return eids.map((eid) => found.get(eid) as RestRecord);
}

async function readSession(context: AlyxContext, eid: string): Promise<RestRecord> {
  const { endpoint, action, params } = sessionRequest(eid);
  const record = await context.rest.rest(endpoint, action, params, { signal: context.signal });
  if (isRecord(record)) return record;
  throw new AlyxInvalidRecordError("session", record, "a record");
}

/**
 * Full records of sessions as the database sends them, in the order asked for.
 *
 * @see Source: `OneAlyx.get_details(full=True)` in ONE, `one/api.py`; no difference.
 */
export async function fullSessionDetails(
  context: AlyxContext,
  eids: readonly string[],
): Promise<readonly RestRecord[]> {
  const records = new Map<string, RestRecord>();
  for (const eid of new Set(eids)) {
    const record = await readSession(context, eid);
    const { session, datasets } = sessionRecords(record);
    context.onRows?.({ sessions: [session], datasets });
    records.set(eid, record);
  }
  return eids.map((eid) => records.get(eid) as RestRecord);
}

/**
 * Datasets of one session as the database has them, before any filter.
 *
 * @param eid - `undefined` if the caller has no session in mind: then nothing is asked, and a warning says so.
 * @returns Rows sorted by id; `undefined` without a session: the caller lists its own tables.
 * @see Source: `OneAlyx.list_datasets` in ONE, `one/api.py`.
 */
export async function sessionDatasets(
  context: AlyxContext,
  eid: string | undefined,
  options: RecordOptions = {},
): Promise<readonly DatasetRow[] | undefined> {
  if (eid === undefined) {
    const message = "Unable to list all remote datasets";
    context.onWarning?.({ code: "alyx/no-session-given", category: "UserWarning", message });
    return undefined;
  }
  const { session, datasets } = sessionRecords(await readSession(context, eid), options);
  context.onRows?.({ sessions: [session], datasets });
  return datasets;
}

/**
 * Datasets of a session that are of a type, or of any of several.
 *
 * @returns Rows sorted by id.
 * @throws AlyxArgumentTypeError if `types` is neither a name nor a list.
 * @see Source: `OneAlyx.type2datasets` in ONE, `one/api.py`; there relative paths unless `details` is given.
 */
export async function datasetsOfType(
  context: AlyxContext,
  eid: string,
  types: QueryValue,
): Promise<readonly DatasetRow[]> {
  return datasetsToRecords(await listRecords(context, datasetsOfTypeRequest(eid, types)));
}
