import { isValid, WORD } from "./dataset-name.ts";
import { folderParts, parseFullPath, withoutRevision as withoutFileRevision } from "./dataset-path.ts";
import {
  AlfInvalidError,
  ArgumentTypeError,
  InvalidArgumentError,
  isAlfError,
  ReferenceDefectError,
} from "./errors.ts";
import { childPath, joinPath, normalizePath, splitName, splitPath, stripSlashes } from "./posix-path.ts";
import {
  type CompatOptions,
  getSessionPath,
  LAB_FOLDER,
  parseSessionPath,
  SESSION,
  type SessionPathParts,
  sessionPathParts,
} from "./session-path.ts";

const LAB = new RegExp(`^[${WORD}]+$`, "u");
const SUBJECT = new RegExp(`^[${WORD}.-]+$`, "u");
const COLLECTION = new RegExp(`^[${WORD}./-]+$`, "u");
const DATE = /^\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}$/u;

function assertMatch(argument: string, value: string, pattern: RegExp): void {
  if (typeof value !== "string" || !pattern.test(value)) {
    throw new InvalidArgumentError(argument, value, `text like ${pattern.source}`);
  }
}

/** `subject/date/number` of a path; `undefined` if there is no session in it. */
export function sessionPathShort(path: string): string | undefined {
  const { subject, date, number } = sessionPathParts(path);
  return subject === undefined ? undefined : `${subject}/${date}/${number}`;
}

/**
 * `lab/subject/date/number` of a path, without the lab where there is none; `undefined` if there is no session in it.
 *
 * @see Source: `session_path_short(include_lab=True)`; there a missing lab leaves a leading `/` (only with `compat`).
 */
export function sessionPathShortWithLab(path: string, options: CompatOptions = {}): string | undefined {
  const short = sessionPathShort(path);
  const { lab } = sessionPathParts(path);
  return short === undefined ? undefined : lab === undefined && !options.compat ? short : `${lab ?? ""}/${short}`;
}

/** The path without its first `lab/Subjects/`. */
export function withoutLab(path: string): string {
  const match = LAB_FOLDER.exec(path);
  if (match === null) return normalizePath(path);
  return childPath(path.slice(0, match.index), path.slice(match.index + match[0].length));
}

/**
 * What follows the first `lab/Subjects/`.
 *
 * @throws {@link InvalidArgumentError} if there is none.
 */
export function relativeToLab(path: string): string {
  const match = LAB_FOLDER.exec(normalizePath(path));
  if (match === null) throw new InvalidArgumentError("path", path, "lab/Subjects/ in it");
  return normalizePath(match.input.slice(match.index + match[0].length));
}

/**
 * What follows the session folder; `"."` for the session folder itself.
 *
 * @throws {@link InvalidArgumentError} if there is no session in the path.
 */
export function relativeToSession(path: string): string {
  const session = getSessionPath(path);
  if (session === undefined) throw new InvalidArgumentError("path", path, "a session folder in it");
  return joinPath("", splitPath(path).parts.slice(splitPath(session).parts.length));
}

/** Replace parts of the first session in a path. */
function withSessionParts(path: string, change: Partial<SessionPathParts>, compat: boolean | undefined): string {
  const whole = normalizePath(path);
  const parts = parseSessionPath(whole);
  if (compat && change.lab === undefined) throw new ReferenceDefectError("Replacing a session part", "TypeError");
  const { lab, subject, date, number } = { ...parts, ...change };
  const text = `${lab ? `${lab}/Subjects/` : ""}${subject}/${date}/${number}`;
  return whole.replace(SESSION, () => text);
}

/** Options of {@link withLab}. */
export interface WithLabOptions {
  /** Throw if the path has no lab, instead of adding one. Default: false. */
  readonly strict?: boolean | undefined;
}

/**
 * The path with another lab, put before the subject if there was none.
 *
 * @throws {@link InvalidArgumentError} if `lab` is no word.
 * @throws {@link AlfInvalidError} if there is no session in the path, or no lab and `strict`.
 */
export function withLab(path: string, lab: string, options: WithLabOptions = {}): string {
  assertMatch("lab", lab, LAB);
  if (options.strict && sessionPathParts(path).lab === undefined)
    throw new AlfInvalidError(path, "lab/Subjects/ in it");
  return withSessionParts(path, { lab }, false);
}

/**
 * The path with another subject.
 *
 * @throws {@link InvalidArgumentError} if `subject` holds anything but letters, digits, `_`, `.` and `-`.
 * @throws {@link AlfInvalidError} if there is no session in the path.
 * @see Source: `with_subject`, `with_date`, `with_sequence` and `with_collection` of pure paths stop with TypeError, those
 *   of concrete ones change every session in the path; here the first is changed (`compat`: ReferenceDefectError).
 */
