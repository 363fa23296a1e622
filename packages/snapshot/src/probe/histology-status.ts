import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "@neurophys/one-client/alyx";
import { InsertionNotFoundError } from "../errors/atlas-errors.ts";
import { type NotesApi, type RequestOptions } from "../notes/notes-api.ts";

/** How far the place of a probe in the brain is known: its track was seen, matched with the recording, agreed upon. */
export type HistologyStatus = "Traced" | "Aligned" | "Resolved";

/** Statuses by how much is known; 0 for nothing. @see Source: `hist_lookup` of `ReportSnapshotProbe` in ibllib. */
export const HISTOLOGY_LEVELS: Readonly<Record<HistologyStatus, number>> = { Resolved: 3, Aligned: 2, Traced: 1 };

/** A field of a record within a record; `undefined` if one of them is no record. */
export function fieldIn(value: JsonValue | undefined, ...names: readonly string[]): JsonValue | undefined {
  let current = value;
  for (const name of names) {
    const isRecord = typeof current === "object" && current !== null && !Array.isArray(current);
    if (!isRecord) return undefined;
    const record = current as Readonly<Record<string, JsonValue>>;
    current = Object.hasOwn(record, name) ? record[name] : undefined;
  }
  return current;
}

/**
 * What the quality control of an insertion says of its place in the brain. Planned tracks do not count.
 *
 * @param insertion - Record of `insertions`; one without a document, at which the original fails, has no status.
 * @see Source: `ReportSnapshotProbe.get_histology_status` in ibllib.
 */
export function histologyStatus(insertion: RestRecord): HistologyStatus | undefined {
  const quality = (name: string): JsonValue | undefined => fieldIn(insertion["json"], "extended_qc", name);
  if (quality("alignment_resolved")) return "Resolved";
  if (Number(quality("alignment_count") ?? 0) > 0) return "Aligned";
  return quality("tracing_exists") ? "Traced" : undefined;
}

/**
 * The record of an insertion, asked anew.
 *
 * @throws {@link InsertionNotFoundError} if the database has none of that id.
 */
export async function readInsertion(
  alyx: Pick<NotesApi, "list">,
  pid: string,
  { signal }: Pick<RequestOptions, "signal"> = {},
): Promise<RestRecord> {
  const [record] = await alyx.list("insertions", { django: `pk,${pid}` }, { noCache: true, signal });
  if (record === undefined) throw new InsertionNotFoundError(pid, "record");
  return record;
}
