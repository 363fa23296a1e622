import { type MaybeParts, partsFrom, WORD } from "./dataset-name.ts";
import { AlfInvalidError, InvalidArgumentError } from "./errors.ts";
import { joinPath, splitPath, stripSlashes } from "./posix-path.ts";

/** Look-behinds let a search start only where a run of characters starts, which keeps it linear. */
const LAB = `(?<![${WORD}])(?<lab>[${WORD}]+)\\/Subjects\\/`;
const SUBJECT_DATE = String.raw`(?<![${WORD}.-])(?<subject>[${WORD}.-]+)\/(?<date>\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2})\/`;
/** A session folder anywhere in a path, without flags or anchors. */
export const SESSION_SOURCE: string = String.raw`(?:${LAB})?${SUBJECT_DATE}(?<number>\p{Nd}{1,3})`;
/** A session folder anywhere in a path; the first wins, a number is cut after three digits. */
export const SESSION: RegExp = new RegExp(SESSION_SOURCE, "u");
/** `lab/Subjects/` anywhere in a path. */
export const LAB_FOLDER: RegExp = new RegExp(LAB, "u");

const SESSION_AT_END = new RegExp(`${SESSION_SOURCE}\\n?$`, "u");

/** The parts of a session folder. */
export interface SessionPathParts {
  /** Only recognised before a folder named `Subjects`. */
  readonly lab: string | undefined;
  /** Name of the animal. */
  readonly subject: string;
  /** `YYYY-MM-DD`; digits only are checked, not the calendar. */
  readonly date: string;
  /** One to three digits, as written. */
  readonly number: string;
}

/** Names of the four parts of a session folder, in order. */
export const SESSION_PARTS: readonly (keyof SessionPathParts)[] = ["lab", "subject", "date", "number"];

/**
 * Parts of the first session folder in a path, all `undefined` if there is none.
 *
 * @see Source: `session_path_parts(…, assert_valid=False)` in `one/alf/path.py`.
 */
export function sessionPathParts(path: string): MaybeParts<SessionPathParts> {
  return partsFrom<SessionPathParts>(SESSION_PARTS, SESSION.exec(path));
}

/**
 * Parse the first session folder in a path.
 *
 * @throws {@link AlfInvalidError} if there is none.
 * @see Source: `session_path_parts` in `one/alf/path.py`.
 */
export function parseSessionPath(path: string): SessionPathParts {
  const parts = sessionPathParts(path);
  if (parts.subject === undefined) throw new AlfInvalidError(path, "subject/YYYY-MM-DD/number");
  return parts as SessionPathParts;
}

/** Write a session folder from its parts, the inverse of {@link parseSessionPath}. */
export function formatSessionPath({ lab, subject, date, number }: SessionPathParts): string {
  return `${lab ? `${lab}/Subjects/` : ""}${subject}/${date}/${number}`;
}

/**
 * Whether a path ends with a session folder. No look at the disk, any root, no check of the calendar.
 *
 * @see Source: `is_session_path` in `one/alf/spec.py`.
 */
export function isSessionPath(path: string): boolean {
  return SESSION_AT_END.test(stripSlashes(path));
}

/** Whether text is a real day, written with one or two digits for month and day. */
function isRealDate(text: string): boolean {
  const [year, month, day] = (/^(\d{4})-(\d\d?)-(\d\d?)$/.exec(text) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1 || day < 1) return false;
  const longest = [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30][month - 1];
  return month <= 12 && day <= (longest ?? (month === 6 || month === 9 || month === 11 ? 30 : 31)) && month > 0;
}

/** Options that choose the reference's behaviour where this package differs on purpose. */
export interface CompatOptions {
  /** Reproduce the defects of the reference that are repaired here (listed in the README). Default: false. */
  readonly compat?: boolean | undefined;
}

/**
 * Number of leading components that end with a session folder: a folder named by digits only that follows a real date.
 */
function sessionLength(parts: readonly string[], compat: boolean | undefined): number | undefined {
  const index = parts.findIndex((part, i) => {
    const before = i > 0 || compat ? parts.at(i - 1) : undefined;
    return before !== undefined && /^\d+$/.test(part) && isRealDate(before);
  });
  return index < 0 ? undefined : index + 1;
}

/**
 * The part of a path up to and including its session number; `undefined` if there is no session.
 *
 * Looser and stricter than {@link sessionPathParts}: any number of digits and one-digit months are taken, but the date
 * must exist, and nothing is asked of the subject.
 *
 * @returns Path with `/` separators, without a trailing one.
 * @see Source: `get_session_path` in `one/alf/path.py`; there a number as first component looks at the last one for its
 *   date (only with `compat`).
 */
export function getSessionPath(path: string, options: CompatOptions = {}): string | undefined {
  const { root, parts } = splitPath(path);
  const all = root === "" ? parts : [root, ...parts];
  const length = sessionLength(all, options.compat);
  return length === undefined ? undefined : joinPath(root, all.slice(root === "" ? 0 : 1, length));
}

/**
 * The path with its session number padded to three digits.
 *
 * @throws {@link InvalidArgumentError} if there is no session folder in the path.
 * @see Source: `padded_sequence` in `one/alf/path.py`.
 */
export function paddedSequence(path: string): string {
  const { root, parts } = splitPath(path);
  const length = sessionLength(parts, false);
  if (length === undefined) throw new InvalidArgumentError("path", path, "subject/YYYY-MM-DD/number in it");
  const number = String(BigInt(parts[length - 1] ?? 0)).padStart(3, "0");
  return joinPath(root, [...parts.slice(0, length - 1), number, ...parts.slice(length)]);
}
