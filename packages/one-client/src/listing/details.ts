import { sessionRow } from "../convert/session-index.ts";
import { type SessionId, toEid } from "../convert/to-eid.ts";
import { DuplicateIdError, SessionNotFoundError, UnresolvedSessionError } from "../errors.ts";
import { type OneContext } from "../one/one-context.ts";
import { datasetRange, datasetView } from "./dataset-view.ts";
import { type DatasetRecord, readDatasetRecords, readSessionRecords, type SessionRecord } from "./records.ts";

/** A session with all its datasets. */
export interface FullDetails {
  /** Record of the session. */
  readonly session: SessionRecord;
  /** Records of its datasets, in table order. */
  readonly datasets: readonly DatasetRecord[];
}

/**
 * The id of a session that must exist.
 *
 * @throws UnresolvedSessionError if no session of the tables is meant.
 */
export async function needEid(context: OneContext, id: SessionId): Promise<string> {
  const eid = await toEid(context, id);
  if (eid === undefined) throw new UnresolvedSessionError(id);
  return eid;
}

/**
 * Record of a session.
 *
 * @throws UnresolvedSessionError if the input stands for no session of the table.
 * @throws SessionNotFoundError if the table does not have the id.
 * @throws DuplicateIdError if several rows have it.
 * @see Source: `One.get_details` in ONE, `one/api.py`.
 */
export async function getDetails(context: OneContext, id: SessionId): Promise<SessionRecord> {
  const eid = await needEid(context, id);
  const sessions = context.cache.tables.get("sessions");
  const row = sessions === undefined ? undefined : await sessionRow(sessions, eid);
  if (sessions === undefined || row === undefined) throw new SessionNotFoundError(eid);
  const [record] = await readSessionRecords(sessions, [row]);
  if (record === undefined) throw new DuplicateIdError(eid, sessions.name);
  return record;
}

/**
 * Record of a session and those of all its datasets, whatever their quality and name.
 *
 * @throws as {@link getDetails}.
 * @see Source: `One.get_details` in ONE, `one/api.py`, with `full=True`; there one table of both, with the session in
 *   each row.
 */
export async function getFullDetails(context: OneContext, id: SessionId): Promise<FullDetails> {
  const session = await getDetails(context, id);
  const datasets = context.cache.tables.get("datasets");
  if (datasets === undefined) return { session, datasets: [] };
  const { start, end } = await datasetRange(await datasetView(datasets), session.eid);
  const rows = Int32Array.from({ length: end - start }, (_, i) => start + i);
  return { session, datasets: await readDatasetRecords(datasets, rows) };
}
