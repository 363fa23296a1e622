import { type Vector } from "apache-arrow";
import { type CacheTable } from "./cache-table.ts";
import { codeAt, type TextRows, textRows } from "./text-rows.ts";
import { compareUtf8, utf8FromStrings } from "./utf8-values.ts";

/** Rows `start` up to, not including, `end`. */
export interface RowRange {
  /** First row, from 0. */
  readonly start: number;
  /** One more than the last row; more than `start`. */
  readonly end: number;
}

/** The rows of each session by the code of its eid, `(nEids,)` each; `start` equals `end` where there are none. */
export interface RangesByCode {
  /** First rows. */
  readonly start: Int32Array;
  /** One more than the last rows. */
  readonly end: Int32Array;
}

/** Which rows of a table belong to which session; found from the order of the rows, without a search through them. */
export class SessionRows {
  readonly #rows: TextRows;
  /** First row of each run of rows with the same eid, and the number of rows at the end. */
  readonly #starts: Int32Array;
  #byCode: RangesByCode | undefined;

  /** @param eids - The `eid` column, `(nRows,)`, sorted. */
  constructor(eids: Vector) {
    this.#rows = textRows(eids);
    this.#starts = runStarts(this.#rows);
  }

  /** Rows of one session; `undefined` if it has none. */
  range(eid: string): RowRange | undefined {
    const target = utf8FromStrings([eid]);
    let low = 0;
    let high = this.#starts.length - 2;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const code = codeAt(this.#rows, this.#starts[middle]!);
      const order = code < 0 ? 1 : compareUtf8(this.#rows.values, code, target, 0);
      if (order === 0) return { start: this.#starts[middle]!, end: this.#starts[middle + 1]! };
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** Rows of the session with each code of the `eid` dictionary. */
  byCode(): RangesByCode {
    this.#byCode ??= rangesByCode(this.#rows, this.#starts);
    return this.#byCode;
  }
}

function runStarts(rows: TextRows): Int32Array {
  const starts = new Int32Array(rows.length + 1);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    if (i === 0 || !isSameText(rows, i - 1, i)) starts[count++] = i;
  }
  starts[count] = rows.length;
  return starts.slice(0, rows.length === 0 ? 1 : count + 1);
}

function isSameText(rows: TextRows, i: number, j: number): boolean {
  const a = codeAt(rows, i);
  const b = codeAt(rows, j);
  return a === b || (a >= 0 && b >= 0 && compareUtf8(rows.values, a, rows.values, b) === 0);
}

function rangesByCode(rows: TextRows, starts: Int32Array): RangesByCode {
  const start = new Int32Array(rows.values.length);
  const end = new Int32Array(rows.values.length);
  for (let run = 0; run + 1 < starts.length; run++) {
    const code = codeAt(rows, starts[run]!);
    if (code < 0) continue;
    start[code] = starts[run]!;
    end[code] = starts[run + 1]!;
  }
  return { start, end };
}

const sessionRowsOf = new WeakMap<CacheTable, Promise<SessionRows>>();

/**
 * The rows of each session in a table that has an `eid` index, worked out once for each table.
 *
 * @returns `undefined` if the table's first index column is not `eid`.
 */
export async function sessionRows(table: CacheTable): Promise<SessionRows | undefined> {
  if (table.indexNames[0] !== "eid") return undefined;
  let made = sessionRowsOf.get(table);
  if (made === undefined) {
    made = table.column("eid").then((eids) => new SessionRows(eids!));
    sessionRowsOf.set(table, made);
    made.catch(() => sessionRowsOf.delete(table));
  }
  return made;
}
