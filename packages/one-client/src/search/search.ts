import { readSessionRecords, type SessionRecord } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { requiredColumn, searchSessionRows } from "./search-sessions.ts";
import { type SearchTerms } from "./search-terms.ts";
import { parseSearchTerms } from "./session-query.ts";
import { textColumn } from "./text-column.ts";

/**
 * Ids of the sessions that fulfil every term, latest first.
 *
 * @throws UnknownNameError or AmbiguousNameError if a term is no search term, each with the near ones.
 * @throws InvalidArgumentError or ArgumentTypeError if a value cannot be used.
 * @throws InvalidPatternError or UnsupportedPatternError if a text is no regular expression that can be used.
 * @see Source: `One.search` in ONE, `one/api.py`. Values are checked before any table is read.
 */
export async function search(context: OneContext, terms: SearchTerms): Promise<string[]> {
  const rows = await foundRows(context, terms);
  const sessions = context.cache.tables.get("sessions");
  if (sessions === undefined || rows.length === 0) return [];
  const ids = textColumn(await requiredColumn(sessions, "id"));
  return Array.from(rows, (row) => ids.values[ids.codes[row] as number] as string);
}

/** As {@link search}, as records. */
export async function searchDetails(context: OneContext, terms: SearchTerms): Promise<SessionRecord[]> {
  const rows = await foundRows(context, terms);
  const sessions = context.cache.tables.get("sessions");
  return sessions === undefined ? [] : readSessionRecords(sessions, rows);
}

async function foundRows(context: OneContext, terms: SearchTerms): Promise<Int32Array> {
  const query = parseSearchTerms(terms, context);
  const { tables } = context.cache;
  const sessions = tables.get("sessions");
  if (sessions === undefined || sessions.numRows === 0) return new Int32Array();
  return searchSessionRows({ sessions, datasets: tables.get("datasets") }, query);
}
