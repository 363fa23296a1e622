import { DataError, type ErrorGuard, errorGuard } from "../data-error.ts";
import { type ByteRange } from "./byte-store.ts";

/** A key that does not name something inside a store: absolute, with `..`, with empty parts, with a back slash. */
export class InvalidKeyError extends DataError {
  override readonly name = "InvalidKeyError";
  readonly code = "store/invalid-key";
  readonly key: string;
  /** What is wrong with it, as the end of the sentence "the key …". */
  readonly reason: string;

  constructor(key: string, reason: string, options?: ErrorOptions) {
    super(`Not a store key: ${JSON.stringify(key)} ${reason} (expected "folder/name", relative to the store)`, options);
    this.key = key;
    this.reason = reason;
  }
}

/** A range that is no range: negative, fractional, or beyond 2^53 - 1. */
export class InvalidRangeError extends DataError {
  override readonly name = "InvalidRangeError";
  readonly code = "store/invalid-range";
  readonly key: string;
  readonly range: ByteRange;

  constructor(key: string, range: ByteRange, options?: ErrorOptions) {
    super(
      `Not a byte range: offset ${range.offset}, length ${range.length} of ${JSON.stringify(key)} ` +
        "(expected whole numbers from 0, with a sum within 2^53 - 1)",
      options,
    );
    this.key = key;
    this.range = range;
  }
}

/** Facts of a {@link ShortReadError}. */
export interface ShortReadFacts {
  readonly key: string;
  readonly location: string;
  readonly expectedBytes: number;
  readonly receivedBytes: number;
}

/** Fewer bytes than asked for or announced: the range ends beyond the data, or the transfer was cut. */
export class ShortReadError extends DataError {
  override readonly name = "ShortReadError";
  readonly code = "store/short-read";
  readonly key: string;
  readonly location: string;
  readonly expectedBytes: number;
  readonly receivedBytes: number;

  constructor(facts: ShortReadFacts, options?: ErrorOptions) {
    super(
      `Short read: ${facts.receivedBytes} bytes of ${JSON.stringify(facts.key)} in ${facts.location} ` +
        `(expected ${facts.expectedBytes})`,
      options,
    );
    this.key = facts.key;
    this.location = facts.location;
    this.expectedBytes = facts.expectedBytes;
    this.receivedBytes = facts.receivedBytes;
  }
}

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
  readonly key: string;
  readonly location: string;
  readonly expectedVersion: string;
  readonly foundVersion: string;
}

/** The object behind a key was replaced between two reads, so their bytes do not belong together. */
export class VersionChangedError extends DataError {
  override readonly name = "VersionChangedError";
  readonly code = "store/version-changed";
  readonly key: string;
  readonly location: string;
  readonly expectedVersion: string;
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

/** What a store was doing when its file system refused. */
export type StoreOperation = "read" | "write" | "delete" | "list" | "size";

/** Facts of the errors of a store over a file system. */
export interface FileFacts {
  readonly key: string;
  readonly location: string;
  readonly operation: StoreOperation;
}

/** The file system refuses this user: no permission, or a file system mounted read-only. */
export class AccessDeniedError extends DataError {
  override readonly name = "AccessDeniedError";
  readonly code = "store/access-denied";
  readonly key: string;
  readonly location: string;
  readonly operation: StoreOperation;

  constructor(facts: FileFacts, options?: ErrorOptions) {
    super(
      `No permission to ${facts.operation}: ${JSON.stringify(facts.key)} in ${facts.location} ` +
        "(expected a file and folders that this user may use)",
      options,
    );
    this.key = facts.key;
    this.location = facts.location;
    this.operation = facts.operation;
  }
}

/** The key names a folder, a pipe or a device where a file is needed. */
export class NotAFileError extends DataError {
  override readonly name = "NotAFileError";
  readonly code = "store/not-a-file";
  readonly key: string;
  readonly location: string;
  readonly operation: StoreOperation;

  constructor(facts: FileFacts, options?: ErrorOptions) {
    super(
      `Not a file: ${JSON.stringify(facts.key)} in ${facts.location} (expected a regular file to ${facts.operation})`,
      options,
    );
    this.key = facts.key;
    this.location = facts.location;
    this.operation = facts.operation;
  }
}

/** A symbolic link leads out of the store's folder, and the store was not told to follow such links. */
export class LinkOutsideError extends DataError {
  override readonly name = "LinkOutsideError";
  readonly code = "store/link-outside";
  readonly key: string;
  readonly location: string;

  constructor(key: string, location: string, options?: ErrorOptions) {
    super(
      `Link out of the store: ${JSON.stringify(key)} leads outside ${location} ` +
        "(expected a target inside it; the option `followLinksOutside` lifts this)",
      options,
    );
    this.key = key;
    this.location = location;
  }
}

/** Any other refusal of the file system: disk full, input/output error, too many open files, name too long. */
export class FileSystemError extends DataError {
  override readonly name = "FileSystemError";
  readonly code = "store/file-system";
  readonly key: string;
  readonly location: string;
  readonly operation: StoreOperation;
  /** The system's own code, e.g. `"ENOSPC"`. */
  readonly systemCode: string;

  constructor(facts: FileFacts, systemCode: string, options?: ErrorOptions) {
    super(
      `File system failure ${systemCode}: ${facts.operation} of ${JSON.stringify(facts.key)} in ${facts.location}`,
      options,
    );
    this.key = facts.key;
    this.location = facts.location;
    this.operation = facts.operation;
    this.systemCode = systemCode;
  }
}

/** More bytes than one array can hold; read it by ranges. */
export class TooLargeError extends DataError {
  override readonly name = "TooLargeError";
  readonly code = "store/too-large";
  readonly key: string;
  readonly sizeBytes: number;
  readonly limitBytes: number;

  constructor(key: string, sizeBytes: number, limitBytes: number, options?: ErrorOptions) {
    super(
      `Too large for one read: ${sizeBytes} bytes of ${JSON.stringify(key)} ` +
        `(expected at most ${limitBytes}; read it by ranges)`,
      options,
    );
    this.key = key;
    this.sizeBytes = sizeBytes;
    this.limitBytes = limitBytes;
  }
}

/** Everything the stores and their wrappers throw on purpose. */
export type StoreError =
  | InvalidKeyError
  | InvalidRangeError
  | ShortReadError
  | InvalidBaseError
  | HttpStatusError
  | InvalidResponseError
  | UnreachableError
  | VersionChangedError
  | AccessDeniedError
  | NotAFileError
  | LinkOutsideError
  | FileSystemError
  | TooLargeError;

/** Narrow an unknown error to this entry's, or to some of its codes. */
export const isStoreError: ErrorGuard<StoreError> = errorGuard<StoreError>("store/");
