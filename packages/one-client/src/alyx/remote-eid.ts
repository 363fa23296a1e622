import { getSessionPath, isSessionPath, isUuidString } from "@neurophys/alf";
import { isExpRef, ref2dict } from "../convert/reference.ts";
import { AmbiguousSessionError, InvalidExperimentIdError, UnresolvedSessionError } from "../errors.ts";
import { type AlyxContext } from "./alyx-context.ts";
import { pathToEid } from "./conversions.ts";
import { searchSessions } from "./search.ts";

/** Length of a UUID's canonical text. */
const UUID_LENGTH = 36;

async function referenceToEid(context: AlyxContext, reference: string): Promise<string> {
  const { subject, date, sequence } = ref2dict(reference);
  const { eids } = await searchSessions(context, { subject, date_range: date, number: sequence });
  const [eid] = eids;
  if (eid === undefined || eids.length > 1) throw new AmbiguousSessionError(reference, eids);
  return eid;
}

/**
 * The id of a session, however it is named. An id is taken as it is; a path or reference is searched in the database.
 *
 * @param id - An eid, a URL that ends with one, a path in a session's folder, or a reference.
 * @returns `undefined` if the database has no session in the folder named.
 * @throws InvalidExperimentIdError if the text is none of these.
 * @throws AmbiguousSessionError if a reference does not name exactly one session.
 * @see Source: `ConversionMixin.to_eid` in ONE, `one/converters.py`, as `OneAlyx` runs it.
 */
export async function toRemoteEid(context: AlyxContext, id: string): Promise<string | undefined> {
  const isReference: boolean = isExpRef(id);
  if (isReference) return referenceToEid(context, id);
  if (isSessionPath(id) || getSessionPath(id) !== undefined) return pathToEid(context, id);
  const eid = id.slice(-UUID_LENGTH);
  if (!isUuidString(eid)) throw new InvalidExperimentIdError(id);
  return eid;
}

/**
 * The id of a session that must be there, see {@link toRemoteEid}.
 *
 * @throws UnresolvedSessionError if the database has no session in the folder named; and all that {@link toRemoteEid} throws.
 * @see Source: `parse_id` in ONE, `one/util.py`.
 */
export async function needRemoteEid(context: AlyxContext, id: string): Promise<string> {
  const eid = await toRemoteEid(context, id);
  if (eid === undefined) throw new UnresolvedSessionError(id);
  return eid;
}
