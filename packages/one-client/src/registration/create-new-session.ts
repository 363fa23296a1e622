import { InvalidRegistrationError } from "./errors.ts";
import { ensureIso8601 } from "./iso-8601.ts";
import { type RegisteredSession, type RegisterSessionOptions, registerSession } from "./register-session.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { assertExists } from "./registration-rest.ts";
import { sessionFolderOf } from "./session-folder.ts";

/** Where and when a new session is. */
export interface NewSessionPlace {
  /** Folder in which `subject/date/number` is made. */
  readonly sessionRoot: string;
  /** Day of the session, now by default. */
  readonly date?: string | Date | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
}

/** How a new session is registered. */
export type NewSessionOptions = NewSessionPlace & Omit<RegisterSessionOptions, "eid">;

/** `root/subject/date`, checked. */
function dateFolderOf({ files, now }: RegistrationContext, subject: string, place: NewSessionPlace): string {
  const date = ensureIso8601(place.date ?? now()).slice(0, 10);
  const root = files.resolve(place.sessionRoot);
  const folder = files.resolve(`${root}/${subject}/${date}`);
  const parts = sessionFolderOf(`${folder}/001`);
  if (parts.subject === subject && parts.date === date) return folder;
  throw new InvalidRegistrationError("subject", subject, "letters, digits, '_', '.' and '-'");
}

/**
 * Make a folder for a new session of a subject in the database, with the next number of its day.
 *
 * @returns Absolute path of the folder.
 * @throws AlyxSubjectNotFoundError (`alf/subject-not-found`) if there is no such subject.
 * @throws AlfInvalidError (`alf/invalid`), InvalidRegistrationError (`registration/invalid-argument`) if subject or date
 *   cannot name a folder.
 * @throws NumbersUsedUpError (`io/numbers-used-up`) if the day has session 999.
 * @see Source: `RegistrationClient.create_new_session(register=False)` in ONE, `one/registration.py`.
 */
export async function createSessionFolder(
  context: RegistrationContext,
  subject: string,
  place: NewSessionPlace,
): Promise<string> {
  const folder = dateFolderOf(context, subject, place);
  await assertExists(context.rest, { member: subject, endpoint: "subjects", signal: place.signal });
  return (await context.files.createNextFolder(folder)).path;
}

/**
 * Make a folder for a new session and create the session in the database.
 *
 * @throws As {@link createSessionFolder} and {@link registerSession}; if it cannot be registered, the folder is removed.
 * @see Source: `RegistrationClient.create_new_session` in ONE, `one/registration.py`. There the folder stays.
 */
export async function createNewSession(
  context: RegistrationContext,
  subject: string,
  options: NewSessionOptions,
): Promise<RegisteredSession> {
  const dateFolder = dateFolderOf(context, subject, options);
  await assertExists(context.rest, { member: subject, endpoint: "subjects", signal: options.signal });
  const folder = await context.files.createNextFolder(dateFolder);
  try {
    return await registerSession(context, folder.path, options);
  } catch (error) {
    await folder.removeIfEmpty();
    throw error;
  }
}
