import { type JsonValue } from "@neurophys/alf";
import { type AlyxContext } from "./alyx-context.ts";
import { type RestRecord, type RestRequest } from "./alyx-rest.ts";
import { insertionRecords } from "./insertion-records.ts";
import { listOf, recordId } from "./record-field.ts";
import { insertionSearchRequest, type RemoteTerms, sessionSearchRequest } from "./search-request.ts";
import { insertionSearchTerms, remoteSearchTerms } from "./search-terms.ts";
import { recordDate, sessionRow } from "./session-records.ts";

/** A session's record as the database sent it, with its day. */
export type DatedRecord = RestRecord & {
  /** `"YYYY-MM-DD"`, the day of `start_time`, as the local search has it. */
  readonly date: string;
};

/** Sessions that a search found, in the order of the database. */
export interface FoundSessions {
  /** Ids of the sessions. */
  readonly eids: readonly string[];
  /** The record of each. */
  readonly details: readonly DatedRecord[];
}

/** Insertions that a search found, in the order of the database. */
export interface FoundInsertions {
  /** Ids of the insertions. */
  readonly pids: readonly string[];
  /** The record of each, as the database sent it. */
  readonly records: readonly RestRecord[];
}

/** Send a list request and check that a list of records came back. */
export async function listRecords(context: AlyxContext, request: RestRequest): Promise<readonly RestRecord[]> {
  const answer: JsonValue = await context.rest.rest(request.endpoint, request.action, request.params);
  return listOf(answer, request.endpoint);
}

/** Hand session records to the caller's tables. */
export async function reportSessions(context: AlyxContext, records: readonly RestRecord[]): Promise<void> {
  if (records.length > 0) await context.onRows?.({ sessions: records.map(sessionRow) });
}

/** Hand insertion records, and the sessions that they describe, to the caller's tables. */
export async function reportInsertions(context: AlyxContext, records: readonly RestRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(insertionRecords);
  const sessions = new Map(rows.flatMap(({ session }) => (session === undefined ? [] : [[session.id, session]])));
  await context.onRows?.({ insertions: rows.map(({ insertion }) => insertion), sessions: [...sessions.values()] });
}

/**
 * Search sessions in the database.
 *
 * Text is matched by the database: mostly as a part, without regard to case; `datasets` are whole names of files that
 * exist.
 *
 * @throws an error of the local search if a term is unknown or ambiguous, or a date cannot be read; then nothing is sent.
 * @see Source: `OneAlyx.search` in ONE, `one/api.py`; there `details` decides what is returned.
 */
export async function searchSessions(context: AlyxContext, terms: RemoteTerms): Promise<FoundSessions> {
  const request = sessionSearchRequest(terms, await remoteSearchTerms(context.rest));
  const records = await listRecords(context, request);
  await reportSessions(context, records);
  return {
    eids: records.map((record) => recordId(record, "session")),
    details: records.map((record) => ({ ...record, date: recordDate(record, "session") })),
  };
}

/**
 * Search probe insertions in the database.
 *
 * @throws an error of the local search if a term is unknown or ambiguous; then nothing is sent.
 * @throws AlyxArgumentTypeError if `dataset` is not one text.
 * @see Source: `OneAlyx.search_insertions` in ONE, `one/api.py`; there `details` decides what is returned.
 */
export async function searchInsertions(context: AlyxContext, terms: RemoteTerms): Promise<FoundInsertions> {
  const request = insertionSearchRequest(terms, await insertionSearchTerms(context.rest));
  const records = await listRecords(context, request);
  await reportInsertions(context, records);
  return { pids: records.map((record) => recordId(record, "insertion")), records };
}
