import { type JsonValue } from "@neurophys/alf";
import { type LazyList, mapLazyList } from "../catalog/lazy-list.ts";
import { type AlyxContext } from "./alyx-context.ts";
import { type RestRecord, type RestRequest } from "./alyx-rest.ts";
import { insertionRecords } from "./insertion-records.ts";
import { type LazyIds, lazyIds } from "./lazy-ids.ts";
import { listOf } from "./record-field.ts";
import { insertionSearchRequest, type RemoteTerms, sessionSearchRequest } from "./search-request.ts";
import { insertionSearchTerms, remoteSearchTerms } from "./search-terms.ts";
import { recordDate, sessionRow } from "./session-records.ts";

/** A session's record as the database sent it, with its day. */
export type DatedRecord = RestRecord & {
  /** `"YYYY-MM-DD"`, the day of `start_time`, as the local search has it. */
  readonly date: string;
};

/** Send a list request and check that a list of records came back: those of all pages. */
export async function listRecords(context: AlyxContext, request: RestRequest): Promise<readonly RestRecord[]> {
  const answer: JsonValue = await context.rest.rest(request.endpoint, request.action, request.params, {
    signal: context.signal,
  });
  return listOf(answer, request.endpoint);
}

/** Send a list request; rows of its pages are reported as these come. */
async function listLazily(
  context: AlyxContext,
  { endpoint, params }: RestRequest,
  report: (context: AlyxContext, records: readonly RestRecord[]) => void,
): Promise<LazyList<RestRecord>> {
  const pages = await context.rest.listPages(endpoint, params, { signal: context.signal });
  pages.onPage((records) => report(context, records));
  report(context, await pages.slice(0, pages.pageSize));
  return pages;
}

/** Hand session records to the caller's tables. */
export function reportSessions(context: AlyxContext, records: readonly RestRecord[]): void {
  if (records.length > 0) context.onRows?.({ sessions: records.map(sessionRow) });
}

/** Hand insertion records, and the sessions that they describe, to the caller's tables. */
export function reportInsertions(context: AlyxContext, records: readonly RestRecord[]): void {
  if (records.length === 0) return;
  const rows = records.map(insertionRecords);
  const sessions = new Map(rows.flatMap(({ session }) => (session === undefined ? [] : [[session.id, session]])));
  context.onRows?.({ insertions: rows.map(({ insertion }) => insertion), sessions: [...sessions.values()] });
}

/**
 * Search sessions in the database.
 *
 * Text is matched by the database: mostly as a part, without regard to case; `datasets` are whole names of files that
 * exist.
 *
 * @returns The ids in the order of the database, with the records: pages are asked for when they are looked at.
 * @throws an error of the local search if a term is unknown or ambiguous, or a date cannot be read; then nothing is sent.
 * @see Source: `OneAlyx.search` in ONE, `one/api.py`; there `details` decides what is returned.
 */
export async function searchSessions(context: AlyxContext, terms: RemoteTerms): Promise<LazyIds<DatedRecord>> {
  const request = sessionSearchRequest(terms, await remoteSearchTerms(context.rest, "sessions", context));
  const records = await listLazily(context, request, reportSessions);
  return lazyIds("session", mapLazyList(records, datedRecord));
}

function datedRecord(record: RestRecord): DatedRecord {
  return { ...record, date: recordDate(record, "session") };
}

/**
 * Search probe insertions in the database.
 *
 * @returns As {@link searchSessions}; the records are as the database sent them.
 * @throws an error of the local search if a term is unknown or ambiguous; then nothing is sent.
 * @throws AlyxArgumentTypeError if `dataset` is not one text.
 * @see Source: `OneAlyx.search_insertions` in ONE, `one/api.py`; there `details` decides what is returned.
 */
export async function searchInsertions(context: AlyxContext, terms: RemoteTerms): Promise<LazyIds<RestRecord>> {
  const request = insertionSearchRequest(terms, await insertionSearchTerms(context.rest, context));
  return lazyIds("insertion", await listLazily(context, request, reportInsertions));
}
