import { getSessionPath, isSessionPath, isUuidString, sessionPathParts } from "@neurophys/alf";
import { AmbiguousSessionError, IncompleteSessionError, InvalidExperimentIdError } from "../errors.ts";
import { type OneContext } from "../one/one-context.ts";
import { searchSessionRows } from "../search/search-sessions.ts";
import { parseSearchTerms } from "../search/session-query.ts";
import { type ExperimentReference, type ExperimentReferenceText, isExpRef, ref2dict } from "./reference.ts";
import { type SessionFolderFields, sessionRecord2path } from "./session-folder.ts";
import { sessionIdentity, sessionRowsByFolder } from "./session-index.ts";

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

/** Length of a UUID's canonical text. */
const UUID_LENGTH = 36;

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
  if (id === null || id === undefined) return undefined;
  if (isExpRef(id)) return ref2eid(context, id as string | ExperimentReference);
  if (typeof id === "object") return path2eid(context, folderOfFields(id));
  if (typeof id !== "string") throw new InvalidExperimentIdError(id);
  const path = posixPath(id);
  if (isSessionPath(path) || getSessionPath(path) !== undefined) return path2eid(context, path);
  const eid = id.slice(-UUID_LENGTH);
  if (!isUuidString(eid)) throw new InvalidExperimentIdError(id);
  return eid;
}

function folderOfFields(fields: Partial<SessionFields> | ExperimentReference | ExperimentReferenceText): string {
  const { lab, subject, number, start_time, date = start_time } = fields as Partial<SessionFields>;
  const given = { subject, number, lab, date };
  const missing = Object.entries(given).filter(([, value]) => value === undefined);
  if (missing.length > 0) throw new IncompleteSessionError(missing.map(([name]) => name));
  const isDate = typeof date === "string" || (date instanceof Date && !Number.isNaN(date.getTime()));
  if (!isDate || typeof subject !== "string" || !Number.isInteger(number)) throw new InvalidExperimentIdError(fields);
  return sessionRecord2path({ lab, subject, number, date } as SessionFolderFields);
}

/** A path of Windows with the separators of all others. */
function posixPath(path: string): string {
  return path.includes("/") ? path : path.replaceAll("\\", "/");
}

/**
 * The session that a path lies in, by subject, date and number of its folders. The lab decides only between several.
 *
 * @returns `undefined` if the path names no session, or one that is not in the table.
 * @throws AmbiguousSessionError if several sessions have that subject, date and number, and the lab does not decide.
 * @see Source: `ConversionMixin.path2eid` in ONE, `one/converters.py`. There several labs are always an error (O35).
 */
export async function path2eid(context: OneContext, path: string): Promise<string | undefined> {
  const sessions = context.cache.tables.get("sessions");
  const folders = getSessionPath(posixPath(path))?.split("/").slice(-3) ?? [];
  const [subject, date, number] = folders;
  if (sessions === undefined || subject === undefined || date === undefined || number === undefined) return undefined;
  const rows = await sessionRowsByFolder(sessions, { subject, date, number: Number(number) });
  const found = await Promise.all(rows.map((row) => sessionIdentity(sessions, row)));
  const { lab } = sessionPathParts(posixPath(path));
  const ofLab = found.filter((session) => session.lab === lab);
  const [only, ...others] = found.length > 1 && ofLab.length === 1 ? ofLab : found;
  if (others.length > 0)
    throw new AmbiguousSessionError(
      path,
      found.map((session) => session.eid),
    );
  return only?.eid;
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
  const { subject, date, sequence } = ref2dict(reference);
  const sessions = context.cache.tables.get("sessions");
  const partial = context.compat.includes("partial-reference-subject");
  let rows: ArrayLike<number> = [];
  if (sessions !== undefined && partial) {
    const query = parseSearchTerms({ subject, date, number: sequence }, context);
    rows = await searchSessionRows({ sessions, datasets: undefined }, query);
  } else if (sessions !== undefined) {
    rows = await sessionRowsByFolder(sessions, { subject, date, number: sequence });
  }
  const found = await Promise.all(
    Array.from(rows, (row) => sessionIdentity(sessions as NonNullable<typeof sessions>, row)),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new AmbiguousSessionError(
      `${date}_${sequence}_${subject}`,
      found.map((session) => session.eid),
    );
  }
  return only.eid;
}
