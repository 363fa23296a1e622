import {
  addUuidString,
  InvalidArgumentError,
  isSessionPath,
  isUuid,
  isUuidString,
  sessionPathParts,
} from "@neurophys/alf";
import { NoDataServerError, SessionNotFoundError } from "../errors.ts";
import { datasetRange, datasetView, relPathAt } from "../listing/dataset-view.ts";
import { type DatasetRecord, readDatasetRecords, readSessionRecords, type SessionRecord } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { findRow } from "../tables/find-rows.ts";
import { type ExperimentReference, type ExperimentReferenceText } from "./reference.ts";
import { joinLocation, sessionRecord2path } from "./session-folder.ts";
import { type SessionIdentity, sessionIdentity, sessionRow } from "./session-index.ts";
import { path2eid, ref2eid } from "./to-eid.ts";

/**
 * The session of an id.
 *
 * @param eid - As the table has it, or in any form of a UUID, as the original takes it here.
 * @returns `undefined` if the table does not have it.
 * @throws InvalidArgumentError if the table does not have it and it is no UUID.
 * @throws DuplicateIdError if several rows have it.
 */
export async function findSession(context: OneContext, eid: string): Promise<SessionIdentity | undefined> {
  const sessions = context.cache.tables.get("sessions");
  if (sessions === undefined || sessions.numRows === 0) {
    canonicalUuid(eid);
    return undefined;
  }
  // tables made without ids have paths in their place
  const row = (await sessionRow(sessions, eid)) ?? (await sessionRow(sessions, canonicalUuid(eid)));
  return row === undefined ? undefined : sessionIdentity(sessions, row);
}

