import { type RestRecord } from "../alyx/index.ts";
import { optionalText, recordId } from "../alyx/record-field.ts";
import { DuplicateSessionsError, InvalidRegistrationError, LabMismatchError } from "./errors.ts";
import { type RegistrationRest } from "./registration-rest.ts";
import { type SessionFolder } from "./session-folder.ts";

/** Which session of the database a folder is. */
export interface SessionQuestion {
  /** Lab of the folder or the argument. */
  readonly lab: string | undefined;
  /** Which one, if there are several. */
  readonly eid: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** True for a record of exactly this session; the database finds subjects whatever the case of their names. */
function isSame(record: RestRecord, { subject, number }: SessionFolder): boolean {
  const found = record["number"];
  return record["subject"] === subject && (found === undefined || found === null || Number(found) === Number(number));
}

/**
 * Id of the session that a folder has in the database; `undefined` if it has none.
 *
 * @throws {@link DuplicateSessionsError} if there are several and `eid` is not given.
 * @throws {@link InvalidRegistrationError} if `eid` is none of them.
 * @throws {@link LabMismatchError} if it belongs to another lab.
 * @see Source: `RegistrationClient.register_session` in ONE, `one/registration.py`. There the first of several is taken,
 *   and a session of another lab is moved to this one.
 */
export async function findSession(
  rest: RegistrationRest,
  folder: SessionFolder,
  { lab, eid, signal }: SessionQuestion,
): Promise<string | undefined> {
  const params = { date_range: `${folder.date},${folder.date}`, number: folder.number, subject: folder.subject };
  const found = await rest.list("sessions", params, { noCache: true, signal });
  const same = found.filter((record) => isSame(record, folder));
  const ids = same.map((record) => recordId(record, "session"));
  const wanted = eid === undefined ? 0 : ids.indexOf(eid.toLowerCase());
  if (wanted < 0) {
    const expected = ids.length === 0 ? `none: there is no ${folder.session} yet` : `one of ${ids.join(", ")}`;
    throw new InvalidRegistrationError("eid", eid, expected);
  }
  if (eid === undefined && ids.length > 1) throw new DuplicateSessionsError(folder.session, ids);
  const [record, id] = [same[wanted], ids[wanted]];
  const known = record === undefined ? undefined : optionalText(record, "lab");
  if (lab !== undefined && known !== undefined && known !== lab) {
    throw new LabMismatchError(lab, known, `session ${id} in the database`);
  }
  return id;
}
