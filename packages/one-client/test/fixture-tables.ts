import { readFileSync } from "node:fs";
import { type CacheTable } from "../src/tables/cache-table.ts";
import { recordsToTable, type TableRecord } from "../src/tables/records-to-table.ts";

/** A file of cases made by running the reference, or the tables they were run on. */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/one/${name}`, import.meta.url), "utf8"));
}

/** One case of a fixture: a call of the reference and what it answered. */
export interface Case {
  readonly id: string;
  readonly call: string;
  readonly args: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: string;
  readonly warnings?: readonly { readonly category: string; readonly message: string }[];
  readonly tags?: readonly string[];
}

/** The cases of one fixture file. */
export function readCases(name: string): readonly Case[] {
  return (readFixture(name) as { readonly cases: readonly Case[] }).cases;
}

interface SessionFields {
  readonly id: string;
  readonly subject: string;
  readonly date: string;
  readonly number: number;
}

interface DatasetFields {
  readonly id: string;
  readonly eid: string;
  readonly rel_path: string;
  readonly file_size: number;
  readonly exists: boolean;
}

const RECORDS = readFixture("_fixture_tables.json") as {
  readonly sessions: readonly (TableRecord & SessionFields)[];
  readonly datasets: readonly (TableRecord & DatasetFields)[];
};

/** The sessions and datasets that the cases were run on. */
export function fixtureTables(): ReadonlyMap<string, CacheTable> {
  return new Map([
    ["sessions", recordsToTable("sessions", RECORDS.sessions)],
    ["datasets", recordsToTable("datasets", RECORDS.datasets)],
  ]);
}

/** The same tables without the column of default revisions. */
export function fixtureTablesWithoutDefaults(): ReadonlyMap<string, CacheTable> {
  const datasets = RECORDS.datasets.map(({ default_revision: _, ...record }) => record);
  return new Map([...fixtureTables(), ["datasets", recordsToTable("datasets", datasets)]]);
}

/** Records the fixture tables are made of. */
export const fixtureRecords: typeof RECORDS = RECORDS;

/** Subject, date and number of the sessions that cases name by index. */
const SOURCES = [
  ["AL001", "2020-01-01", 1],
  ["AL001", "2020-01-01", 2],
  ["AL001", "2020-01-02", 1],
  ["AL010", "2020-01-02", 1],
  ["be-002", "2020-02-29", 1],
  ["be-002", "2021-06-30", 12],
  ["AL001x", "2021-06-30", 3],
  ["G.7", "2019-12-31", 100],
] as const;

/** Id of a session that a case names by its index. */
export function sourceEid(index: number): string {
  const [subject, date, number] = SOURCES[index] as (typeof SOURCES)[number];
  const found = RECORDS.sessions.find((s) => s.subject === subject && s.date === date && s.number === number);
  return (found as SessionFields).id;
}
