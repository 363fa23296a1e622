import { print, remark, type Terminal, toJson } from "../terminal.ts";
import { printFitted } from "./print-fitted.ts";
import { type TableColumn } from "./table.ts";
import { count } from "./units.ts";

/** The records of a search that are shown, and how many there are. */
export interface Found<T> {
  readonly records: readonly T[];
  readonly total: number;
  /** What to say beside, where nothing was found. */
  readonly remarks?: readonly string[] | undefined;
}

/** How records of one kind are printed. */
export interface FoundFormat<T> {
  /** What a record is called, singular. */
  readonly noun: string;
  readonly id: (record: T) => string;
  /** The record as it is written to JSON. */
  readonly json: (record: T) => unknown;
  readonly columns: readonly TableColumn[];
  /** A record's cells, one a column. */
  readonly cells: (record: T) => readonly unknown[];
}

/** Print what a search found: ids alone, JSON, or a table and a count. Returns the exit code, 1 for nothing found. */
export function printFound<T>(
  terminal: Terminal,
  { records, total, remarks = [] }: Found<T>,
  { ids, json }: { readonly ids?: boolean; readonly json?: boolean },
  format: FoundFormat<T>,
): number {
  if (ids) {
    const all = records.map(format.id);
    if (json) print(terminal, toJson(all));
    else if (all.length > 0) print(terminal, all.map((id) => `${id}\n`).join(""));
    else remark(terminal, `No ${format.noun} matches.`);
  } else if (json) print(terminal, toJson(records.map(format.json)));
  else if (records.length === 0) remark(terminal, `No ${format.noun} matches.`);
  else {
    const rows = records.map((record) => format.cells(record).map((cell) => String(cell ?? "")));
    printFitted(terminal, format.columns, rows);
    remark(terminal, `${count(records.length, format.noun)}${records.length < total ? ` of ${total}` : ""}`);
  }
  for (const text of remarks) remark(terminal, text);
  return records.length > 0 ? 0 : 1;
}
