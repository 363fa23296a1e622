import { DataError } from "../data-error.ts";

/** The base of a store over HTTP is no `http:` or `https:` address. Its text is not repeated: it may hold a secret. */
export class InvalidBaseError extends DataError {
  override readonly name = "InvalidBaseError";
  readonly code = "store/invalid-base";

  constructor(reason: string, options?: ErrorOptions) {
    super(`Not the base of an HTTP store: it ${reason} (expected an absolute "http://…" or "https://…")`, options);
  }
}

/** A server answered with a status that is neither success nor "there is none". */
export class HttpStatusError extends DataError {
  override readonly name = "HttpStatusError";
  readonly code = "store/http-status";
  /** Status of the answer. */
  readonly status: number;
  /** Address without its query and without credentials. */
  readonly url: string;

  constructor(status: number, url: string, options?: ErrorOptions) {
    super(`Unexpected HTTP status: ${status} from ${url} (expected 200, 206 or 404)`, options);
    this.status = status;
    this.url = url;
  }
}

/** A server's answer contradicts the question or itself, so that its bytes cannot be trusted. */
export class InvalidResponseError extends DataError {
  override readonly name = "InvalidResponseError";
  readonly code = "store/invalid-response";
  /** Address without its query and without credentials. */
  readonly url: string;
  /** What is wrong, in words. */
  readonly reason: string;

  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`Invalid HTTP answer: ${reason}, from ${url}`, options);
    this.url = url;
    this.reason = reason;
  }
}

/** No answer at all: the address does not resolve, the connection was refused or broke off, or CORS forbids it. */
export class UnreachableError extends DataError {
  override readonly name = "UnreachableError";
  readonly code = "store/unreachable";
  /** Address without its query and without credentials. */
  readonly url: string;

  constructor(url: string, options?: ErrorOptions) {
    super(
      `No answer: the request to ${url} failed before a complete answer came (expected a reachable server)`,
      options,
    );
    this.url = url;
  }
}

/** Facts of a {@link VersionChangedError}. */
export interface VersionChangedFacts {
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  /** Version of the reads before: an entity tag, else date and size. */
  readonly expectedVersion: string;
  /** Version of this read. */
  readonly foundVersion: string;
}

/** The object behind a key was replaced between two reads, so their bytes do not belong together. */
export class VersionChangedError extends DataError {
  override readonly name = "VersionChangedError";
  readonly code = "store/version-changed";
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  /** Version of the reads before: an entity tag, else date and size. */
  readonly expectedVersion: string;
  /** Version of this read. */
  readonly foundVersion: string;

  constructor(facts: VersionChangedFacts, options?: ErrorOptions) {
    super(
      `Changed between two reads: ${JSON.stringify(facts.key)} in ${facts.location} is now ${facts.foundVersion} ` +
        `(expected ${facts.expectedVersion})`,
      options,
    );
    this.key = facts.key;
    this.location = facts.location;
    this.expectedVersion = facts.expectedVersion;
    this.foundVersion = facts.foundVersion;
  }
}
