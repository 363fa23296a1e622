import { DataError, type ErrorGuard, errorGuard, type JsonValue } from "@neurophys/alf";
import { type SessionsNotCreatedError } from "./sessions-not-created-error.ts";

/** Values as they are shown in messages: at most this many. */
const SHOWN = 10;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function list(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).map(show);
  return (values.length > SHOWN ? [...shown, `… ${values.length - SHOWN} more`] : shown).join(", ");
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** An argument that cannot be sent. Python: `ValueError`, or an answer 400 or 500 of the database. */
export class InvalidRegistrationError extends DataError {
  override readonly name = "InvalidRegistrationError";
  readonly code = "registration/invalid-argument";
  /** Name of the argument. */
  readonly argument: string;
  /** As given. */
  readonly value: unknown;

  constructor(argument: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`Invalid ${argument}: ${show(value)} (expected ${expected})`, options);
    this.argument = argument;
    this.value = value;
  }
}

/** Nobody is logged in and no user was named. */
export class NoUserError extends DataError {
  override readonly name = "NoUserError";
  readonly code = "registration/no-user";

  constructor(options?: ErrorOptions) {
    super("No user to register as (expected a client that is logged in, or the option that names the user)", options);
  }
}

/** The database knows no user, lab, project … of a name. Python: `ALFError`. */
export class MemberNotFoundError extends DataError {
  override readonly name = "MemberNotFoundError";
  readonly code = "registration/member-not-found";
  /** Name or id that was asked for. */
  readonly member: string;
  /** Where it was looked for, e.g. `"users"`. */
  readonly endpoint: string;

  constructor(member: string, endpoint: string, options?: ErrorOptions) {
    super(`No ${show(member)} in ${endpoint} of the database`, options);
    this.member = member;
    this.endpoint = endpoint;
  }
}

/** A file name that no dataset type of the database takes. Python: `ValueError`. */
export class DatasetTypeNotFoundError extends DataError {
  override readonly name = "DatasetTypeNotFoundError";
  readonly code = "registration/dataset-type-not-found";
  /** Name of the file. */
  readonly filename: string;

  constructor(filename: string, options?: ErrorOptions) {
    super(`No dataset type found for filename ${show(filename)}`, options);
    this.filename = filename;
  }
}

/** A file name that several dataset types take. Python: `ValueError`. */
export class MultipleDatasetTypesError extends DataError {
  override readonly name = "MultipleDatasetTypesError";
  readonly code = "registration/multiple-dataset-types";
  /** Name of the file. */
  readonly filename: string;
  /** Names of the types. */
  readonly candidates: readonly string[];

  constructor(filename: string, candidates: readonly string[], options?: ErrorOptions) {
    super(`Multiple matching dataset types found for filename ${show(filename)}: ${list(candidates)}`, options);
    this.filename = filename;
    this.candidates = candidates;
  }
}

/** A start time on another day than the session's folder. Python: `AssertionError`. */
export class StartTimeMismatchError extends DataError {
  override readonly name = "StartTimeMismatchError";
  readonly code = "registration/start-time-mismatch";
  /** ISO 8601. */
  readonly startTime: string;
  /** Folder of the session. */
  readonly sessionPath: string;

  constructor(startTime: string, sessionPath: string, options?: ErrorOptions) {
    super(`Start time ${show(startTime)} does not match session path ${show(sessionPath)} (expected its day)`, options);
    this.startTime = startTime;
    this.sessionPath = sessionPath;
  }
}

/** A session of another lab than the path or the argument names. Python: `ValueError`, or the session changes labs. */
export class LabMismatchError extends DataError {
  override readonly name = "LabMismatchError";
  readonly code = "registration/lab-mismatch";
  /** Lab of the argument, or of the path if there was no argument. */
  readonly lab: string;
  /** Lab of the path, or of the session in the database. */
  readonly expected: string;

  constructor(lab: string, expected: string, where: string, options?: ErrorOptions) {
    super(`Lab ${show(lab)} does not match ${show(expected)}, the lab of ${where}`, options);
    this.lab = lab;
    this.expected = expected;
  }
}

/** The database has several sessions of one subject, day and number. Python takes the first. */
export class DuplicateSessionsError extends DataError {
  override readonly name = "DuplicateSessionsError";
  readonly code = "registration/duplicate-sessions";
  /** `subject/date/number`. */
  readonly session: string;
  /** Their ids. */
  readonly candidates: readonly string[];

  constructor(session: string, candidates: readonly string[], options?: ErrorOptions) {
    super(`Several sessions ${show(session)} in the database: ${list(candidates)} (expected the option eid)`, options);
    this.session = session;
    this.candidates = candidates;
  }
}

