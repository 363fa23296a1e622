import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "../../alyx/alyx-rest.ts";
import { formatTable, type TableColumn } from "./table.ts";

/** Records as a table, and how many of their fields found no place in it. */
export interface RecordTable {
  readonly text: string;
  readonly hidden: number;
}

/** Widest column, unless its values are useless when cut. */
const WIDEST = 24;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UUID_AT_END = /^https?:\/\/.*\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i;
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;

/**
 * Lay out records as a table.
 *
 * @param fields - Columns; without, as many of the records' fields as fit the width: ids first, then the database's order.
 * @param widthColumns - Width of the terminal; `undefined` cuts nothing.
 */
export function recordTable(
  records: readonly RestRecord[],
  {
    fields,
    widthColumns,
  }: { readonly fields?: readonly string[] | undefined; readonly widthColumns: number | undefined },
): RecordTable {
  const names = fields ?? fieldsWorthShowing(records);
  const columns = names.map((name) => columnOf(name, records));
  const shown = fields === undefined && widthColumns !== undefined ? thatFit(columns, widthColumns) : columns;
  const rows = records.map((_, i) => shown.map(({ cells }) => cells[i] ?? ""));
  const all = new Set(records.flatMap((record) => Object.keys(record)));
  return { text: formatTable(shown, rows, widthColumns), hidden: Math.max(0, all.size - shown.length) };
}

/** A record, a field a line; what is nested is JSON. */
export function recordFields(record: RestRecord, fields?: readonly string[]): readonly (readonly [string, string])[] {
  return (fields ?? Object.keys(record)).map((name) => [name, wholeText(record[name])]);
}

/** A record with some of its fields, for JSON; those that it lacks are null. */
export function picked(record: RestRecord, fields: readonly string[] | undefined): RestRecord {
  return fields === undefined ? record : Object.fromEntries(fields.map((name) => [name, record[name] ?? null]));
}

interface RecordColumn extends TableColumn {
  readonly cells: readonly string[];
  /** Width that it would like to have. */
  readonly widthColumns: number;
}

/** Fields that hold something short in some record. */
function fieldsWorthShowing(records: readonly RestRecord[]): readonly string[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const used = names.filter((name) => records.some((record) => cellText(record[name]) !== ""));
  const ids = used.filter((name) => name === "id" || (name === "url" && !names.includes("id")));
  return [...ids, ...used.filter((name) => name !== "id" && name !== "url")];
}

function columnOf(heading: string, records: readonly RestRecord[]): RecordColumn {
  const cells = records.map((record) => cellText(record[heading]));
  const filled = cells.filter((cell) => cell !== "");
  const isNumber = records.every(({ [heading]: value }) => typeof value === "number" || (value ?? null) === null);
  const isWhole = filled.length > 0 && filled.every((cell) => UUID.test(cell) || TIME.test(cell));
  const natural = cells.reduce((widest, cell) => Math.max(widest, cell.length), heading.length);
  return { heading, isNumber, isWhole, cells, widthColumns: isWhole ? natural : Math.min(natural, WIDEST) };
}

/** Columns in their order for which there is room; at least the first. */
function thatFit(columns: readonly RecordColumn[], widthColumns: number): readonly RecordColumn[] {
  let left = widthColumns + 2;
  return columns.filter((column, i) => {
    const needed = column.widthColumns + 2;
    if (i > 0 && needed > left) return false;
    left -= needed;
    return true;
  });
}

/** A value in a cell: addresses of records are their ids, times end with seconds, and what is nested is left out. */
function cellText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value))
    return value.every((item) => typeof item !== "object") ? value.map(cellText).join(", ") : "";
  if (typeof value === "object") return "";
  if (typeof value !== "string") return String(value);
  const id = UUID_AT_END.exec(value)?.[1];
  if (id !== undefined) return id;
  const [, day, time] = TIME.exec(value) ?? [];
  return day === undefined ? value : time === undefined ? day : `${day} ${time}`;
}

function wholeText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
