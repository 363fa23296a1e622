import { DataError } from "@neurophys/alf";
import { type RegisteredSession } from "./register-session.ts";

/** A session with a flag file could not be created; `cause` says why. Its flag stays, as do those that come after. */
export class SessionsNotCreatedError extends DataError {
  override readonly name = "SessionsNotCreatedError";
  readonly code = "registration/sessions-not-created";
  /** Folder of the session that failed. */
  readonly sessionPath: string;
  /** Those before it, which are created and have no flag any more. */
  readonly created: readonly RegisteredSession[];

  constructor(sessionPath: string, created: readonly RegisteredSession[], options: ErrorOptions) {
    const { cause } = options;
    super(
      `Could not create session ${JSON.stringify(sessionPath)}` +
        `${created.length === 0 ? "" : ` (${created.length} before it are created)`}: ` +
        `${cause instanceof Error ? cause.message : String(cause)}`,
      options,
    );
    this.sessionPath = sessionPath;
    this.created = created;
  }
}
