import { type RestRecord } from "../alyx/index.ts";
import { optionalText } from "../alyx/record-field.ts";
import { isUntold } from "./assert-members.ts";
import { chooseRevisions, revisionOf } from "./choose-revision.ts";
import { datasetPath } from "./dataset-path.ts";
import { isRegistrationError, MoveTargetExistsError } from "./errors.ts";
import { type FilesBody } from "./files-body.ts";
import { findSession } from "./find-session.ts";
import { localDay } from "./iso-8601.ts";
import { type SkippedFile } from "./prepare-files.ts";
import { type DatasetProtection } from "./protection.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { type RegistrationRest } from "./registration-rest.ts";
import { type SessionFolder } from "./session-folder.ts";

/** Files of a session that are to be registered. */
export interface SessionFiles {
  /** The session of the files. */
  readonly folder: SessionFolder;
  /** What is sent to `register-file`. */
  readonly body: FilesBody;
  /** For each file of the request where it stands in the list that was given. */
  readonly places: readonly (readonly number[])[];
}

/** Files beside protected revisions. */
export interface SettledFiles extends SessionFiles {
  /** Where each has to lie, below the session. */
  readonly targets: readonly string[];
  /** Files that are left where they are: the database has them as they are, protected. */
  readonly skipped: readonly SkippedFile[];
}

/** A session in the database. */
export interface KnownSession {
  /** `subject/date/number`. */
  readonly session: string;
  /** Its id. */
  readonly eid: string;
}

/** What the database says, and how it is asked for more. */
export interface SettleOptions {
  /** Of every file of the request. */
  readonly protection: readonly DatasetProtection[];
  /** A session whose id is known. */
  readonly known?: KnownSession | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Files whose own revision, the one of the folder they lie in, is protected. */
function protectedFiles(protection: readonly DatasetProtection[]): ReadonlySet<string> {
  const own = ({ filename, revisions }: DatasetProtection): boolean => {
    const revision = revisionOf(filename);
    return revisions.some((state) => state.isProtected && state.revision === revision);
  };
  return new Set(protection.filter(own).map(({ filename }) => filename));
}

/** Datasets that the database has of a session; none if it does not tell, or if several sessions may be meant. */
async function datasetsOf(
  rest: RegistrationRest,
  folder: SessionFolder,
  { known, signal }: Omit<SettleOptions, "protection">,
): Promise<readonly RestRecord[]> {
  try {
    const isKnown = known?.session === folder.session;
    const eid = isKnown ? known.eid : await findSession(rest, folder, { lab: undefined, eid: undefined, signal });
    return eid === undefined ? [] : await rest.list("datasets", { session: eid }, { noCache: true, signal });
  } catch (error) {
    if (isUntold(error) || isRegistrationError(error, "registration/duplicate-sessions")) return [];
    throw error;
  }
}

/** Hashes of the datasets that the database has of a session, by their paths. */
async function knownHashes(
  { rest }: RegistrationContext,
  folder: SessionFolder,
  options: Omit<SettleOptions, "protection">,
): Promise<ReadonlyMap<string, string>> {
  const records = await datasetsOf(rest, folder, options);
  return new Map(
    records.flatMap((record) => {
      const hash = optionalText(record, "hash");
      return hash === undefined ? [] : [[datasetPath(record), hash.toLowerCase()] as const];
    }),
  );
}

/** A request with some of its files. */
function pickFiles({ folder, body, places }: SessionFiles, indices: readonly number[]): SessionFiles {
  const pick = <T>(list: readonly T[]): T[] => indices.map((index) => list[index] as T);
  const { filenames, hashes, filesizes, versions } = body;
  const picked = {
    filenames: pick(filenames),
    hashes: pick(hashes),
    filesizes: pick(filesizes),
    versions: pick(versions),
  };
  return { folder, body: { ...body, ...picked }, places: pick(places) };
}

/** No two files of a request may come to lie at one place. @throws {@link MoveTargetExistsError} if they would. */
function assertApart({ path }: SessionFolder, before: readonly string[], after: readonly string[]): void {
  after.forEach((filename, index) => {
    const first = after.indexOf(filename);
    if (first === index) return;
    const [mover, other] = before[index] === filename ? [first, index] : [index, first];
    throw new MoveTargetExistsError(`${path}/${before[mover]}`, `${path}/${filename}`, {
      rival: `${path}/${before[other]}`,
    });
  });
}

/**
 * Where files have to lie to be registered beside protected revisions.
 *
 * A file that the database has with the same hash stays where it is: moved, it would be missing where it was published. Where
 * it is protected it is left out, too. Files that were too large to be hashed count as changed.
 *
 * @throws MoveTargetExistsError (`registration/move-target-exists`) if two of them would have to lie at one place.
 * @throws UnexpectedAnswerError (`registration/unexpected-answer`) if the database says nothing of one of them.
 * @see Source: `RegistrationClient.register_files` in ONE, `one/registration.py`. There unchanged files move too, and one of
 *   two at a place is lost.
 */
export async function settleProtected(
  context: RegistrationContext,
  files: SessionFiles,
  { protection, ...options }: SettleOptions,
): Promise<SettledFiles> {
  const { folder, body } = files;
  const closed = protectedFiles(protection);
  const known = await knownHashes(context, folder, options);
  const unchanged = new Set(
    body.filenames.filter((filename, index) => known.has(filename) && known.get(filename) === body.hashes[index]),
  );
  const stays = (filename: string): boolean => unchanged.has(filename) && closed.has(filename);
  const indices = body.filenames.flatMap((filename, index) => (stays(filename) ? [] : [index]));
  const picked = pickFiles(files, indices);
  const { filenames } = picked.body;
  const revised = chooseRevisions(filenames, protection, localDay(context.now()));
  const targets = filenames.map((filename, index) => (unchanged.has(filename) ? filename : (revised[index] as string)));
  assertApart(folder, filenames, targets);
  const reason = "protected and unchanged, left as it is";
  const skipped = body.filenames.filter(stays).map((filename) => ({ file: `${folder.path}/${filename}`, reason }));
  return { ...picked, targets, skipped };
}
