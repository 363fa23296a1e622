import { compareText } from "@neurophys/alf";
import { type Vector } from "apache-arrow";
import { MissingColumnError } from "../errors.ts";
import { type CacheTable } from "../tables/cache-table.ts";

import { type DatasetCondition, sessionsWithDatasets } from "./dataset-condition.ts";
import { dayColumn, numberColumn } from "./number-column.ts";
import { sortRowsDescending } from "./session-order.ts";
import { type SessionQuery, type TextCondition } from "./session-query.ts";
import { textColumn } from "./text-column.ts";

/** The tables a session search may read. */
export interface SearchTables {
  readonly sessions: CacheTable;
  /** `undefined`: no session has datasets. */
  readonly datasets: CacheTable | undefined;
}

/**
 * Rows of the sessions that fulfil every condition, latest first: by date, then subject, then number, all descending;
 * rows equal in all three keep the order of the table.
 *
 * Conditions are tested on distinct values, then rows are passed over once. A query without conditions on datasets
 * reads no column of the datasets table.
 *
 * @throws MissingColumnError if the table lacks a column that a condition is about.
 * @see Source: `One.search` in ONE, `one/api.py`.
 */
export async function searchSessionRows(tables: SearchTables, query: SessionQuery): Promise<Int32Array> {
  const { sessions } = tables;
  const wanted = new Uint8Array(sessions.numRows).fill(1);
  for (const condition of query.texts) dropByText(wanted, await requiredColumn(sessions, condition.column), condition);
  const { days, numbers } = query;
  if (days !== undefined) {
    const column = dayColumn(await requiredColumn(sessions, "date"));
    for (let row = 0; row < wanted.length; row++) {
      const day = column[row] as number;
      if (day < days.first || day > days.last) wanted[row] = 0;
    }
  }
  if (numbers !== undefined) {
    const column = numberColumn(await requiredColumn(sessions, "number"));
    for (let row = 0; row < wanted.length; row++) if (!numbers.has(column[row] as number)) wanted[row] = 0;
  }
  if (query.datasets !== undefined && wanted.includes(1)) await dropByDatasets(wanted, tables, query.datasets);
  const rows = rowsOf(wanted);
  return rows.length < 2 ? rows : sortLatestFirst(sessions, rows);
}

/** A column that must be there. */
export async function requiredColumn(table: CacheTable, name: string): Promise<Vector> {
  const vector = await table.column(name);
  if (vector === undefined) throw new MissingColumnError(table.name, name);
  return vector;
}

function dropByText(wanted: Uint8Array, vector: Vector, { accepts }: TextCondition): void {
  const { codes, values } = textColumn(vector);
  const accepted = Uint8Array.from(values, (value) => (accepts(value) ? 1 : 0));
  for (let row = 0; row < wanted.length; row++) if (accepted[codes[row] as number] !== 1) wanted[row] = 0;
}

async function dropByDatasets(wanted: Uint8Array, tables: SearchTables, condition: DatasetCondition): Promise<void> {
  const [eid, relPath, exists, qc] =
    (await tables.datasets?.unorderedColumns(["eid", "rel_path", "exists", "qc"])) ?? [];
  const kept = new Uint8Array(wanted.length);
  if (eid !== undefined && relPath !== undefined) {
    const rowOfEid = sessionRowsOfEids(eid, await requiredColumn(tables.sessions, "id"));
    const fulfilled = sessionsWithDatasets({ eid, relPath, exists, qc }, condition);
    for (let code = 0; code < fulfilled.length; code++) if (fulfilled[code] === 1) kept[rowOfEid[code] as number] = 1;
  }
  for (let row = 0; row < wanted.length; row++) if (kept[row] === 0) wanted[row] = 0;
}

/** Session row of each code of an `eid` column, −1 where the table has no such session; found once for each column. */
function sessionRowsOfEids(eid: Vector, id: Vector): Int32Array {
  const known = sessionRowsByEid.get(eid);
  if (known?.id === id) return known.rows;
  const { codes, values } = textColumn(id);
  const rowById = new Map<string, number>();
  for (let row = 0; row < codes.length; row++) rowById.set(values[codes[row] as number] ?? "", row);
  const rows = Int32Array.from(textColumn(eid).values, (value) => rowById.get(value) ?? -1);
  sessionRowsByEid.set(eid, { id, rows });
  return rows;
}

const sessionRowsByEid = new WeakMap<Vector, { readonly id: Vector; readonly rows: Int32Array }>();

function rowsOf(wanted: Uint8Array): Int32Array {
  const rows = new Int32Array(wanted.reduce((sum, flag) => sum + flag, 0));
  let next = 0;
  for (let row = 0; row < wanted.length; row++) if (wanted[row] === 1) rows[next++] = row;
  return rows;
}

/** From this part of the table on, results are taken from an order of all rows, which is kept for the next search. */
const MANY = 1 / 8;
const latestFirst = new WeakMap<CacheTable, Promise<Int32Array>>();

async function sortLatestFirst(sessions: CacheTable, rows: Int32Array): Promise<Int32Array> {
  if (rows.length < sessions.numRows * MANY) return orderLatestFirst(sessions, rows);
  let order = latestFirst.get(sessions);
  if (order === undefined) {
    order = orderLatestFirst(
      sessions,
      Int32Array.from({ length: sessions.numRows }, (_, row) => row),
    );
    latestFirst.set(sessions, order);
  }
  const all = await order;
  if (rows.length === all.length) return all;
  const isWanted = new Uint8Array(all.length);
  for (const row of rows) isWanted[row] = 1;
  return all.filter((row) => isWanted[row] === 1);
}

async function orderLatestFirst(sessions: CacheTable, rows: Int32Array): Promise<Int32Array> {
  const [date, subject, number] = await Promise.all(["date", "subject", "number"].map((name) => sessions.column(name)));
  const keys: Int32Array[] = [];
  if (date !== undefined) keys.push(pick(dayColumn(date), rows));
  if (subject !== undefined) keys.push(subjectRanks(subject, rows));
  if (number !== undefined) keys.push(pick(numberColumn(number), rows));
  return sortRowsDescending(keys, rows.length).map((i) => rows[i] as number);
}

function pick(column: ArrayLike<number>, rows: Int32Array): Int32Array {
  return rows.map((row) => column[row] as number);
}

/** Place of each row's subject among their subjects, by code point; a missing one comes before all. */
function subjectRanks(vector: Vector, rows: Int32Array): Int32Array {
  const { codes, values } = textColumn(vector);
  const names = new Set<string>();
  for (const row of rows) names.add(values[codes[row] as number] ?? "");
  const rankOf = new Map([...names].sort(compareText).map((name, rank) => [name, rank]));
  return rows.map((row) => {
    const name = values[codes[row] as number];
    return name === undefined ? -1 : (rankOf.get(name) as number);
  });
}
