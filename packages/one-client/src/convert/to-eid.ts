import { type OneContext } from "../one/one-context.ts";
import { searchSessionRows } from "../search/search-sessions.ts";
import { parseSearchTerms } from "../search/session-query.ts";
import { type ExperimentReference, type ExperimentReferenceText } from "./reference.ts";
import { sessionIdentity, sessionRowsByFolder } from "./session-index.ts";
import { chooseSession, parseSessionId, placeOfPath, placeOfReference, type SessionPlace } from "./session-place.ts";

/** A session described by its fields, as in records of tables and of the database. */
export interface SessionFields {
  /** Name of the laboratory; `null` for none. */
  readonly lab: string | null;
  /** Name of the animal. */
  readonly subject: string;
  /** Number of the session on that day. */
  readonly number: number;
  /** `YYYY-MM-DD`. */
  readonly date?: string | Date | undefined;
  /** Used where there is no `date`. */
  readonly start_time?: string | Date | undefined;
}

/**
 * Any way to say which session: its id, a URL that ends with the id, a path in or above its files, a reference as text
 * or object, or its fields.
 */
export type SessionId = string | ExperimentReference | ExperimentReferenceText | SessionFields;

/**
 * The id of a session, however it is named. An id is taken as it is; anything else is looked up in the tables.
 *
 * @returns `undefined` for `undefined` or `null`, and if no session lies in the folder named.
 * @throws InvalidExperimentIdError if the input is none of the forms of {@link SessionId}.
 * @throws IncompleteSessionError if fields are missing.
 * @throws AmbiguousSessionError if a reference does not name exactly one session, or a folder several.
 * @see Source: `ConversionMixin.to_eid` in ONE, `one/converters.py`.
 */
export async function toEid(context: OneContext, id: SessionId | null | undefined): Promise<string | undefined> {
  const meant = parseSessionId(id);
  return typeof meant === "object" ? findEid(context, meant) : meant;
}

/**
 * The session that a path lies in, by subject, date and number of its folders. The lab decides only between several.
 *
 * @returns `undefined` if the path names no session, or one that is not in the table.
 * @throws AmbiguousSessionError if several sessions have that subject, date and number, and the lab does not decide.
 * @see Source: `ConversionMixin.path2eid` in ONE, `one/converters.py`. There several labs are always an error (O35).
 */
export async function path2eid(context: OneContext, path: string): Promise<string | undefined> {
  const place = placeOfPath(path);
  return place && findEid(context, place);
}

/**
 * The session of a reference.
 *
 * @throws AmbiguousSessionError unless exactly one session has that subject, date and number.
 * @see Source: `ConversionMixin.ref2eid` in ONE, `one/converters.py`. There a part of the subject's name will do (O36).
 */
export async function ref2eid(
  context: OneContext,
  reference: string | ExperimentReference | ExperimentReferenceText,
): Promise<string> {
  return (await findEid(context, placeOfReference(reference))) as string;
}

/**
 * The session at a place, by the sessions table.
 *
 * @returns `undefined` if there is none and the place is that of a path.
 * @throws AmbiguousSessionError as `chooseSession`.
 */
export async function findEid(context: OneContext, place: SessionPlace): Promise<string | undefined> {
  const sessions = context.cache.tables.get("sessions");
  if (sessions === undefined) return chooseSession(place, []);
  const { subject, date, number, isReference } = place;
  const isPartial = isReference && context.compat.includes("partial-reference-subject");
  const rows: ArrayLike<number> = isPartial
    ? await searchSessionRows({ sessions, datasets: undefined }, parseSearchTerms({ subject, date, number }, context))
    : await sessionRowsByFolder(sessions, { subject, date, number: Number(number) });
  return chooseSession(place, await Promise.all(Array.from(rows, (row) => sessionIdentity(sessions, row))));
}
