import { DataError, type JsonValue } from "@neurophys/alf";

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/** What to try instead of a name: the near ones, or else all. */
function instead(near: readonly string[], known: readonly string[]): string {
  if (near.length > 0) return `did you mean ${quoted(near)}?`;
  return known.length === 0 ? "there are none" : `there are ${quoted(known)}`;
}

/** Facts of an {@link AlyxHttpError}. */
export interface AlyxHttpFacts {
  /** Status of the answer, e.g. 404. */
  readonly status: number;
  /** Method of the request, in capitals. */
  readonly method: string;
  /** What was asked, below the address of the database: path and query. */
  readonly query: string;
  /** What the database says is wrong, as text. */
  readonly detail: string;
  /** JSON of the answer, or its text. */
  readonly body: JsonValue;
}

/** The database answered with a failure. Python: `requests.exceptions.HTTPError`. */
export class AlyxHttpError extends DataError {
  override readonly name = "AlyxHttpError";
  readonly code = "alyx/http-status";
  /** Status of the answer, e.g. 404. */
  readonly status: number;
  /** Method of the request, in capitals. */
  readonly method: string;
  /** What was asked, below the address of the database: path and query. */
  readonly query: string;
  /** What the database says is wrong, as text. */
  readonly detail: string;
  /** JSON of the answer, or its text. */
  readonly body: JsonValue;

  constructor(facts: AlyxHttpFacts, options?: ErrorOptions) {
    const path = facts.query.replace(/\?.*/s, "");
    super(`The database answered ${facts.status} to ${facts.method} ${path}: ${facts.detail}`, options);
    this.status = facts.status;
    this.method = facts.method;
    this.query = facts.query;
    this.detail = facts.detail;
    this.body = facts.body;
  }
}

/** The database answered "all is well" with a page for people instead of JSON, as Alyx does when it crashed. */
export class AlyxCrashError extends DataError {
  override readonly name = "AlyxCrashError";
  readonly code = "alyx/server-crash";
  /** Status of the answer, 200 or 201. */
  readonly status: number;
  /** What was asked, below the address of the database: path and query. */
  readonly query: string;
  /** Title of the page, or the beginning of the text. */
  readonly detail: string;

  constructor(facts: Pick<AlyxHttpFacts, "status" | "query" | "detail">, options?: ErrorOptions) {
    const path = facts.query.replace(/\?.*/s, "");
    super(`The database answered ${facts.status} to ${path} with "${facts.detail}" (expected JSON)`, options);
    this.status = facts.status;
    this.query = facts.query;
    this.detail = facts.detail;
  }
}

/** The database refused a user's password, or a token that nothing could renew. */
export class AlyxLoginError extends DataError {
  override readonly name = "AlyxLoginError";
  readonly code = "alyx/login-refused";
  /** Who was to be logged in. */
  readonly user: string;
  /** Status of the answer, 400 for a wrong password. */
  readonly status: number;

  constructor(user: string, baseUrl: string, facts: Pick<AlyxHttpFacts, "status" | "detail">, options?: ErrorOptions) {
    // A wrong address has no login, or not one that may be posted to.
    const expected = [404, 405].includes(facts.status) ? "the address of an Alyx database" : "the right password";
    super(`Login of "${user}" refused by ${baseUrl}: ${facts.detail} (expected ${expected})`, options);
    this.user = user;
    this.status = facts.status;
  }
}

/** There is neither token nor password to log in with, and nobody to ask. */
export class AlyxLoginNeededError extends DataError {
  override readonly name = "AlyxLoginNeededError";
  readonly code = "alyx/login-needed";
  /** Who was to be logged in; `undefined` if no user is named either. */
  readonly user: string | undefined;
  /** Whether there was a token, which the database refused. */
  readonly isTokenRefused: boolean;

