import { type RestRecord } from "../alyx/index.ts";
import { InvalidRegistrationError, LabMismatchError, StartTimeMismatchError } from "./errors.ts";
import { ensureIso8601 } from "./iso-8601.ts";
import { type SessionFolder } from "./session-folder.ts";

/** What is said of a session beside its folder. */
export interface SessionFields {
  /** Users of the session; the one who is logged in by default. */
  readonly users?: string | readonly string[] | undefined;
  /** Must be on the day of the folder. A new session starts at midnight by default; a known one keeps its start. */
  readonly startTime?: string | Date | undefined;
  /** Left as it is by default. */
  readonly endTime?: string | Date | undefined;
  /** E.g. `"Behavior training/tasks"`; left as they are by default. */
  readonly procedures?: string | readonly string[] | undefined;
  /** Names of projects; left as they are by default. */
  readonly projects?: string | readonly string[] | undefined;
  /** Must be that of the folder, if it has one. */
  readonly lab?: string | undefined;
  /** Default: `"Experiment"`. */
  readonly type?: string | undefined;
  /** More fields, in the database's names: `task_protocol`, `location`, `n_trials`, `n_correct_trials`, `json` … */
  readonly fields?: RestRecord | undefined;
}

/** Fields that the folder or other arguments govern. */
const GOVERNED: ReadonlySet<string> = new Set([
  "subject",
  "number",
  "users",
  "start_time",
  "end_time",
  "procedures",
  "projects",
  "lab",
  "type",
]);

/** What is sent of a session, checked; all but users. */
export interface SessionContent {
  /** ISO 8601; `undefined` if none was given. */
  readonly startTime: string | undefined;
  readonly endTime: string | undefined;
  readonly procedures: readonly string[];
  readonly projects: readonly string[];
  readonly lab: string | undefined;
  readonly type: string;
  readonly fields: RestRecord;
}

/** One name or several as a list. */
export function listed(names: string | readonly string[] | undefined): readonly string[] {
  if (names === undefined) return [];
  return typeof names === "string" ? [names] : names;
}

/**
 * Check what is said of a session, without asking the database.
 *
 * @throws {@link StartTimeMismatchError} if it starts on another day than its folder says.
 * @throws {@link LabMismatchError} if the folder lies in another lab.
 * @throws {@link InvalidRegistrationError} for a time that is none, or a field that another argument governs.
 */
export function sessionContent(folder: SessionFolder, given: SessionFields): SessionContent {
  const { fields = {}, lab, type = "Experiment", endTime } = given;
  const governed = Object.keys(fields).find((name) => GOVERNED.has(name));
  if (governed !== undefined) {
    throw new InvalidRegistrationError("fields", governed, "fields that have no option of their own");
  }
  const startTime = given.startTime === undefined ? undefined : ensureIso8601(given.startTime);
  if (startTime !== undefined && !startTime.startsWith(folder.date)) {
    throw new StartTimeMismatchError(startTime, folder.path);
  }
  if (lab !== undefined && folder.lab !== undefined && lab !== folder.lab) {
    throw new LabMismatchError(lab, folder.lab, folder.path);
  }
  return {
    startTime,
    endTime: endTime === undefined ? undefined : ensureIso8601(endTime),
    procedures: listed(given.procedures),
    projects: listed(given.projects),
    lab: lab ?? folder.lab,
    type,
    fields,
  };
}

/** For whom a session is written, and over which. */
export interface SessionTarget {
  readonly users: readonly string[];
  /** Whether the database has it already. */
  readonly exists: boolean;
}

/**
 * The record of a session as it is sent.
 *
 * @see Source: `RegistrationClient.register_session` in ONE, `one/registration.py`. There a known session that is
 *   registered again starts at midnight afterwards.
 */
export function sessionBody(folder: SessionFolder, content: SessionContent, target: SessionTarget): RestRecord {
  const { startTime, endTime, procedures, projects, lab, type, fields } = content;
  const start = startTime ?? (target.exists ? undefined : ensureIso8601(folder.date));
  return {
    subject: folder.subject,
    users: [...target.users],
    type,
    number: folder.number,
    ...(endTime === undefined ? {} : { end_time: endTime }),
    ...(procedures.length === 0 ? {} : { procedures: [...procedures] }),
    ...(projects.length === 0 ? {} : { projects: [...projects] }),
    ...fields,
    ...(lab === undefined ? {} : { lab }),
    ...(start === undefined ? {} : { start_time: start }),
  };
}
