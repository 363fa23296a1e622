import { getAlfPath, getSessionPath, type JsonValue, removeUuidString } from "@neurophys/alf";
import { type RestRecord } from "./alyx-rest.ts";
import { AlyxInvalidRecordError } from "./errors.ts";
import { isRecord, listOf, optionalText, recordId, textField, uuidAtEnd } from "./record-field.ts";

/** A row of the datasets table, named by its columns. */
export interface DatasetRow {
  /** The session it belongs to; `undefined` for an aggregate. */
  readonly eid: string | undefined;
  /** The dataset's id, a UUID. */
  readonly id: string;
  /** Bytes; `undefined` if the database does not know. */
  readonly file_size: number | undefined;
  /** MD5 in hexadecimal digits; `undefined` or `""` if the database does not know. */
  readonly hash: string | undefined;
  /** Whether a file exists; true in rows made of an answer, which has no others. */
  readonly exists: boolean;
  /** Relative to the session's folder; the whole path for an aggregate. */
  readonly rel_path: string;
  /** Whether it is the revision to load when none is asked for; `undefined` if the database does not say. */
  readonly default_revision: boolean | undefined;
  /** A quality control level; `undefined` if the database names none that we know. */
  readonly qc: string | undefined;
  /** Further fields that were asked for. */
  readonly [additional: string]: JsonValue | undefined;
}

const LEVELS: ReadonlySet<string> = new Set(["NOT_SET", "PASS", "WARNING", "FAIL", "CRITICAL"]);

/** The level named in a record; `undefined` for anything that is none, as a category column holds it. */
export function datasetQc(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && LEVELS.has(value) ? value : undefined;
}

/** Path of a URL without the slashes around it, still percent-encoded; `#` belongs to it. */
export function urlPath(url: string): string {
  const path = url.replace(/^[a-zA-Z][a-zA-Z0-9+.-]*:/, "").replace(/^\/\/[^/?]*/, "");
  return (path.split("?")[0] ?? "").replace(/^\/+|\/+$/g, "");
}

/** Rows in the order of the datasets table: by session, then by id; aggregates last. */
export function sortDatasetRows(rows: readonly DatasetRow[]): readonly DatasetRow[] {
  const order = (a: string | undefined, b: string | undefined): number => {
    if (a === b) return 0;
    if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
    return a < b ? -1 : 1;
  };
  return [...rows].sort((a, b) => order(a.eid, b.eid) || order(a.id, b.id));
}

/** Address of the first file of a dataset that exists and can be downloaded; `undefined` if there is none. */
export function accessibleUrl(record: RestRecord): string | undefined {
  for (const file of listOf(record["file_records"] ?? [], "dataset.file_records")) {
    const url = file["data_url"];
    if (typeof url === "string" && url !== "" && file["exists"] === true) return url;
  }
  return undefined;
}

function relativePath(url: string): string {
  const path = getAlfPath(urlPath(url));
  if (path === undefined) throw new AlyxInvalidRecordError("dataset.data_url", url, "the URL of an ALF file");
  const file = removeUuidString(path);
  return file.slice((getSessionPath(file) ?? "").length).replace(/^\/+|\/+$/g, "");
}

function datasetRow(record: RestRecord, url: string, additional: readonly string[]): DatasetRow {
  const session = optionalText(record, "session");
  const eid = session ? uuidAtEnd(session) : undefined;
  if (session && eid === undefined) throw new AlyxInvalidRecordError("dataset.session", session, "a session's URL");
  const defaultRevision = record["default_dataset"];
  return {
    eid,
    id: recordId({ url: textField(record, "url", "dataset") }, "dataset"),
    file_size: typeof record["file_size"] === "number" ? record["file_size"] : undefined,
    hash: optionalText(record, "hash"),
    exists: true,
    rel_path: relativePath(url),
    default_revision: typeof defaultRevision === "boolean" ? defaultRevision : undefined,
    qc: datasetQc(record["qc"]),
    ...Object.fromEntries(additional.map((name) => [name, record[name]])),
  };
}

/**
 * Rows for the datasets table out of dataset records.
 *
 * @param records - One record, or the answer of the database to listing datasets.
 * @param additional - Fields of the records to copy into the rows, e.g. `["url"]`.
 * @returns A row for every dataset with a file that exists and has a URL, sorted by session and id.
 * @throws {@link AlyxInvalidRecordError} if a record has no id, or its file is not named as ALF asks.
 * @see Source: `datasets2records` in ONE, `one/converters.py`; no difference.
 */
export function datasetsToRecords(
  records: RestRecord | readonly RestRecord[],
  additional: readonly string[] = [],
): readonly DatasetRow[] {
  const list = isRecord(records) ? [records] : records;
  const rows: DatasetRow[] = [];
  for (const record of list) {
    const url = accessibleUrl(record);
    if (url !== undefined) rows.push(datasetRow(record, url, additional));
  }
  return sortDatasetRows(rows);
}
