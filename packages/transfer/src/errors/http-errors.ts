import { DataError } from "@neurophys/alf";

/** An address that is no absolute `http:` or `https:` one. Its text is not repeated: it may hold a secret. */
export class InvalidUrlError extends DataError {
  override readonly name = "InvalidUrlError";
  readonly code = "transfer/invalid-url";
  /** What is wrong with it, as the end of the sentence "the address …". */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`Not an address to transfer from: it ${reason} (expected an absolute "http://…" or "https://…")`, options);
    this.reason = reason;
  }
}

/** A server answered with a status that no repetition made better. */
export class HttpAnswerError extends DataError {
  override readonly name = "HttpAnswerError";
  readonly code = "transfer/http-status";
  readonly status: number;
  /** Address without its query and without credentials. */
  readonly url: string;

  constructor(status: number, url: string, options?: ErrorOptions) {
    super(`HTTP status ${status} from ${url} (expected 200 or 206)`, options);
    this.status = status;
    this.url = url;
  }
}

/** There is no such file on the server (status 404 or 410). */
export class NotFoundError extends DataError {
  override readonly name = "NotFoundError";
  readonly code = "transfer/not-found";
  /** Address without its query and without credentials. */
  readonly url: string;

  constructor(url: string, options?: ErrorOptions) {
    super(`No such file: ${url} (expected an existing one)`, options);
    this.url = url;
  }
}

/** The server refuses this user (status 401 or 403), also after one more try. */
export class AccessRefusedError extends DataError {
  override readonly name = "AccessRefusedError";
  readonly code = "transfer/access-refused";
  readonly status: 401 | 403;
  /** Address without its query and without credentials. */
  readonly url: string;
  /** True if credentials for this origin were sent. */
  readonly credentialsSent: boolean;

  constructor(status: 401 | 403, url: string, credentialsSent: boolean, options?: ErrorOptions) {
    const expected = credentialsSent
      ? "other credentials than those given: check the user name and password of this server"
      : "credentials: none were given for this server";
    super(`Access refused with status ${status} by ${url} (expected ${expected})`, options);
    this.status = status;
    this.url = url;
    this.credentialsSent = credentialsSent;
  }
}

/** The server asks to slow down (429 or 503) for longer, or more often, than we wait. */
export class ThrottledError extends DataError {
  override readonly name = "ThrottledError";
  readonly code = "transfer/throttled";
  /** Address without its query and without credentials. */
  readonly url: string;
  /** How long the server asks to wait; `undefined` if it does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(url: string, retryAfterMs: number | undefined, options?: ErrorOptions) {
    const wait = retryAfterMs === undefined ? "" : ` for ${Math.ceil(retryAfterMs / 1000)} s`;
    super(`Too many requests: ${url} asks to wait${wait} (expected an answer within the tries allowed)`, options);
    this.url = url;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer: the name does not resolve, the connection was refused or broke, or CORS forbids it. */
export class ServerUnreachableError extends DataError {
  override readonly name = "ServerUnreachableError";
  readonly code = "transfer/unreachable";
  /** Address without its query and without credentials. */
  readonly url: string;

  constructor(url: string, options?: ErrorOptions) {
    super(`No answer from ${url} (expected a server that can be reached)`, options);
    this.url = url;
  }
}

/** The server took too long: to begin its answer, or between two pieces of it. */
export class TransferTimeoutError extends DataError {
  override readonly name = "TransferTimeoutError";
  readonly code = "transfer/timeout";
  /** Address without its query and without credentials. */
  readonly url: string;
  /** What was waited for. */
  readonly waitedFor: "headers" | "body";
  readonly limitMs: number;

  constructor(url: string, waitedFor: "headers" | "body", limitMs: number, options?: ErrorOptions) {
    const what = waitedFor === "headers" ? "no answer began" : "no byte came";
    super(`Timeout: ${what} within ${limitMs} ms from ${url}`, options);
    this.url = url;
    this.waitedFor = waitedFor;
    this.limitMs = limitMs;
  }
}

/** Facts of an {@link InterruptedError}. */
export interface InterruptedFacts {
  /** Address without its query and without credentials. */
  readonly url: string;
  readonly receivedBytes: number;
  /** `undefined` if the server does not say. */
  readonly expectedBytes: number | undefined;
}

/** The body broke off, again and again. What came is kept for the next call where it can be resumed. */
export class InterruptedError extends DataError {
  override readonly name = "InterruptedError";
  readonly code = "transfer/interrupted";
  /** Address without its query and without credentials. */
  readonly url: string;
  readonly receivedBytes: number;
  readonly expectedBytes: number | undefined;

  constructor(facts: InterruptedFacts, options?: ErrorOptions) {
    const expected = facts.expectedBytes === undefined ? "the whole body" : `${facts.expectedBytes}`;
    super(`Broken off after ${facts.receivedBytes} bytes of ${facts.url} (expected ${expected})`, options);
    this.url = facts.url;
    this.receivedBytes = facts.receivedBytes;
    this.expectedBytes = facts.expectedBytes;
  }
}

/** A redirect that is not followed: to another scheme, from https to http, in circles, or of a request with a body. */
export class RedirectRefusedError extends DataError {
  override readonly name = "RedirectRefusedError";
  readonly code = "transfer/redirect-refused";
  /** Address that redirects, without its query and without credentials. */
  readonly url: string;
  readonly reason: string;

  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`Redirect refused: that of ${url} ${reason} (expected a file behind http or https)`, options);
    this.url = url;
    this.reason = reason;
  }
}

/** An answer that contradicts the question or itself. */
export class InvalidAnswerError extends DataError {
  override readonly name = "InvalidAnswerError";
  readonly code = "transfer/invalid-answer";
  /** Address without its query and without credentials. */
  readonly url: string;
  readonly reason: string;

  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`Invalid answer from ${url}: ${reason}`, options);
    this.url = url;
    this.reason = reason;
  }
}