  constructor(
    user: string | undefined,
    baseUrl: string,
    options: ErrorOptions & { readonly isTokenRefused?: boolean | undefined } = {},
  ) {
    const known = `No token or password of "${user}" is known`;
    const refused = `The token of "${user}" is refused, and no password is known`;
    const who = user === undefined ? "No user is named" : options.isTokenRefused ? refused : known;
    super(`${who} for ${baseUrl} (expected a token, a password, or an earlier login)`, options);
    this.user = user;
    this.isTokenRefused = options.isTokenRefused ?? false;
  }
}

/** An address that is not one of the database that is asked. */
export class AlyxForeignUrlError extends DataError {
  override readonly name = "AlyxForeignUrlError";
  readonly code = "alyx/foreign-url";

  constructor(baseUrl: string, options?: ErrorOptions) {
    super(`Not an address of this database (expected one that begins with ${baseUrl}/)`, options);
  }
}

/** The database has no such endpoint. Python: `ValueError`. */
export class AlyxUnknownEndpointError extends DataError {
  override readonly name = "AlyxUnknownEndpointError";
  readonly code = "alyx/unknown-endpoint";
  /** Name that was asked for. */
  readonly endpoint: string;
  /** Names that are nearly the same. */
  readonly near: readonly string[];
  /** All names. */
  readonly known: readonly string[];

  constructor(
    endpoint: string,
    { near, known }: { readonly near: readonly string[]; readonly known: readonly string[] },
    options?: ErrorOptions,
  ) {
    super(`REST endpoint "${endpoint}" does not exist (${instead(near, known)})`, options);
    this.endpoint = endpoint;
    this.near = near;
    this.known = known;
  }
}

/** An endpoint has no such action. Python: `ValueError`. */
export class AlyxUnknownActionError extends DataError {
  override readonly name = "AlyxUnknownActionError";
  readonly code = "alyx/unknown-action";
  /** Endpoint that lacks it. */
  readonly endpoint: string;
  /** Action that was asked for. */
  readonly action: string;
  /** Actions that there are. */
  readonly known: readonly string[];

  constructor(endpoint: string, action: string, known: readonly string[], options?: ErrorOptions) {
    super(`Action "${action}" for REST endpoint "${endpoint}" does not exist (${instead([], known)})`, options);
    this.endpoint = endpoint;
    this.action = action;
    this.known = known;
  }
}

/** A request lacks the id or data that its action needs. Python: a logged warning, and `None`. */
export class AlyxIncompleteRequestError extends DataError {
  override readonly name = "AlyxIncompleteRequestError";
  readonly code = "alyx/incomplete-request";
  /** Endpoint that was asked. */
  readonly endpoint: string;
  /** What it was asked to do. */
  readonly action: string;
  /** What is not there. */
  readonly missing: "id" | "data";

  constructor(
    request: { readonly endpoint: string; readonly action: string; readonly missing: "id" | "data" },
    expected: string,
    options?: ErrorOptions,
  ) {
    super(
      `REST action "${request.action}" of "${request.endpoint}" without ${request.missing} (expected ${expected})`,
      options,
    );
    this.endpoint = request.endpoint;
    this.action = request.action;
    this.missing = request.missing;
  }
}

/** A `django` filter holds a value that the database would run as a program, or would cut in two. */
export class AlyxUnsafeFilterError extends DataError {
  override readonly name = "AlyxUnsafeFilterError";
  readonly code = "alyx/unsafe-filter";
  /** Field whose value it is. */
  readonly field: string;
  /** The value that is not sent. */
  readonly value: unknown;

  constructor(field: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`Unsafe value of django filter "${field}": ${JSON.stringify(value)} (expected ${expected})`, options);
    this.field = field;
    this.value = value;
  }
}

/** Every error that the client of the database throws on purpose, beside those of transfers. */
export type AlyxClientError =
  | AlyxHttpError
  | AlyxCrashError
  | AlyxLoginError
  | AlyxLoginNeededError
  | AlyxForeignUrlError
  | AlyxUnknownEndpointError
  | AlyxUnknownActionError
  | AlyxIncompleteRequestError
  | AlyxUnsafeFilterError;
