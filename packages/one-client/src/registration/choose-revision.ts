import { UnexpectedAnswerError } from "./errors.ts";
import { nextRevision } from "./next-revision.ts";
import { type DatasetProtection, type RevisionState } from "./protection.ts";

const REVISION_FOLDER = /^(?<collection>(?:.+\/)?)#(?<revision>[^/]+)#\/(?<name>[^/]+)$/s;
const PLAIN = /^(?<collection>(?:.+\/)?)(?<name>[^/]+)$/s;

/** Revision of the folder that a file lies in; `""` outside any. @param filename - Path below the session. */
export function revisionOf(filename: string): string {
  return REVISION_FOLDER.exec(filename)?.groups?.["revision"] ?? "";
}

/** True for text whose first ten characters are a day of the calendar. */
function startsWithDay(text: string): boolean {
  const day = text.slice(0, 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** Revision for a file outside any revision folder; `undefined` if it can stay where it is. */
function revisionForPlain(states: readonly RevisionState[], today: string): string | undefined {
  const reserved = states.filter(({ isProtected }) => isProtected).map(({ revision }) => revision);
  const [latest] = states;
  if (latest === undefined) return undefined;
  const { revision, isProtected } = latest;
  if (!isProtected) {
    if (revision === "") return undefined;
    // A name that is no date was given by hand, and is left alone.
    return startsWithDay(revision) ? revision : today;
  }
  if (!revision.includes(today)) return today;
  return revision === today
    ? nextRevision(today, reserved)
    : nextRevision(today, reserved, Array.from(revision).at(-1));
}

/**
 * Where a file must lie to be registered beside protected revisions of its dataset.
 *
 * @param filename - Path below the session.
 * @param states - Revisions that the database has, latest first.
 * @param today - `YYYY-MM-DD`.
 * @returns Path below the session: the same, or in another `#revision#` folder.
 * @see Source: `RegistrationClient.register_files` in ONE, `one/registration.py`.
 */
export function chooseRevision(filename: string, states: readonly RevisionState[], today: string): string {
  if (states.length === 0) return filename;
  const inFolder = REVISION_FOLDER.exec(filename)?.groups;
  const { collection = "", name = "" } = inFolder ?? PLAIN.exec(filename)?.groups ?? {};
  const folder = inFolder?.["revision"];
  if (folder === undefined) {
    const revision = revisionForPlain(states, today);
    return revision === undefined ? filename : `${collection}#${revision}#/${name}`;
  }
  const reserved = states.filter(({ isProtected }) => isProtected).map(({ revision }) => revision);
  return reserved.includes(folder) ? `${collection}#${nextRevision(folder, reserved)}#/${name}` : filename;
}

/**
 * New places of files, in order, by what the database says of each.
 *
 * @throws {@link UnexpectedAnswerError} if it says nothing of one of them.
 */
export function chooseRevisions(
  filenames: readonly string[],
  protection: readonly DatasetProtection[],
  today: string,
): readonly string[] {
  const states = new Map(protection.map(({ filename, revisions }) => [filename, revisions]));
  return filenames.map((filename) => {
    const known = states.get(filename);
    if (known !== undefined) return chooseRevision(filename, known, today);
    const answer = protection.map((dataset) => dataset.filename);
    throw new UnexpectedAnswerError("register-file", answer, `to be told of ${JSON.stringify(filename)}`);
  });
}
