import { QC_NAMES } from "@neurophys/alf";
import { Bool, type DataType, DateDay, Uint16, Uint64, Utf8 } from "apache-arrow";
import { dictionaryType } from "./text-rows.ts";

/** Levels of quality control, lowest first: the categories of the `qc` column. */
export const QC_LEVELS: readonly string[] = QC_NAMES;

/** Columns of an empty sessions table, in order. */
export const SESSION_COLUMNS: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ["id", new Utf8()],
  ["lab", dictionaryType()],
  ["subject", dictionaryType()],
  ["date", new DateDay()],
  ["number", new Uint16()],
  ["task_protocol", dictionaryType()],
  ["projects", dictionaryType()],
]);

/** Columns of an empty datasets table, in order. */
export const DATASET_COLUMNS: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ["eid", dictionaryType()],
  ["id", new Utf8()],
  ["rel_path", dictionaryType()],
  ["file_size", new Uint64()],
  ["hash", new Utf8()],
  ["exists", new Bool()],
  ["qc", dictionaryType(true)],
]);

/** Columns that a datasets table may have besides, with what a row has that was written before there was such a column. */
export const OPTIONAL_DATASET_COLUMNS: ReadonlyMap<
  string,
  { readonly type: DataType; readonly absent: false | "exists" }
> = new Map([
  ["default_revision", { type: new Bool(), absent: false }],
  ["exists_aws", { type: new Bool(), absent: "exists" }],
  ["exists_flatiron", { type: new Bool(), absent: "exists" }],
]);

/** Type of a column of which only the name is known; `undefined` if the name means nothing here. */
export function knownColumnType(table: string, column: string): DataType | undefined {
  if (table === "sessions") return SESSION_COLUMNS.get(column);
  if (table === "datasets") return DATASET_COLUMNS.get(column) ?? OPTIONAL_DATASET_COLUMNS.get(column)?.type;
  if (column === "eid") return dictionaryType();
  return column === "id" ? new Utf8() : undefined;
}

/** True for text that hardly repeats, which a dictionary would only make larger. */
export function isDistinctText(indexNames: readonly string[], column: string): boolean {
  return column === "hash" || column === indexNames.at(-1);
}