export function withSubject(path: string, subject: string, options: CompatOptions = {}): string {
  assertMatch("subject", subject, SUBJECT);
  return withSessionParts(path, { subject }, options.compat);
}

/**
 * The path with another date, see {@link withSubject}.
 *
 * @param date - `YYYY-MM-DD`, or a `Date`, of which the UTC day is taken.
 * @throws {@link InvalidArgumentError} if it is not.
 * @throws {@link AlfInvalidError} if there is no session in the path.
 */
export function withDate(path: string, date: string | Date, options: CompatOptions = {}): string {
  if (date instanceof Date && Number.isNaN(date.getTime())) throw new InvalidArgumentError("date", date, "a day");
  const text = date instanceof Date ? date.toISOString().slice(0, 10) : date;
  assertMatch("date", text, DATE);
  return withSessionParts(path, { date: text }, options.compat);
}

/**
 * The path with another session number, see {@link withSubject}.
 *
 * @param sequence - 0 to 999, or its digits; written with three digits.
 * @throws {@link InvalidArgumentError} if it is not.
 * @throws {@link AlfInvalidError} if there is no session in the path.
 */
export function withSequence(path: string, sequence: number | string, options: CompatOptions = {}): string {
  const isDigits = typeof sequence === "string" && /^\s*\+?\d+\s*$/.test(sequence);
  const number = isDigits ? Number(sequence) : sequence;
  if (!Number.isInteger(number) || (number as number) < 0 || (number as number) > 999) {
    throw new InvalidArgumentError("number", sequence, "0 to 999");
  }
  return withSessionParts(path, { number: String(number).padStart(3, "0") }, options.compat);
}

/**
 * The path with another collection between session and revision or file; a session folder gets one.
 *
 * @param collection - One or more folders; `""` and `"."` remove the collection.
 * @throws {@link InvalidArgumentError} if it holds other characters than a collection may, or if there is no session.
 * @throws {@link AlfInvalidError} if a folder below the session is not collection and revision.
 */
export function withCollection(path: string, collection: string, options: CompatOptions = {}): string {
  const folders = stripSlashes(normalizePath(collection));
  assertMatch("collection", folders, COLLECTION);
  const whole = normalizePath(path);
  const session = getSessionPath(whole);
  if (session === undefined) throw new InvalidArgumentError("path", path, "a session folder in it");
  const below = relativeToSession(whole);
  const folder = isDataset(whole) ? splitName(whole)[0] : whole;
  // Whether folders fit below a session is asked of any session, before this one is.
  if (folder === whole && !isValidAlf(`s/2000-01-01/001/${below}`)) {
    throw new AlfInvalidError(path, "nothing but collection and #revision# below the session");
  }
  if (folderParts(folder).subject === undefined) {
    if (options.compat) throw new ReferenceDefectError("A session that is found by its date only", "AttributeError");
    throw new AlfInvalidError(path, "subject/YYYY-MM-DD/number");
  }
  if (below === ".") return childPath(whole, folders);
  if (options.compat) throw new ReferenceDefectError("Replacing a collection", "TypeError");
  const old = folderParts(folder).collection ?? "";
  return childPath(session, folders, below.slice(old.length));
}

/**
 * The path without its revision folder.
 *
 * @throws {@link AlfInvalidError} if the path is no file below a session and no folder in or below one.
 */
export function withoutRevision(path: string, options: CompatOptions = {}): string {
  if (isDataset(path)) {
    const plain = withoutFileRevision(path);
    if (!options.compat || getSessionPath(path) !== undefined) return plain;
    throw new ReferenceDefectError("A session whose date does not exist", "AttributeError");
  }
  const whole = normalizePath(path);
  return parseFullPath(whole, options).revision === undefined ? whole : splitName(whole)[0];
}

/**
 * The path with another revision.
 *
 * @throws {@link AlfInvalidError} if `revision` cannot be one, or the path is no file or folder of a session.
 */
export function withRevision(path: string, revision: string, options: CompatOptions = {}): string {
  if (typeof revision !== "string") throw new ArgumentTypeError("revision", revision, "text");
  if (!SUBJECT.test(revision)) throw new AlfInvalidError(revision, "a revision: letters, digits, '_', '.' and '-'");
  const plain = withoutRevision(path, options);
  const [folder, name] = isDataset(path) ? splitName(plain) : [plain, ""];
  return childPath(folder, `#${revision}#`, name);
}

/** Whether the last component of a path is a dataset's file name. Nothing is asked of the disk. */
export function isDataset(path: string): boolean {
  return isValid(splitName(path)[1]);
}

/** Whether a path is a folder in or below a session, a file below one, or a bare file name. */
export function isValidAlf(path: string, options: CompatOptions = {}): boolean {
  try {
    return Object.values(parseFullPath(path, options)).some((part) => part !== undefined);
  } catch (error) {
    if (isAlfError(error, "alf/invalid")) return false;
    throw error;
  }
}
