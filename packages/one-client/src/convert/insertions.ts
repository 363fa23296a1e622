import { compareText } from "@neurophys/alf";
import { TableNotLoadedError } from "../errors.ts";
import { needEid } from "../listing/details.ts";
import { readRecords } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { type InsertionRecord } from "../search/search-insertions.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { findRow } from "../tables/find-rows.ts";
import { sessionRows } from "../tables/session-rows.ts";
import { type SessionId } from "./to-eid.ts";

/** The session of a probe insertion and the probe's label, which is the name of its collection. */
export interface InsertionSession {
  /** Id of the session. */
  readonly eid: string;
  /** E.g. `"probe00"`. */
  readonly name: string;
}

/** The probe insertions of a session, ordered by label. */
export interface SessionInsertions {
  /** Ids of the insertions. */
  readonly pids: readonly string[];
  /** Labels of the probes, `(pids.length,)`. */
  readonly names: readonly string[];
}

/**
 * Session and label of a probe insertion.
 *
 * @returns `undefined` if the table does not have it.
 * @throws TableNotLoadedError if there is no insertions table.
 * @see Source: `One.pid2eid` in ONE, `one/api.py`; there two nulls when there is none.
 */
export async function pid2eid(context: OneContext, pid: string): Promise<InsertionSession | undefined> {
  const insertions = insertionsTable(context, "Converting a probe id");
  const row = await findRow(insertions, pid);
  if (row === undefined) return undefined;
  const [record] = (await readRecords(insertions, [row])) as InsertionRecord[];
  return record && { eid: record.eid, name: String(record.name ?? "") };
}

/**
 * Probe insertions of a session, sorted by label.
 *
 * @throws TableNotLoadedError if there is no insertions table.
 * @see Source: `One.eid2pid` in ONE, `one/api.py`; there two nulls when there are none.
 */
export async function eid2pid(context: OneContext, id: SessionId): Promise<SessionInsertions> {
  const records = await eid2pidDetails(context, id);
  return {
    pids: records.map((record) => record.id),
    names: records.map((record) => String(record.name ?? "")),
  };
}

/**
 * Records of the probe insertions of a session, sorted by label.
 *
 * @throws TableNotLoadedError if there is no insertions table.
 * @see Source: `One.eid2pid` in ONE, `one/api.py`, with `details=True`. There the session of each is lost (O28).
 */
export async function eid2pidDetails(context: OneContext, id: SessionId): Promise<InsertionRecord[]> {
  const insertions = insertionsTable(context, "Listing the probes of a session");
  const eid = await needEid(context, id);
  const range = (await sessionRows(insertions))?.range(eid);
  if (range === undefined) return [];
  const rows = Int32Array.from({ length: range.end - range.start }, (_, i) => range.start + i);
  const records = (await readRecords(insertions, rows)) as InsertionRecord[];
  return records.sort((a, b) => compareText(String(a.name ?? ""), String(b.name ?? "")));
}

function insertionsTable(context: OneContext, question: string): CacheTable {
  const insertions = context.cache.tables.get("insertions");
  if (insertions === undefined) throw new TableNotLoadedError("insertions", question);
  return insertions;
}
