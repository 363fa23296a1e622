import { DataError } from "@neurophys/alf";

/** No user has this name. */
export class UnknownUserError extends DataError {
  override readonly name = "UnknownUserError";
  readonly code = "sandbox/unknown-user";
  readonly username: string;

  constructor(username: string, options?: ErrorOptions) {
    super(`No such user: ${username}`, options);
    this.username = username;
  }
}

/** A user cannot be made: the name is not allowed, or taken. */
export class InvalidUserError extends DataError {
  override readonly name = "InvalidUserError";
  readonly code = "sandbox/invalid-user";
  readonly username: string;

  constructor(username: string, expected: string, options?: ErrorOptions) {
    super(`Cannot make the user ${JSON.stringify(username)} (expected ${expected})`, options);
    this.username = username;
  }
}