/** The database answered something that registration cannot be told from. */
export class UnexpectedAnswerError extends DataError {
  override readonly name = "UnexpectedAnswerError";
  readonly code = "registration/unexpected-answer";
  /** Which endpoint answered. */
  readonly endpoint: string;
  /** What it answered. */
  readonly answer: JsonValue;

  constructor(endpoint: string, answer: JsonValue, expected: string, options?: ErrorOptions) {
    super(`Unexpected answer of ${endpoint}: ${show(answer)} (expected ${expected})`, options);
    this.endpoint = endpoint;
    this.answer = answer;
  }
}

/** A file that was written to while it was hashed. */
export class FileChangedError extends DataError {
  override readonly name = "FileChangedError";
  readonly code = "registration/file-changed";
  /** Absolute path. */
  readonly file: string;

  constructor(file: string, options?: ErrorOptions) {
    super(`File ${show(file)} changed while it was read (expected one that is complete)`, options);
    this.file = file;
  }
}

/** Where a file would have to be moved lies another file. Nothing was moved. Python overwrites it. */
export class MoveTargetExistsError extends DataError {
  override readonly name = "MoveTargetExistsError";
  readonly code = "registration/move-target-exists";
  /** Absolute path of the file that was to be registered. */
  readonly from: string;
  /** Absolute path of the file that is in its way. */
  readonly to: string;

  constructor(from: string, to: string, options: ErrorOptions & { readonly rival?: string } = {}) {
    const { rival, ...others } = options;
    super(
      rival === undefined
        ? `Cannot move ${show(from)} to its new revision: ${show(to)} is in the way (expected that one of them is taken ` +
            "elsewhere, or in code the option replaceExisting)"
        : `Cannot move ${show(from)} to its new revision: ${show(rival)} goes to ${show(to)} too (expected that one of ` +
            "them is taken elsewhere, such as to a #YYYY-MM-DD# folder of its own)",
      others,
    );
    this.from = from;
    this.to = to;
  }
}

/** A file has moved. */
export interface Move {
  /** Absolute path where it was. */
  readonly from: string;
  /** Absolute path where it went. */
  readonly to: string;
}

/** Files that were moved for a registration that failed, and could not be moved back: none is lost. */
export class MovesNotUndoneError extends DataError {
  override readonly name = "MovesNotUndoneError";
  readonly code = "registration/moves-not-undone";
  /** Those that lie at their new place. */
  readonly moves: readonly Move[];

  constructor(moves: readonly Move[], options?: ErrorOptions) {
    super(`Could not move back: ${list(moves.map(({ from, to }) => `${to} → ${from}`))}`, options);
    this.moves = moves;
  }
}

/** What is known when files of a session could not be registered. */
export interface FilesNotRegistered {
  /** `subject/date/number`. */
  readonly session: string;
  /** Relative to the session, where they lie on the disk. */
  readonly filenames: readonly string[];
  /** Records of files of sessions that came before and are registered. */
  readonly registered: readonly JsonValue[];
  /** Id of the session, if it was created for these files. */
  readonly createdSession?: string | undefined;
}

/**
 * The database refused files of a session, or could not be reached; `cause` says why. They lie where they lay before.
 * Python: `HTTPError`, with files moved.
 */
export class FilesNotRegisteredError extends DataError {
  override readonly name = "FilesNotRegisteredError";
  readonly code = "registration/files-not-registered";
  /** `subject/date/number`. */
  readonly session: string;
  /** Relative to the session, where they lie on the disk. */
  readonly filenames: readonly string[];
  /** Records of files of sessions that came before and are registered. */
  readonly registered: readonly JsonValue[];
  /** Id of the session, if it was created for these files: it is there, without them. */
  readonly createdSession: string | undefined;

  constructor({ session, filenames, registered, createdSession }: FilesNotRegistered, options: ErrorOptions) {
    super(
      `Could not register ${list(filenames)} of ${session}: ${reason(options.cause)}` +
        (createdSession === undefined ? "" : ` (the session is created, as ${createdSession}; to try again is safe)`),
      options,
    );
    this.createdSession = createdSession;
    this.session = session;
    this.filenames = filenames;
    this.registered = registered;
  }
}

/** Every error that this entry throws on purpose, beside those of ALF names, of files and of the client. */
export type RegistrationError =
  | InvalidRegistrationError
  | NoUserError
  | MemberNotFoundError
  | DatasetTypeNotFoundError
  | MultipleDatasetTypesError
  | StartTimeMismatchError
  | LabMismatchError
  | DuplicateSessionsError
  | UnexpectedAnswerError
  | FileChangedError
  | MoveTargetExistsError
  | MovesNotUndoneError
  | FilesNotRegisteredError
  | SessionsNotCreatedError;

/** True for errors of this entry; with codes, only for those: `isRegistrationError(e, "registration/no-user")`. */
export const isRegistrationError: ErrorGuard<RegistrationError> = errorGuard<RegistrationError>("registration/");
