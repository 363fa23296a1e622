import { DataError } from "@neurophys/alf";
import { shown } from "./note-errors.ts";

/** Images of a report that did not run. Python: `TypeError`. */
export class NotRunError extends DataError {
  override readonly name = "NotRunError";
  readonly code = "snapshot/not-run";
  /** Name of the task. */
  readonly task: string;

  constructor(task: string, options?: ErrorOptions) {
    super(`${task} has no outputs (expected it to have run, or outputs that were set)`, options);
    this.task = task;
  }
}

/** A task that had nothing to do should have left files that are not there. Python: `FileNotFoundError`. */
export class OutputsMissingError extends DataError {
  override readonly name = "OutputsMissingError";
  readonly code = "snapshot/outputs-missing";
  /** Patterns that no file matches. */
  readonly missing: readonly string[];

  constructor(task: string, missing: readonly string[], options?: ErrorOptions) {
    super(
      `${task} left no file ${missing.map(shown).join(", ")} (expected every output that its signature names)`,
      options,
    );
    this.missing = missing;
  }
}

/** Another task holds the lock. Python: `FileExistsError`, or status -2. */
export class TaskLockedError extends DataError {
  override readonly name = "TaskLockedError";
  readonly code = "snapshot/task-locked";
  /** Who holds it. */
  readonly holder: string;

  constructor(task: string, holder: string, options?: ErrorOptions) {
    super(`${task} cannot begin: the lock is held by ${shown(holder)} (expected it to be free)`, options);
    this.holder = holder;
  }
}

/** A task of the database ended with a status other than 0. Python: `ValueError` with the log. */
export class TaskFailedError extends DataError {
  override readonly name = "TaskFailedError";
  readonly code = "snapshot/task-failed";
  /** -1 for an error, -2 for a lock, -3 for an incomplete run. */
  readonly status: number;
  /** Log of the run. */
  readonly log: string;

  constructor(task: string, status: number, log: string, options?: ErrorOptions) {
    super(`${task} ended with status ${status} (expected 0); see the log of this error`, options);
    this.status = status;
    this.log = log;
  }
}

/** A record names a task that nobody handed in. */
export class UnknownTaskError extends DataError {
  override readonly name = "UnknownTaskError";
  readonly code = "snapshot/unknown-task";
  /** `executable` of the record. */
  readonly executable: string;

  constructor(executable: string, known: readonly string[], options?: ErrorOptions) {
    super(`No task ${shown(executable)} (expected one of ${known.map(shown).join(", ") || "none"})`, options);
    this.executable = executable;
  }
}
