import { compareText } from "@neurophys/alf";
import { readRecords } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type CellValue } from "../tables/column-values.ts";
import { dateOfDay, dayColumn, numberColumn } from "./number-column.ts";
import { requiredColumn, searchSessionRows } from "./search-sessions.ts";
import { SEARCH_TERMS, type SearchTerms } from "./search-terms.ts";
import { completeTerms, parseSearchTerms, textTest } from "./session-query.ts";
import { textColumn } from "./text-column.ts";

/** Terms of an insertion search that are about the insertion itself; all others are about its session. */
export const INSERTION_TERMS = ["model", "name", "json", "serial", "chronic_insertion"] as const;

/** An insertion as its table describes it, with the date, subject and number of its session. */
export interface InsertionRecord {
  /** Id of the session. */
  readonly eid: string;
  /** Id of the insertion. */
  readonly id: string;
  /** Label of the probe, which is the name of its collection: `"probe00"`. */
  readonly name: string | null;
  readonly [column: string]: CellValue;
}

/** Rows of insertions and, for each, the row of its session. */
interface FoundInsertions {
  readonly insertions: CacheTable;
  readonly rows: readonly { readonly row: number; readonly session: number }[];
}

/**
 * Ids of the insertions that fulfil every term, by date, subject, number and name, all descending.
 *
 * Without an insertions table there are none, and a warning says so.
 *
 * @see Source: `One._search_insertions` in ONE, `one/api.py`. There abbreviated and most session terms are refused, and a
 *   matching session without insertion is an error (O9).
 */
export async function searchInsertions(context: OneContext, terms: SearchTerms): Promise<string[]> {
  const found = await findInsertions(context, terms);
  if (found === undefined) return [];
  const ids = textColumn(await requiredColumn(found.insertions, "id"));
  return found.rows.map(({ row }) => ids.values[ids.codes[row] as number] as string);
}

/** As {@link searchInsertions}, as records. */
export async function searchInsertionDetails(context: OneContext, terms: SearchTerms): Promise<InsertionRecord[]> {
  const found = await findInsertions(context, terms);
  const sessions = context.cache.tables.get("sessions");
  if (found === undefined || sessions === undefined) return [];
  const records = await readRecords(
    found.insertions,
    found.rows.map(({ row }) => row),
  );
  const [date, subject, number] = await sessionKeys(sessions);
  return records.map((record, i) => {
    const session = (found.rows[i] as { session: number }).session;
    return {
      ...record,
      date: dateOfDay(date[session] as number),
      subject: subject.values[subject.codes[session] as number] ?? null,
      number: number[session] as number,
    } as unknown as InsertionRecord;
  });
}

async function sessionKeys(sessions: CacheTable) {
  const [date, subject, number] = await Promise.all([
    requiredColumn(sessions, "date"),
    requiredColumn(sessions, "subject"),
    requiredColumn(sessions, "number"),
  ]);
  return [dayColumn(date), textColumn(subject), numberColumn(number)] as const;
}

async function findInsertions(context: OneContext, terms: SearchTerms): Promise<FoundInsertions | undefined> {
  const { tables } = context.cache;
  const insertions = tables.get("insertions");
  const sessions = tables.get("sessions");
  const values = completeTerms(terms, [...INSERTION_TERMS, ...SEARCH_TERMS]);
  if (insertions === undefined || sessions === undefined) {
    context.onWarning({ code: "one/no-insertions", category: "UserWarning", message: "No insertions data loaded." });
    return undefined;
  }
  const about = (names: readonly string[]) => [...values].filter(([term]) => names.includes(term));
  const query = parseSearchTerms(Object.fromEntries(about(SEARCH_TERMS)), context);
  const tests = await Promise.all(
    about(INSERTION_TERMS).map(async ([term, value]) => ({
      column: textColumn(await requiredColumn(insertions, term)),
      accepts: textTest(term, value, context),
    })),
  );
  const sessionRows = await searchSessionRows({ sessions, datasets: tables.get("datasets") }, query);
  const rankOf = await sessionRanks(sessions, sessionRows);
  const eids = textColumn(await requiredColumn(insertions, "eid"));
  const names = textColumn(await requiredColumn(insertions, "name"));
  const rows: { row: number; session: number; rank: number; name: string }[] = [];
  for (let row = 0; row < insertions.numRows; row++) {
    const place = rankOf.get(eids.values[eids.codes[row] as number] ?? "");
    const fits = tests.every(({ column, accepts }) => {
      const text = column.values[column.codes[row] as number];
      return text !== undefined && accepts(text);
    });
    if (place !== undefined && fits) rows.push({ row, ...place, name: names.values[names.codes[row] as number] ?? "" });
  }
  return { insertions, rows: rows.sort((a, b) => a.rank - b.rank || compareText(b.name, a.name)) };
}

/** Place of each session among those found, by id; sessions with equal date, subject and number share one. */
async function sessionRanks(
  sessions: CacheTable,
  rows: Int32Array,
): Promise<ReadonlyMap<string, { readonly session: number; readonly rank: number }>> {
  const ids = textColumn(await requiredColumn(sessions, "id"));
  const [date, subject, number] = await sessionKeys(sessions);
  const keyOf = (row: number): string =>
    `${date[row]}/${number[row]}/${subject.values[subject.codes[row] as number] ?? ""}`;
  const ranks = new Map<string, { session: number; rank: number }>();
  let rank = 0;
  for (const [i, row] of rows.entries()) {
    if (i > 0 && keyOf(row) !== keyOf(rows[i - 1] as number)) rank = i;
    ranks.set(ids.values[ids.codes[row] as number] as string, { session: row, rank });
  }
  return ranks;
}
