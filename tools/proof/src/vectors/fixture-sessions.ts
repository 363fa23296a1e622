import { type FixtureTables } from "./vector-file.ts";

type Row = Readonly<Record<string, unknown>>;

/** What a session index in recorded arguments means: subject, date and number of the n-th session. */
const SESSIONS: readonly (readonly [subject: string, date: string, number: number])[] = [
  ["AL001", "2020-01-01", 1],
  ["AL001", "2020-01-01", 2],
  ["AL001", "2020-01-02", 1],
  ["AL010", "2020-01-02", 1],
  ["be-002", "2020-02-29", 1],
  ["be-002", "2021-06-30", 12],
  ["AL001x", "2021-06-30", 3],
  ["G.7", "2019-12-31", 100],
];

/** The fixture's tables. @throws an error if the folder has none. */
export function needTables(tables: FixtureTables | undefined): FixtureTables {
  if (tables === undefined) throw new Error("The folder has no _fixture_tables.json");
  return tables;
}

/** Id of the n-th session; `undefined` for null. */
export function sessionOf(tables: FixtureTables, index: unknown): string | undefined {
  if (index === null || index === undefined) return undefined;
  const [subject, date, number] = SESSIONS[index as number] ?? [];
  const row = tables.sessions.find((it) => it["subject"] === subject && it["date"] === date && it["number"] === number);
  if (row === undefined) throw new Error(`The fixture has no session ${String(index)}`);
  return row["id"] as string;
}

/** Dataset rows of the n-th session in table order; of all for null. */
export function datasetsOf(tables: FixtureTables, index: unknown): readonly Row[] {
  const eid = sessionOf(tables, index);
  return eid === undefined ? tables.datasets : tables.datasets.filter((row) => row["eid"] === eid);
}
