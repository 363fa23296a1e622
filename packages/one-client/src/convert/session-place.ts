import { getSessionPath, isSessionPath, isUuidString, sessionPathParts } from "@neurophys/alf";
import { AmbiguousSessionError, IncompleteSessionError, InvalidExperimentIdError } from "../errors.ts";
import { type ExperimentReference, type ExperimentReferenceText, isExpRef, ref2dict } from "./reference.ts";
import { type SessionFolderFields, sessionRecord2path } from "./session-folder.ts";
import { type SessionFields, type SessionId } from "./to-eid.ts";

/** What names a session without its id. */
export interface SessionPlace {
  /** Name of the animal. */
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Number of the session on that day, as it was written: `"001"` in a path. */
  readonly number: number | string;
  /** Name of the laboratory, where the input says so; it decides only between several sessions. */
  readonly lab?: string | undefined;
  /** Whether the input was a reference, which must name exactly one session. */
  readonly isReference: boolean;
  /** The input, for messages. */
  readonly text: string;
}

/** Length of a UUID's canonical text. */
const UUID_LENGTH = 36;

/** A path of Windows with the separators of all others. */
function posixPath(path: string): string {
  return path.includes("/") ? path : path.replaceAll("\\", "/");
}

/** The session that a path lies in; `undefined` if it names none. */
export function placeOfPath(path: string): SessionPlace | undefined {
  const posix = posixPath(path);
  const [subject, date, number] = getSessionPath(posix)?.split("/").slice(-3) ?? [];
  if (subject === undefined || date === undefined || number === undefined) return undefined;
  const { lab } = sessionPathParts(posix);
  return { subject, date, number, lab, isReference: false, text: path };
}

/**
 * The session that a reference names.
 *
 * @throws InvalidArgumentError as `ref2dict`.
 */
export function placeOfReference(reference: string | ExperimentReference | ExperimentReferenceText): SessionPlace {
  const { subject, date, sequence } = ref2dict(reference);
  return { subject, date, number: sequence, isReference: true, text: `${date}_${sequence}_${subject}` };
}

/**
 * Understand what names a session.
 *
 * @returns An id as it is, or the place of the session; `undefined` for nothing, and for a path in no session's folder.
 * @throws InvalidExperimentIdError if the input is none of the forms of {@link SessionId}.
 * @throws IncompleteSessionError if fields are missing.
 * @see Source: `ConversionMixin.to_eid` in ONE, `one/converters.py`, up to the look-up.
 */
export function parseSessionId(id: SessionId | null | undefined): string | SessionPlace | undefined {
  if (id === null || id === undefined) return undefined;
  if (isExpRef(id)) return placeOfReference(id as string | ExperimentReference);
  if (typeof id === "object") return placeOfPath(folderOfFields(id));
  if (typeof id !== "string") throw new InvalidExperimentIdError(id);
  const path = posixPath(id);
  if (isSessionPath(path) || getSessionPath(path) !== undefined) return placeOfPath(path);
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

/**
 * The one session meant, of those with the subject, date and number of a place.
 *
 * @returns `undefined` if there is none and the place is that of a path.
 * @throws AmbiguousSessionError if a reference does not name exactly one, or a path several and its lab does not decide.
 * @see Source: `ConversionMixin.path2eid` and `ref2eid` in ONE, `one/converters.py`. There several labs are always an
 *   error (O35).
 */
export function chooseSession(
  place: SessionPlace,
  found: readonly { readonly eid: string; readonly lab?: string | null | undefined }[],
): string | undefined {
  const ofLab = found.filter(({ lab }) => (lab ?? undefined) === place.lab);
  const candidates = !place.isReference && found.length > 1 && ofLab.length === 1 ? ofLab : found;
  const [only] = candidates;
  const isNone = only === undefined && place.isReference;
  if (isNone || candidates.length > 1) {
    throw new AmbiguousSessionError(
      place.text,
      found.map(({ eid }) => eid),
    );
  }
  return only?.eid;
}
