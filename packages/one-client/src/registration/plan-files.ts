import { mapBounded } from "../loading/map-bounded.ts";
import { assertFilesMembers } from "./assert-members.ts";
import { protectionOfFiles } from "./check-protected.ts";
import { isRegistrationError, MemberNotFoundError, type Move, MoveTargetExistsError } from "./errors.ts";
import { type FilesOptions, filesBody } from "./files-body.ts";
import { findSession } from "./find-session.ts";
import {
  type PreparedFile,
  type PreparedSession,
  prepareFiles,
  type SkippedFile,
  type Versions,
} from "./prepare-files.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { type FileFacts } from "./registration-files.ts";
import { userOf } from "./registration-rest.ts";
import { type SessionFolder } from "./session-folder.ts";
import { type KnownSession, type SessionFiles, settleProtected } from "./settle-protected.ts";

/** Files that are hashed at once. */
const AT_ONCE = 4;

/** How files are registered. */
export interface RegisterFilesOptions extends FilesOptions {
  /** Version of every file, or of each in turn. */
  readonly versions?: Versions;
  /**
   * Files of this size or more are registered without a hash; all are hashed by default. Such a file counts as changed where
   * its dataset is protected.
   */
  readonly maxMd5SizeBytes?: number | undefined;
  /** Where a new revision finds another file at its place, let that give way; refused by default. */
  readonly replaceExisting?: boolean | undefined;
  /** Aborts the call, which then rejects with the reason of the signal; files that were moved are moved back. */
  readonly signal?: AbortSignal | undefined;
}

/** One request for files, and what it would take beside it. */
export interface SessionFilesPlan extends SessionFiles {
  /** Files that protected revisions would make move; none if that was not asked for. */
  readonly moves: readonly Move[];
  /** Files that lie where those would go and give way; only with `replaceExisting`. */
  readonly replaced: readonly string[];
}

/** What registering files will do. Nothing of it has been done. */
export interface FilesPlan {
  /** One request for each session. */
  readonly requests: readonly SessionFilesPlan[];
  /** Files that are left out. */
  readonly skipped: readonly SkippedFile[];
  /** How many files were given. */
  readonly count: number;
}

/** How {@link planFiles} looks ahead. */
export interface PlanFilesOptions extends RegisterFilesOptions {
  /** Ask the database which files would move to a new revision; the sessions must be there. Default: false. */
  readonly checkProtected?: boolean | undefined;
  /** A session whose id is known: of several that share subject, date and number. */
  readonly known?: KnownSession | undefined;
}

type ReadFile = PreparedFile & FileFacts;

async function readFacts(
  context: RegistrationContext,
  { folder, files }: PreparedSession,
  { maxMd5SizeBytes, signal }: RegisterFilesOptions,
): Promise<readonly ReadFile[]> {
  return await mapBounded(files, AT_ONCE, async (file) => ({
    ...file,
    ...(await context.files.facts(`${folder.path}/${file.filename}`, { maxMd5SizeBytes, signal })),
  }));
}

/** Files that change their place below a session. */
export function movesOf({ path }: SessionFolder, before: readonly string[], after: readonly string[]): readonly Move[] {
  return before.flatMap((filename, index) => {
    const target = after[index];
    return target === undefined || target === filename
      ? []
      : [{ from: `${path}/${filename}`, to: `${path}/${target}` }];
  });
}

/** What becomes of the files of a session. */
interface PlannedFiles {
  readonly request: SessionFilesPlan;
  readonly skipped: readonly SkippedFile[];
}

/** Files that stay where they are, all of them. */
const asTheyAre = (files: SessionFiles): PlannedFiles => ({
  request: { ...files, moves: [], replaced: [] },
  skipped: [],
});

/**
 * The session of files in the database, which fails when it is asked for protection in one that it does not have.
 *
 * @returns `undefined` if several may be meant.
 */
async function sessionOf(
  { rest }: RegistrationContext,
  folder: SessionFolder,
  signal: AbortSignal | undefined,
): Promise<KnownSession | undefined> {
  const { session } = folder;
  try {
    const eid = await findSession(rest, folder, { lab: undefined, eid: undefined, signal });
    if (eid !== undefined) return { session, eid };
  } catch (error) {
    if (isRegistrationError(error, "registration/duplicate-sessions")) return undefined;
    throw error;
  }
  throw new MemberNotFoundError(session, "sessions");
}

/** Files as protected revisions leave them, and what they would make move. */
async function besideProtected(
  context: RegistrationContext,
  files: SessionFiles,
  { replaceExisting = false, known: given, signal }: PlanFilesOptions,
): Promise<PlannedFiles> {
  const { created_by: createdBy, filenames } = files.body;
  const { session } = files.folder;
  const known = given?.session === session ? given : await sessionOf(context, files.folder, signal);
  const protection = await protectionOfFiles(context.rest, { session, filenames, createdBy, signal });
  if (protection === undefined) return asTheyAre(files);
  const { targets, skipped, ...settled } = await settleProtected(context, files, { protection, known, signal });
  const moves = movesOf(settled.folder, settled.body.filenames, targets);
  const blocked = await context.files.blockedMoves(moves, signal);
  const [first] = blocked;
  if (first !== undefined && !replaceExisting) throw new MoveTargetExistsError(first.from, first.to);
  return { request: { ...settled, moves, replaced: blocked.map(({ to }) => to) }, skipped };
}

/**
 * What registering files would do: all files are read and hashed, repository, user and labs are looked up, nothing is
 * sent to `register-file`, nothing moves.
 *
 * @param files - Paths of datasets, of one session or several.
 * @throws NoUserError, InvalidRegistrationError, FileChangedError (`registration/…`).
 * @throws MemberNotFoundError (`registration/member-not-found`) if the database lacks the repository, user or a lab named, or
 *   a session in which it is asked what is protected.
 * @throws MoveTargetExistsError (`registration/move-target-exists`) if a file is in the way of a move that was asked about.
 * @throws AlfInvalidError (`alf/invalid`) for a session folder whose name cannot be registered.
 * @throws DatasetFileNotFoundError (`io/…`) and errors of the disk (`store/…`) for files that cannot be read.
 * @see Source: `RegistrationClient.register_files(dry=True)` in ONE, `one/registration.py`; `body` is what comes back there.
 */
export async function planFiles(
  context: RegistrationContext,
  files: readonly string[],
  options: PlanFilesOptions = {},
): Promise<FilesPlan> {
  const { signal, versions, checkProtected = false } = options;
  signal?.throwIfAborted();
  const { fileExtensions, typesOf, rest } = context;
  const paths = files.map((file) => context.files.resolve(file));
  const { sessions, skipped, count } = prepareFiles(paths, { versions, fileExtensions, typesOf });
  const requests: SessionFilesPlan[] = [];
  if (sessions.length === 0) return { requests, skipped, count };
  const createdBy = userOf(rest, options.createdBy);
  await assertFilesMembers(rest, options);
  const left: SkippedFile[] = [...skipped];
  for (const session of sessions) {
    const read = await readFacts(context, session, options);
    const { folder } = session;
    const body = filesBody(folder, read, { ...options, createdBy });
    const files = { folder, body, places: read.map(({ places }) => places) };
    const planned = checkProtected ? await besideProtected(context, files, options) : asTheyAre(files);
    left.push(...planned.skipped);
    if (planned.request.body.filenames.length > 0) requests.push(planned.request);
  }
  return { requests, skipped: left, count };
}
