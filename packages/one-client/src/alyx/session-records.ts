import { getAlfPath, getSessionPath, type JsonValue, ReferenceDefectError, removeUuidString } from "@neurophys/alf";
import { type RestRecord } from "./alyx-rest.ts";
import { type RecordOptions } from "./compat.ts";
import { type DatasetRow, datasetQc, sortDatasetRows, urlPath } from "./dataset-records.ts";
import { AlyxInvalidRecordError } from "./errors.ts";
import { listOf, optionalText, recordId, textField } from "./record-field.ts";

/** A row of the sessions table, named by its columns; absent where the record has no such field. */
export interface SessionRow {
  /** The session's eid. */
  readonly id: string;
  /** Name of the lab. */
  readonly lab?: JsonValue | undefined;
  /** Nickname of the animal. */
  readonly subject?: JsonValue | undefined;
  /** `"YYYY-MM-DD"`. */
  readonly date: string;
  /** Which session of the animal on that day, from 1. */
  readonly number?: JsonValue | undefined;
  /** What the animal did, e.g. `"_iblrig_tasks_ephysChoiceWorld6.4.2"`. */
  readonly task_protocol?: JsonValue | undefined;
  /** Names joined with commas. */
  readonly projects: string;
}

/** What a session's record holds for the cache tables. */
export interface SessionRecords {
  /** Its row in the sessions table. */
  readonly session: SessionRow;
  /** Sorted by id. */
  readonly datasets: readonly DatasetRow[];
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/;

/** Calendar day of a record's `start_time`, as it was written (no time zone is applied). */
export function recordDate(record: RestRecord, what: string): string {
  const text = textField(record, "start_time", what);
  const date = ISO_DATE.exec(text)?.[0];
  if (date !== undefined && !Number.isNaN(Date.parse(date))) return date;
  throw new AlyxInvalidRecordError(`${what}.start_time`, text, "an ISO 8601 date or time");
}

/** Project names of a record joined with commas, as the sessions table keeps them. */
export function joinedProjects(record: RestRecord, what: string): string {
  const projects = record["projects"];
  if (Array.isArray(projects) && projects.every((name) => typeof name === "string")) return projects.join(",");
  throw new AlyxInvalidRecordError(`${what}.projects`, projects, "a list of names");
}

/** The sessions table's row of a session's record, without its datasets. */
export function sessionRow(record: RestRecord): SessionRow {
  const { lab, subject, number, task_protocol } = record;
  return {
    id: recordId(record, "session"),
    ...(subject === undefined ? {} : { subject }),
    date: recordDate(record, "session"),
    ...(lab === undefined ? {} : { lab }),
    ...(number === undefined ? {} : { number }),
    ...(task_protocol === undefined ? {} : { task_protocol }),
    projects: joinedProjects(record, "session"),
  };
}

function relativePath(dataUrl: string): string {
  const path = getAlfPath(removeUuidString(urlPath(dataUrl)));
  const sessionPath = path === undefined ? undefined : getSessionPath(path);
  if (path !== undefined && sessionPath !== undefined) return path.slice(sessionPath.length).replace(/^\/+|\/+$/g, "");
  throw new AlyxInvalidRecordError("dataset.data_url", dataUrl, "the URL of a file in a session folder");
}

function datasetRow(record: RestRecord, eid: string, urlRequired: boolean): DatasetRow | undefined {
  const dataUrl = record["data_url"];
  if (typeof dataUrl !== "string") {
    const pythonClass = dataUrl === null ? "TypeError" : "KeyError";
    if (urlRequired) throw new ReferenceDefectError("Dataset without data_url", pythonClass);
    return undefined;
  }
  return {
    eid,
    id: recordId(record, "dataset"),
    file_size: typeof record["file_size"] === "number" ? record["file_size"] : undefined,
    hash: optionalText(record, "hash"),
    exists: true,
    rel_path: relativePath(dataUrl),
    default_revision: record["default_revision"] === "True",
    qc: record["qc"] === undefined ? "NOT_SET" : datasetQc(record["qc"]),
  };
}

/**
 * Rows for the cache tables out of a session's full record.
 *
 * @param record - Answer of the database to reading a session, or the `session_info` of an insertion.
 * @returns The session's row, and one row for every dataset that has a file on the data server.
 * @throws {@link AlyxInvalidRecordError} if the id, start time or projects are missing or cannot be read.
 * @throws ReferenceDefectError for a dataset without URL, with `"url-required"`.
 * @see Source: `ses2records` in ONE, `one/converters.py`. There a dataset without URL is a `TypeError`.
 */
export function sessionRecords(record: RestRecord, options: RecordOptions = {}): SessionRecords {
  const session = sessionRow(record);
  const urlRequired = options.compat?.includes("url-required") ?? false;
  const related = record["data_dataset_session_related"] ?? [];
  const datasets = listOf(related, "session.data_dataset_session_related")
    .map((dataset) => datasetRow(dataset, session.id, urlRequired))
    .filter((row) => row !== undefined);
  return { session, datasets: sortDatasetRows(datasets) };
}