/** An id as tables hold it, whatever its case and hyphens. @throws InvalidArgumentError if it is no UUID. */
function canonicalUuid(eid: string): string {
  if (!isUuid(eid, [1, 2, 3, 4, 5])) throw new InvalidArgumentError("eid", eid, "a UUID");
  const digits = eid.replace(/urn:|uuid:|[{}-]/g, "").toLowerCase();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The session of an id that must be there. */
async function needSession(context: OneContext, eid: string): Promise<SessionIdentity> {
  const session = await findSession(context, eid);
  if (session === undefined) throw new SessionNotFoundError(eid);
  return session;
}

/**
 * Folder of a session, below the location of the files.
 *
 * @returns `undefined` if the table does not have the session.
 * @throws InvalidArgumentError if the id is no UUID.
 * @see Source: `ConversionMixin.eid2path` in ONE, `one/converters.py`.
 */
export async function eid2path(context: OneContext, eid: string): Promise<string | undefined> {
  const session = await findSession(context, eid);
  return session === undefined ? undefined : sessionRecord2path(session, context.location);
}

/**
 * Reference of a session, with its sequence as a number.
 *
 * @throws SessionNotFoundError if the table does not have the session.
 * @see Source: `ConversionMixin.eid2ref` in ONE, `one/converters.py`, with `as_dict=True, parse=True`; the date is text.
 */
export async function eid2ref(context: OneContext, eid: string): Promise<ExperimentReference> {
  const { subject, date, number } = await needSession(context, eid);
  return { subject, date, sequence: number };
}

/** Folder of the session of a reference. */
export async function ref2path(
  context: OneContext,
  reference: string | ExperimentReference | ExperimentReferenceText,
): Promise<string | undefined> {
  return eid2path(context, await ref2eid(context, reference));
}

/**
 * The record of the session whose folder a path is, or of the dataset whose file it is.
 *
 * A file is found by the id in its name, else by its session and its path in it. The lab of a session folder must be
 * that of the record.
 *
 * @returns `undefined` if there is none.
 * @throws AmbiguousSessionError if several sessions lie in that folder.
 * @see Source: `ConversionMixin.path2record` in ONE, `one/converters.py`.
 */
export async function path2record(
  context: OneContext,
  path: string,
): Promise<SessionRecord | DatasetRecord | undefined> {
  const sessions = context.cache.tables.get("sessions");
  if (isSessionPath(path)) {
    const eid = await path2eid(context, path);
    const row = eid === undefined || sessions === undefined ? undefined : await findRow(sessions, eid);
    if (row === undefined || sessions === undefined) return undefined;
    const [record] = await readSessionRecords(sessions, [row]);
    return (sessionPathParts(path).lab ?? null) === (record?.lab || null) ? record : undefined;
  }
  const datasets = context.cache.tables.get("datasets");
  if (datasets === undefined || datasets.numRows === 0) return undefined;
  const row = (await rowOfNamedId(context, path)) ?? (await rowOfPath(context, path));
  return row === undefined ? undefined : (await readDatasetRecords(datasets, [row]))[0];
}

/** Row of the dataset whose id is in the name of a file; `undefined` if there is none in it. */
async function rowOfNamedId(context: OneContext, path: string): Promise<number | undefined> {
  const datasets = context.cache.tables.get("datasets");
  const id = path
    .slice(path.lastIndexOf("/") + 1)
    .split(".")
    .at(-2);
  return datasets === undefined || !isUuidString(id) ? undefined : findRow(datasets, id);
}

async function rowOfPath(context: OneContext, path: string): Promise<number | undefined> {
  const datasets = context.cache.tables.get("datasets");
  const eid = await path2eid(context, path);
  if (datasets === undefined || eid === undefined) return undefined;
  const view = await datasetView(datasets);
  const { start, end } = await datasetRange(view, eid);
  for (let row = start; row < end; row++) {
    const relPath = relPathAt(view, row);
    if (relPath !== "" && path.endsWith(`/${relPath}`)) return row;
  }
  return undefined;
}

/** Key of a dataset's file in the store. */
export function datasetKey(folder: string, record: DatasetFileFields, uuidFilenames: boolean): string {
  const key = joinLocation(folder, record.rel_path);
  return uuidFilenames ? addUuidString(key, record.id) : key;
}

/** What names the file of a dataset. */
export interface DatasetFileFields {
  /** Id of the session; not needed where `session_path` is given. */
  readonly eid?: string | null | undefined;
  /** Id of the dataset. */
  readonly id: string;
  /** Path of the dataset within its session. */
  readonly rel_path: string;
  /** Folder of the session or of the aggregate, where the record has it. */
  readonly session_path?: string | null | undefined;
}

/** What names the folder of a session. */
export interface SessionUrlFields {
  /** Id of the session. */
  readonly eid: string;
  /** Name of the laboratory. */
  readonly lab: string | null;
  /** Name of the animal. */
  readonly subject: string | null;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Number of the session on that day. */
  readonly number: number | null;
}

/** Folder of a dataset's session within the store. */
export async function folderOfDataset(context: OneContext, record: DatasetFileFields): Promise<string> {
  if (typeof record.session_path === "string") return record.session_path;
  if (typeof record.eid !== "string") throw new SessionNotFoundError(String(record.eid));
  return sessionRecord2path(await needSession(context, record.eid));
}

/**
 * Where the file of a dataset is, or should be, below the location of the files.
 *
 * @throws SessionNotFoundError if the table does not have its session.
 * @see Source: `ConversionMixin.record2path` in ONE, `one/converters.py`.
 */
export async function record2path(context: OneContext, record: DatasetFileFields): Promise<string> {
  const key = datasetKey(await folderOfDataset(context, record), record, context.uuidFilenames);
  return joinLocation(context.location, key);
}

/**
 * Address of a dataset's file, or of a session's folder, on the data server. File names there hold the dataset's id.
 *
 * @throws NoDataServerError if no server is set.
 * @throws SessionNotFoundError if the table does not have the dataset's session.
 * @see Source: `ConversionMixin.record2url` in ONE, `one/converters.py`.
 */
export async function record2url(context: OneContext, record: DatasetFileFields | SessionUrlFields): Promise<string> {
  if (context.dataServer === undefined) throw new NoDataServerError();
  const key =
    "rel_path" in record
      ? datasetKey(await folderOfDataset(context, record), record, true)
      : sessionRecord2path(await needSession(context, record.eid));
  return joinLocation(context.dataServer, key.split("/").map(encodeURIComponent).join("/"));
}

/**
 * Address of the file or session folder that a path stands for.
 *
 * @returns `undefined` if the tables have no record of it.
 * @throws NoDataServerError if no server is set.
 * @see Source: `ConversionMixin.path2url` in ONE, `one/converters.py`.
 */
export async function path2url(context: OneContext, path: string): Promise<string | undefined> {
  const record = await path2record(context, path);
  return record === undefined ? undefined : record2url(context, record as DatasetRecord | SessionRecord);
}
