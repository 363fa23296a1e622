import { DataError } from "@neurophys/alf";

/** A bucket, key, region or address that S3 does not have. */
export class InvalidS3AddressError extends DataError {
  override readonly name = "InvalidS3AddressError";
  readonly code = "transfer/invalid-s3-address";
  readonly input: string;
  readonly reason: string;

  constructor(input: string, reason: string, options?: ErrorOptions) {
    super(`Not an S3 address: ${JSON.stringify(input.slice(0, 200))} ${reason}`, options);
    this.input = input;
    this.reason = reason;
  }
}

/** A Globus endpoint name, id or path that cannot be used. */
export class InvalidGlobusAddressError extends DataError {
  override readonly name = "InvalidGlobusAddressError";
  readonly code = "transfer/invalid-globus-address";
  readonly input: string;
  readonly reason: string;

  constructor(input: string, reason: string, options?: ErrorOptions) {
    super(`Not a Globus address: ${JSON.stringify(input.slice(0, 200))} ${reason}`, options);
    this.input = input;
    this.reason = reason;
  }
}

/** Globus answered with an error of its own. */
export class GlobusApiError extends DataError {
  override readonly name = "GlobusApiError";
  readonly code = "transfer/globus-api";
  readonly status: number;
  /** Globus' own code, e.g. `"ClientError.NotFound"` or `"invalid_client"`. */
  readonly globusCode: string;
  /** What Globus says in words. */
  readonly detail: string;
  /** Path of the request, without its query. */
  readonly path: string;

  constructor(
    facts: { readonly status: number; readonly globusCode: string; readonly detail: string; readonly path: string },
    options?: ErrorOptions,
  ) {
    const detail = facts.detail === "" ? "" : `: ${facts.detail}`;
    super(`Globus refused ${facts.path} with status ${facts.status}, ${facts.globusCode}${detail}`, options);
    this.status = facts.status;
    this.globusCode = facts.globusCode;
    this.detail = facts.detail;
    this.path = facts.path;
  }
}

/** A Globus task ended without success. */
export class GlobusTaskError extends DataError {
  override readonly name = "GlobusTaskError";
  readonly code = "transfer/globus-task";
  readonly taskId: string;
  /** `"FAILED"`, or `"INACTIVE"` for a task that waits for a login. */
  readonly status: string;
  /** What Globus says of it; `undefined` if nothing. */
  readonly detail: string | undefined;

  constructor(taskId: string, status: string, detail: string | undefined, options?: ErrorOptions) {
    super(
      `Globus task ${taskId} is ${status}${detail === undefined ? "" : `: ${detail}`} (expected SUCCEEDED)`,
      options,
    );
    this.taskId = taskId;
    this.status = status;
    this.detail = detail;
  }
}

/** A Globus task was still running when the time was up; it goes on by itself. */
export class GlobusTimeoutError extends DataError {
  override readonly name = "GlobusTimeoutError";
  readonly code = "transfer/globus-timeout";
  readonly taskId: string;
  readonly limitMs: number;

  constructor(taskId: string, limitMs: number, options?: ErrorOptions) {
    super(`Globus task ${taskId} still runs after ${limitMs} ms (expected it to have ended)`, options);
    this.taskId = taskId;
    this.limitMs = limitMs;
  }
}
