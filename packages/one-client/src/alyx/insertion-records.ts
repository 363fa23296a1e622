import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "./alyx-rest.ts";
import { AlyxInvalidRecordError } from "./errors.ts";
import { isRecord, optionalText, recordId, textField, uuidAtEnd } from "./record-field.ts";
import { type SessionRow, sessionRow } from "./session-records.ts";

/** A row of the insertions table: the record's own fields, with `session` as `eid` and without `session_info`. */
export interface InsertionRow {
  /** The session it was recorded in. */
  readonly eid: string;
  /** The insertion's pid. */
  readonly id: string;
  readonly [field: string]: JsonValue;
}

/** What an insertion's record holds for the cache tables. */
export interface InsertionRecords {
  /** Its row in the insertions table. */
  readonly insertion: InsertionRow;
  /** The session it was recorded in; `undefined` if the record does not describe it. */
  readonly session: SessionRow | undefined;
}

/** The eid that an insertion's record names. @throws {@link AlyxInvalidRecordError} if it names none. */
export function insertionEid(record: RestRecord): string {
  const session = textField(record, "session", "insertion");
  const eid = uuidAtEnd(session);
  if (eid === undefined) throw new AlyxInvalidRecordError("insertion.session", session, "an eid");
  return eid;
}

/** The probe's label in an insertion's record, e.g. `"probe00"`. */
export function insertionName(record: RestRecord): string {
  return optionalText(record, "name") ?? "";
}

/**
 * Rows for the cache tables out of an insertion's record.
 *
 * @throws {@link AlyxInvalidRecordError} if the record has no id or names no session.
 * @see Source: `OneAlyx._update_insertions_table` in ONE, `one/api.py`; there every record must describe its session.
 */
export function insertionRecords(record: RestRecord): InsertionRecords {
  const { session: _session, session_info: sessionInfo, ...fields } = record;
  return {
    insertion: { ...fields, eid: insertionEid(record), id: recordId(record, "insertion") },
    session: isRecord(sessionInfo) ? sessionRow(sessionInfo) : undefined,
  };
}
