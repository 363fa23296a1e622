import { type JsonValue } from "@neurophys/alf";
import { isRecord } from "../alyx/record-field.ts";
import { UnexpectedAnswerError } from "./errors.ts";
import { prepareFiles } from "./prepare-files.ts";
import { type DatasetProtection, protectionOf } from "./protection.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { type RegistrationRest, userOf } from "./registration-rest.ts";

const ENDPOINT = "check-protected";
/** Names go into the URL, which servers cut or refuse above 4 to 8 kB; escapes may double them. */
const MAX_QUERY = 2000;

/** Which files of a session are asked about. */
export interface ProtectionQuestion {
  /** `subject/date/number`; must be in the database. */
  readonly session: string;
  /** Below the session. */
  readonly filenames: readonly string[];
  /** Becomes one of the session's users, as the database does it. */
  readonly createdBy: string;
  readonly signal?: AbortSignal | undefined;
}

/** Pieces of a list whose texts have at most so many characters together. */
function pieces(filenames: readonly string[]): readonly (readonly string[])[] {
  const found: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const filename of filenames) {
    length += filename.length + 1;
    if (length > MAX_QUERY) {
      found.push([]);
      length = filename.length;
    }
    found.at(-1)?.push(filename);
  }
  return found;
}

function answered(answer: JsonValue): readonly DatasetProtection[] | undefined {
  if (isRecord(answer) && answer["status_code"] === 200) return undefined;
  const protection = protectionOf(answer, ENDPOINT);
  if (protection !== undefined) return protection;
  throw new UnexpectedAnswerError(ENDPOINT, answer, "a status_code of 200, or of 403 with details");
}

/**
 * What the database says of the revisions of files; `undefined` if none of them is protected.
 *
 * @throws {@link UnexpectedAnswerError} if the answer is neither.
 */
export async function protectionOfFiles(
  rest: RegistrationRest,
  { session, filenames, createdBy, signal }: ProtectionQuestion,
): Promise<readonly DatasetProtection[] | undefined> {
  const found: DatasetProtection[] = [];
  let isAnyProtected = false;
  for (const piece of pieces(filenames)) {
    const params = { created_by: createdBy, path: session, filenames: piece.join(",") };
    const protection = answered(await rest.get(ENDPOINT, params, { noCache: true, signal }));
    isAnyProtected ||= protection !== undefined;
    found.push(...(protection ?? piece.map((filename) => ({ filename, revisions: [] }))));
  }
  return isAnyProtected ? found : undefined;
}

/** Whether a file can be registered without a new revision. */
export interface ProtectedFile extends DatasetProtection {
  /** Absolute path. */
  readonly file: string;
  /** Whether one of its dataset's revisions is protected. */
  readonly isProtected: boolean;
}

/** How {@link checkProtectedFiles} asks. */
export interface CheckProtectedOptions {
  /** The user who is logged in by default. */
  readonly createdBy?: string | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Which of the files have protected revisions.
 *
 * @param files - Paths of datasets whose sessions are in the database.
 * @returns One answer for each file, in order; `undefined` for files that cannot be registered. Revisions of a file are
 *   known only if some file of its session is protected.
 * @throws NoUserError, UnexpectedAnswerError (`registration/…`) and whatever the client throws.
 * @see Source: `RegistrationClient.check_protected_files` in ONE, `one/registration.py`. There the question is the body of
 *   a GET, which `fetch` cannot send; the database takes it in the query as well.
 */
export async function checkProtectedFiles(
  { rest, files: disk, fileExtensions, typesOf }: RegistrationContext,
  files: readonly string[],
  { createdBy, signal }: CheckProtectedOptions = {},
): Promise<readonly (ProtectedFile | undefined)[]> {
  const paths = files.map((file) => disk.resolve(file));
  const user = userOf(rest, createdBy);
  const results = new Array<ProtectedFile | undefined>(files.length).fill(undefined);
  for (const { folder, files: prepared } of prepareFiles(paths, { fileExtensions, typesOf }).sessions) {
    const filenames = prepared.map(({ filename }) => filename);
    const protection = await protectionOfFiles(rest, { session: folder.session, filenames, createdBy: user, signal });
    const byName = new Map(protection?.map((dataset) => [dataset.filename, dataset.revisions]));
    for (const { filename, places } of prepared) {
      const revisions = byName.get(filename) ?? [];
      const isProtected = revisions.some((revision) => revision.isProtected);
      for (const place of places) {
        results[place] = { file: `${folder.path}/${filename}`, filename, revisions, isProtected };
      }
    }
  }
  return results;
}
