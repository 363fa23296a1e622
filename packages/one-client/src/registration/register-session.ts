import { type RestRecord } from "../alyx/index.ts";
import { recordId } from "../alyx/record-field.ts";
import { assertNamed } from "./assert-members.ts";
import { findFiles } from "./find-files.ts";
import { findSession } from "./find-session.ts";
import { type FilesPlan, type PlanFilesOptions, planFiles, type RegisterFilesOptions } from "./plan-files.ts";
import { type RegisteredFiles, sendFiles } from "./register-files.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { assertAllExist, assertExists, recordOf, userOf } from "./registration-rest.ts";
import { listed, type SessionFields, sessionBody, sessionContent } from "./session-body.ts";
import { type SessionFolder, sessionFolderOf } from "./session-folder.ts";
import { type KnownSession } from "./settle-protected.ts";

/** How a session is registered. */
export interface RegisterSessionOptions extends SessionFields {
  /** Datasets to register with it: all that can be (the default), none, or these. */
  readonly files?: boolean | readonly string[] | undefined;
  /** How they are registered. */
  readonly fileOptions?: Omit<RegisterFilesOptions, "signal"> | undefined;
  /** Which session to write over if the database has several of this subject, day and number. */
  readonly eid?: string | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** What registering a session will do. Nothing of it has been done. */
export interface SessionPlan {
  /** Where the session lies. */
  readonly folder: SessionFolder;
  /** Id of the session that is written over; `undefined` for a new one. */
  readonly eid: string | undefined;
  /** What is sent to `sessions`. */
  readonly body: RestRecord;
  /** `undefined` if no files are registered. */
  readonly files: FilesPlan | undefined;
}

/** What registering a session has done. */
export interface RegisteredSession {
  /** Folder of the session. */
  readonly sessionPath: string;
  /** Its id in the database. */
  readonly eid: string;
  /** Its record; with the records of the files in `data_dataset_session_related`, if any were registered. */
  readonly session: RestRecord;
  /** `undefined` if no files were to be registered. */
  readonly files: RegisteredFiles | undefined;
}

/** How {@link planSession} looks ahead. */
export interface PlanSessionOptions extends Omit<RegisterSessionOptions, "fileOptions"> {
  /** How files are registered, and whether the database is asked which would move. */
  readonly fileOptions?: Omit<PlanFilesOptions, "signal" | "known"> | undefined;
}

async function planSessionFiles(
  context: RegistrationContext,
  { path, known }: { readonly path: string; readonly known: KnownSession | undefined },
  { files = true, fileOptions, signal }: PlanSessionOptions,
): Promise<FilesPlan | undefined> {
  if (files === false) return undefined;
  const list = files === true ? await findFiles(context, path, signal) : files;
  // The database fails when asked for protection in a session that it does not have.
  const checkProtected = known !== undefined && fileOptions?.checkProtected;
  return await planFiles(context, list, { ...fileOptions, checkProtected, known, signal });
}

/**
 * What registering a session would do. The database is only asked, files are only read.
 *
 * @throws As {@link registerSession}.
 */
export async function planSession(
  context: RegistrationContext,
  sessionPath: string,
  options: PlanSessionOptions = {},
): Promise<SessionPlan> {
  const { rest } = context;
  const { eid: wanted, signal } = options;
  signal?.throwIfAborted();
  const path = context.files.resolve(sessionPath);
  const folder = sessionFolderOf(path);
  const content = sessionContent(folder, options);
  const given = listed(options.users);
  const users = given.length === 0 ? [userOf(rest, undefined)] : given;
  await assertExists(rest, { member: folder.subject, endpoint: "subjects", signal });
  const eid = await findSession(rest, folder, { lab: content.lab, eid: wanted, signal });
  await assertAllExist(rest, users, { endpoint: "users", signal });
  await assertNamed(rest, content.projects, { endpoint: "projects", signal });
  const body = sessionBody(folder, content, { users, exists: eid !== undefined });
  const known = eid === undefined ? undefined : { session: folder.session, eid };
  return { folder, eid, body, files: await planSessionFiles(context, { path, known }, options) };
}

/** Carry out a plan of {@link planSession}. @throws As {@link registerSession}. */
export async function sendSession(
  context: RegistrationContext,
  { folder, eid: knownEid, body, files: plan }: SessionPlan,
  options: Pick<RegisterFilesOptions, "replaceExisting" | "signal"> = {},
): Promise<RegisteredSession> {
  const { signal } = options;
  signal?.throwIfAborted();
  const session =
    knownEid === undefined
      ? recordOf(await context.rest.create("sessions", body, { signal }), "sessions")
      : await context.rest.update("sessions", knownEid, body, { signal });
  const eid = knownEid ?? recordId(session, "session");
  const sessionPath = folder.path;
  const known = { session: folder.session, eid, isNew: knownEid === undefined };
  const files = plan === undefined ? undefined : await sendFiles(context, plan, { ...options, known });
  const records = files?.records.filter((record) => record !== undefined) ?? [];
  const whole = records.length === 0 ? session : { ...session, data_dataset_session_related: records };
  return { sessionPath, eid, session: whole, files };
}

/**
 * Write a session to the database, new or over the one of the same subject, day and number, and register its datasets.
 *
 * Everything is checked and read before anything is sent: subject, users, projects, repository and labs must be in the
 * database, files must be readable. A session in the database keeps the fields that are not given,
 * except users, type and lab.
 *
 * @param sessionPath - Folder of a session, `[lab/Subjects/]subject/YYYY-MM-DD/number`, or one in it, which then is where
 *   datasets are looked for.
 * @throws AlfInvalidError (`alf/invalid`) if there is no session in the path.
 * @throws AlyxSubjectNotFoundError (`alf/subject-not-found`) if the database has no such subject.
 * @throws StartTimeMismatchError, LabMismatchError, MemberNotFoundError, NoUserError, DuplicateSessionsError,
 *   InvalidRegistrationError (`registration/…`); those of files as `registerFiles`.
 * @see Source: `RegistrationClient.register_session` in ONE, `one/registration.py`.
 */
export async function registerSession(
  context: RegistrationContext,
  sessionPath: string,
  options: RegisterSessionOptions = {},
): Promise<RegisteredSession> {
  const { signal, fileOptions } = options;
  const plan = await planSession(context, sessionPath, options);
  return await sendSession(context, plan, { signal, replaceExisting: fileOptions?.replaceExisting });
}
