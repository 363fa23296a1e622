import { type InsertionSession } from "../convert/insertions.ts";
import { chooseSession, placeOfPath, type SessionPlace } from "../convert/session-place.ts";
import { type AlyxContext } from "./alyx-context.ts";
import { type RestRecord } from "./alyx-rest.ts";
import { accessibleUrl } from "./dataset-records.ts";
import { AlyxDatasetNotFoundError, AlyxInvalidRecordError } from "./errors.ts";
import { insertionEid, insertionName } from "./insertion-records.ts";
import { type QueryValue } from "./python-text.ts";
import { isRecord, optionalText, recordId } from "./record-field.ts";
import { datasetByNameRequest, insertionRequest, insertionsOfSessionRequest, sessionByIdRequest } from "./requests.ts";
import { listRecords, reportInsertions, reportSessions, searchSessions } from "./search.ts";
import { recordFolder } from "./sessions.ts";

/** The probe insertions of a session: three lists of equal length. */
export interface SessionInsertions {
  /** Their ids. */
  readonly pids: readonly string[];
  /** Probe labels, e.g. `"probe00"`. */
  readonly names: readonly string[];
  /** Their records as the database sent them. */
  readonly records: readonly RestRecord[];
}

/**
 * Folder of a session, by asking the database for its subject, date and number.
 *
 * @returns `undefined` if the database does not know the session.
 * @see Source: `OneAlyx.eid2path` in ONE, `one/api.py`. A session without lab, an error there, lies in a folder without.
 */
export async function eidToPath(context: AlyxContext, eid: string): Promise<string | undefined> {
  const [record] = await listRecords(context, sessionByIdRequest(eid));
  if (record === undefined) return undefined;
  reportSessions(context, [record]);
  return recordFolder(record, context.cacheDir);
}

/**
 * Session that a path lies in, by searching the database for the path's subject, date and number.
 *
 * @returns `undefined` if there is none, or the path names no session.
 * @throws AmbiguousSessionError if there are several and the lab in the path does not decide.
 * @see Source: `OneAlyx.path2eid` in ONE, `one/api.py`. There the first of them is taken, also one of a subject whose
 *   name only contains the subject's.
 */
export async function pathToEid(context: AlyxContext, path: string): Promise<string | undefined> {
  const place = placeOfPath(path);
  return place && chooseSession(place, await sessionsAt(context, place));
}

/** A session that was found by its place. */
export interface PlacedSession {
  /** Id of the session. */
  readonly eid: string;
  /** Name of the laboratory. */
  readonly lab: string | undefined;
}

/**
 * Sessions of exactly this subject, on this day, with this number: the database also gives those of subjects whose name
 * contains it.
 *
 * @see Source: `OneAlyx.path2eid` in ONE, `one/api.py`, which takes the first that the database gives.
 */
export async function sessionsAt(context: AlyxContext, place: SessionPlace): Promise<readonly PlacedSession[]> {
  const { subject, date, number } = place;
  const { records } = await searchSessions(context, { subject, date_range: date, number });
  const found = await records.toArray();
  return found
    .filter((record) => record["subject"] === subject)
    .map((record) => ({ eid: recordId(record, "session"), lab: optionalText(record, "lab") }));
}

/**
 * Address of the file that a local path stands for.
 *
 * @throws {@link AlyxDatasetNotFoundError} unless exactly one dataset has that name there, and a file that exists.
 * @see Source: `OneAlyx.path2url` in ONE, `one/api.py`; no difference.
 */
export async function pathToUrl(context: AlyxContext, path: string): Promise<string> {
  const eid = await pathToEid(context, path);
  const name = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  const records = await listRecords(context, datasetByNameRequest(name, eid));
  const [record] = records;
  const url = records.length === 1 && record !== undefined ? accessibleUrl(record) : undefined;
  if (url === undefined) throw new AlyxDatasetNotFoundError(path, context.rest.baseUrl);
  return url;
}

/**
 * Probe insertions of a session, in the order of the database.
 *
 * @param filters - Further parameters of the endpoint, e.g. `{ name: "probe00" }`.
 * @returns `undefined` if there are none.
 * @see Source: `OneAlyx.eid2pid` in ONE, `one/api.py`; there one null a list.
 */
export async function eidToPids(
  context: AlyxContext,
  eid: string,
  filters: Readonly<Record<string, QueryValue>> = {},
): Promise<SessionInsertions | undefined> {
  const records = await listRecords(context, insertionsOfSessionRequest(eid, filters));
  if (records.length === 0) return undefined;
  reportInsertions(context, records);
  return {
    pids: records.map((record) => recordId(record, "insertion")),
    names: records.map(insertionName),
    records,
  };
}

/**
 * Session and probe label of an insertion.
 *
 * @throws whatever the client throws when the database has no such insertion.
 * @see Source: `OneAlyx.pid2eid` in ONE, `one/api.py`; there two nulls when there is none.
 */
export async function pidToEid(context: AlyxContext, pid: string): Promise<InsertionSession> {
  const { endpoint, action, params } = insertionRequest(pid);
  const record = await context.rest.rest(endpoint, action, params, { signal: context.signal });
  if (!isRecord(record)) throw new AlyxInvalidRecordError("insertion", record, "a record");
  reportInsertions(context, [record]);
  return { eid: insertionEid(record), name: insertionName(record) };
}
