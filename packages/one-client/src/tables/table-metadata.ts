import { type JsonValue } from "@neurophys/alf";
import { type TableMetadata } from "./cache-table.ts";

/** Key of the entry in a Parquet file's key-value metadata. */
export const ONE_METADATA: string = "one_metadata";

/** Key of an entry that says by which columns the rows of a file are sorted, so that a reader need not check. */
export const SORTED_BY: string = "neurophys_sorted_by";

/**
 * Read the `one_metadata` of a table.
 *
 * @param text - JSON; `undefined` if the file has no such entry.
 * @throws SyntaxError if it is not a JSON object.
 * @see Source: `load_tables` in ONE, `one/alf/cache.py`, for the origin: one name or a list of names; if there is no
 *   entry, `"unknown"`.
 */
export function parseTableMetadata(text: string | undefined): TableMetadata {
  const raw: unknown = text === undefined ? {} : JSON.parse(text);
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    throw new SyntaxError("one_metadata is no JSON object");
  const {
    date_created,
    date_modified,
    origin = "unknown",
    min_api_version,
    database_tags,
    ...other
  } = raw as RawMetadata;
  return {
    dateCreated: textEntry(date_created),
    dateModified: textEntry(date_modified),
    origin: new Set(textList(origin)),
    minApiVersion: textEntry(min_api_version),
    databaseTags: database_tags === undefined ? undefined : textList(database_tags),
    other: Object.keys(other).length === 0 ? undefined : (other as Readonly<Record<string, JsonValue>>),
  };
}

/** The entries that have a meaning here, before they are checked. */
interface RawMetadata {
  readonly date_created?: JsonValue;
  readonly date_modified?: JsonValue;
  readonly origin?: JsonValue;
  readonly min_api_version?: JsonValue;
  readonly database_tags?: JsonValue;
}

function textEntry(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function textList(value: JsonValue | undefined): readonly string[] {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value ?? null];
  return list.filter((item): item is string => typeof item === "string" && item !== "");
}

/** The `one_metadata` of a table as JSON text, in the form that Python's ONE writes. */
export function formatTableMetadata(metadata: TableMetadata): string {
  const origin = [...metadata.origin];
  return JSON.stringify({
    date_created: metadata.dateCreated,
    origin: origin.length === 1 ? origin[0] : origin,
    date_modified: metadata.dateModified,
    min_api_version: metadata.minApiVersion,
    database_tags: metadata.databaseTags,
    ...metadata.other,
  });
}

/** A time as tables hold it: `"YYYY-MM-DD HH:MM"`, in local time. */
export function formatMinutes(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = `${String(time.getFullYear()).padStart(4, "0")}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The time that a table's metadata names, in local time; `undefined` if it names none or something that is no time. */
export function parseMinutes(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  // a date alone would be taken as UTC
  const time = new Date(text.length === 10 ? `${text}T00:00` : text.replace(" ", "T"));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
