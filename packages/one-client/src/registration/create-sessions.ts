import {
  type PlanSessionOptions,
  planSession,
  type RegisteredSession,
  type SessionPlan,
  sendSession,
} from "./register-session.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { sessionFolderOf } from "./session-folder.ts";
import { SessionsNotCreatedError } from "./sessions-not-created-error.ts";

/** Which sessions are created, and how. */
export interface CreateSessionsOptions extends Omit<PlanSessionOptions, "files" | "eid"> {
  /** Shell pattern of flag files, of their path below the root. Default: any `create_me.flag`. */
  readonly pattern?: string | undefined;
  /** Register the datasets too. Default: false. */
  readonly registerFiles?: boolean | undefined;
}

/** Plan of a session, and the flags that ask for it. */
export interface FlaggedSessionPlan extends SessionPlan {
  /** Absolute paths; removed once the session is created. */
  readonly flagFiles: readonly string[];
}

/** Folders with a flag, in order, with their flags. */
async function flagsByFolder(
  { files }: RegistrationContext,
  root: string,
  { pattern = "**/create_me.flag", signal }: CreateSessionsOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const base = files.resolve(root);
  const folders = new Map<string, string[]>();
  for (const path of await files.findFiles(base, pattern, signal)) {
    const flag = files.resolve(`${base}/${path}`);
    const folder = flag.slice(0, flag.lastIndexOf("/"));
    // A folder that is no session is an error, found before anything is created.
    sessionFolderOf(folder);
    const flags = folders.get(folder);
    if (flags === undefined) folders.set(folder, [flag]);
    else flags.push(flag);
  }
  return folders;
}

async function planFlagged(
  context: RegistrationContext,
  [folder, flagFiles]: readonly [string, readonly string[]],
  { registerFiles = false, ...options }: CreateSessionsOptions,
): Promise<FlaggedSessionPlan> {
  return { ...(await planSession(context, folder, { ...options, files: registerFiles })), flagFiles };
}

/**
 * What {@link createSessions} would do.
 *
 * @throws As {@link createSessions}, for the first session that would fail.
 * @see Source: `RegistrationClient.create_sessions(dry=True)` in ONE, which prints the flag files.
 */
export async function planSessions(
  context: RegistrationContext,
  root: string,
  options: CreateSessionsOptions = {},
): Promise<readonly FlaggedSessionPlan[]> {
  const plans: FlaggedSessionPlan[] = [];
  for (const flagged of await flagsByFolder(context, root, options)) {
    try {
      plans.push(await planFlagged(context, flagged, options));
    } catch (cause) {
      options.signal?.throwIfAborted();
      throw new SessionsNotCreatedError(flagged[0], [], { cause });
    }
  }
  return plans;
}

/**
 * Register every session below a folder that has a flag file, and remove the flag.
 *
 * @param root - Folder with sessions somewhere below.
 * @returns One for each session, in order of their paths.
 * @throws AlfInvalidError (`alf/invalid`) if a flag lies in no session; nothing is created then.
 * @throws FolderNotFoundError (`io/folder-not-found`) if there is no such folder.
 * @throws SessionsNotCreatedError (`registration/sessions-not-created`) for the first session that fails, with those
 *   before it; its flag and later ones stay, so that a second call goes on from there.
 * @see Source: `RegistrationClient.create_sessions` in ONE, `one/registration.py`. There two flags in a folder register
 *   it twice, and what was created before a failure is not told.
 */
export async function createSessions(
  context: RegistrationContext,
  root: string,
  options: CreateSessionsOptions = {},
): Promise<readonly RegisteredSession[]> {
  const created: RegisteredSession[] = [];
  for (const flagged of await flagsByFolder(context, root, options)) {
    const [folder, flagFiles] = flagged;
    try {
      const plan = await planFlagged(context, flagged, options);
      const { signal, fileOptions } = options;
      created.push(await sendSession(context, plan, { signal, replaceExisting: fileOptions?.replaceExisting }));
      for (const flag of flagFiles) await context.files.remove(flag);
    } catch (cause) {
      options.signal?.throwIfAborted();
      throw new SessionsNotCreatedError(folder, created, { cause });
    }
  }
  return created;
}
