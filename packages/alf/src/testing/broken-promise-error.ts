import { DataError, type ErrorGuard, errorGuard } from "../data-error.ts";

/** A store does not do what its contract says. */
export class BrokenPromiseError extends DataError {
  override readonly name = "BrokenPromiseError";
  readonly code = "testing/broken-promise";
  /** What was looked at. */
  readonly subject: string;

  constructor(subject: string, found: string, expected: string, options?: ErrorOptions) {
    super(`${subject}: ${found} (expected ${expected})`, options);
    this.subject = subject;
  }
}

/** Everything this entry throws on purpose. */
export type TestingError = BrokenPromiseError;

/** Narrow an unknown error to this entry's. */
export const isTestingError: ErrorGuard<TestingError> = errorGuard<TestingError>("testing/");
