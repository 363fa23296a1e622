import { DuplicateIdError } from "../errors.ts";
import { dateOfDay, dayColumn, numberColumn } from "../search/number-column.ts";
import { requiredColumn } from "../search/search-sessions.ts";
import { textAt, textColumn } from "../search/text-column.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { findRow } from "../tables/find-rows.ts";

/** The facts that name a session and its folder. */
export interface SessionIdentity {
  readonly eid: string;
  readonly lab: string | undefined;
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly number: number;
}

/** Which session is looked for by its folder; `undefined` parts may be anything. */
export interface SessionQueryByFolder {
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly number: number;
}

/**
 * Row of a session id.
 *
 * @returns `undefined` if the table does not have it.
 * @throws DuplicateIdError if several rows have it.
 */
export async function sessionRow(sessions: CacheTable, eid: string): Promise<number | undefined> {
  const row = await findRow(sessions, eid);
  if (row !== undefined && row + 1 < sessions.numRows) {
    const ids = await requiredColumn(sessions, "id");
    if (textAt(ids, row + 1) === eid) throw new DuplicateIdError(eid, sessions.name);
  }
  return row;
}

/** The identity of one row of the sessions table. */
export async function sessionIdentity(sessions: CacheTable, row: number): Promise<SessionIdentity> {
  const [id, subject, date, number, lab] = await Promise.all([
    requiredColumn(sessions, "id"),
    requiredColumn(sessions, "subject"),
    requiredColumn(sessions, "date"),
    requiredColumn(sessions, "number"),
    sessions.column("lab"),
  ]);
  return {
    eid: textAt(id, row) ?? "",
    lab: lab === undefined ? undefined : textAt(lab, row) || undefined,
    subject: textAt(subject, row) ?? "",
    date: dateOfDay(dayColumn(date)[row] as number),
    number: numberColumn(number)[row] as number,
  };
}

/** Rows of the sessions with exactly this subject, date and number. */
export async function sessionRowsByFolder(sessions: CacheTable, query: SessionQueryByFolder): Promise<number[]> {
  const [subject, date, number] = await Promise.all([
    requiredColumn(sessions, "subject"),
    requiredColumn(sessions, "date"),
    requiredColumn(sessions, "number"),
  ]);
  const { codes, values } = textColumn(subject);
  const days = dayColumn(date);
  const numbers = numberColumn(number);
  const wantedDay = Date.parse(`${query.date}T00:00:00Z`) / 86_400_000;
  const rows: number[] = [];
  for (let row = 0; row < days.length; row++) {
    if (days[row] === wantedDay && numbers[row] === query.number && values[codes[row] as number] === query.subject) {
      rows.push(row);
    }
  }
  return rows;
}
