import { chooseSession, parseSessionId } from "../convert/session-place.ts";
import { type SessionId } from "../convert/to-eid.ts";
import { UnresolvedSessionError } from "../errors.ts";
import { type AlyxContext } from "./alyx-context.ts";
import { sessionsAt } from "./conversions.ts";

/**
 * The id of a session, however it is named. An id is taken as it is; a path or reference is searched in the database.
 *
 * @param id - An eid, a URL that ends with one, a path in a session's folder, a reference, or fields.
 * @returns `undefined` if the database has no session in the folder named.
 * @throws InvalidExperimentIdError or IncompleteSessionError if the input is none of these.
 * @throws AmbiguousSessionError if a reference does not name exactly one session.
 * @see Source: `ConversionMixin.to_eid` in ONE, `one/converters.py`, as `OneAlyx` runs it.
 */
export async function toRemoteEid(context: AlyxContext, id: SessionId): Promise<string | undefined> {
  const meant = parseSessionId(id);
  if (typeof meant !== "object") return meant;
  return chooseSession(meant, await sessionsAt(context, meant));
}

/**
 * The id of a session that must be there, see {@link toRemoteEid}.
 *
 * @throws UnresolvedSessionError if the database has no session in the folder named; and all that {@link toRemoteEid} throws.
 * @see Source: `parse_id` in ONE, `one/util.py`.
 */
export async function needRemoteEid(context: AlyxContext, id: SessionId): Promise<string> {
  const eid = await toRemoteEid(context, id);
  if (eid === undefined) throw new UnresolvedSessionError(id);
  return eid;
}
