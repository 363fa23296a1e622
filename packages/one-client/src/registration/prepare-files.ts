import { getSessionPath } from "@neurophys/alf";
import { type DatasetTypeMatcher, nameOf, singleType, suffixOf } from "./dataset-types.ts";
import { InvalidRegistrationError, isRegistrationError } from "./errors.ts";
import { belowSession, type SessionFolder, sessionFolderOf } from "./session-folder.ts";

/** Version of every file, or of each in turn (from the start again when they are used up); `undefined` for none. */
export type Versions = string | readonly (string | undefined)[] | undefined;

/** A file that can be registered. */
export interface PreparedFile {
  /** Path below the session. */
  readonly filename: string;
  /** The one that was given for it. */
  readonly version: string | undefined;
  /** Where it stands in the list that was given; more than one place if it was listed more than once. */
  readonly places: readonly number[];
}

/** Files of one session. */
export interface PreparedSession {
  /** Where the session lies. */
  readonly folder: SessionFolder;
  /** In the order in which they were given. */
  readonly files: readonly PreparedFile[];
}

/** A file that is not registered, and why. */
export interface SkippedFile {
  /** Absolute path. */
  readonly file: string;
  /** For people. */
  readonly reason: string;
}

/** Files in the order and by the sessions in which they are sent. */
export interface PreparedFiles {
  /** In order of the first file of each. */
  readonly sessions: readonly PreparedSession[];
  /** Those that are left out. */
  readonly skipped: readonly SkippedFile[];
  /** How many files were given. */
  readonly count: number;
}

/** What {@link prepareFiles} decides by. */
export interface PrepareOptions {
  /** Version of every file, or of each in turn. */
  readonly versions?: Versions;
  /** Extensions that the database knows, with their dot; `""` takes files without any. */
  readonly fileExtensions: readonly string[];
  /** Finds the types of a file name. */
  readonly typesOf: DatasetTypeMatcher;
}

function versionAt(versions: Versions, index: number): string | undefined {
  if (versions === undefined || typeof versions === "string") return versions;
  if (versions.length === 0) throw new InvalidRegistrationError("versions", versions, "a version, or one per file");
  return versions[index % versions.length];
}

/** Why a file cannot be registered; `undefined` if it can. */
function refusal(file: string, { fileExtensions, typesOf }: PrepareOptions): string | undefined {
  if (getSessionPath(file) === undefined) return "not in a session folder";
  const suffix = suffixOf(file);
  if (!fileExtensions.includes(suffix)) return `no matching extension ${JSON.stringify(suffix)} in the database`;
  const name = nameOf(file);
  try {
    singleType(name, typesOf(name));
    return undefined;
  } catch (error) {
    if (isRegistrationError(error)) return error.message;
    throw error;
  }
}

/**
 * Sort files by session, and leave out those that the database would refuse.
 *
 * @param files - Absolute paths, `/`-separated. A file that is listed twice is sent once.
 * @throws AlfInvalidError (`alf/invalid`) if a session folder has a name that cannot be registered.
 * @throws {@link InvalidRegistrationError} if `versions` is an empty list.
 * @see Source: `RegistrationClient.prepare_files` in ONE, `one/registration.py`. There a file listed twice is sent twice,
 *   and gets its record at the first place only.
 */
export function prepareFiles(files: readonly string[], options: PrepareOptions): PreparedFiles {
  const sessions = new Map<string, { folder: SessionFolder; files: Map<string, PreparedFile> }>();
  const skipped: SkippedFile[] = [];
  files.forEach((file, index) => {
    const version = versionAt(options.versions, index);
    const reason = refusal(file, options);
    if (reason !== undefined) {
      skipped.push({ file, reason });
      return;
    }
    const folder = sessionFolderOf(file);
    const session = sessions.get(folder.path) ?? { folder, files: new Map<string, PreparedFile>() };
    sessions.set(folder.path, session);
    const filename = belowSession(file, folder);
    const listed = session.files.get(filename) ?? { filename, version, places: [] };
    session.files.set(filename, { ...listed, places: [...listed.places, index] });
  });
  const list = [...sessions.values()].map(({ folder, files: found }) => ({ folder, files: [...found.values()] }));
  return { sessions: list, skipped, count: files.length };
}
