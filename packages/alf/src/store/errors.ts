import { DataError, type ErrorGuard, errorGuard } from "../data-error.ts";
import { type ByteRange } from "./byte-store.ts";
import {
  type HttpStatusError,
  type InvalidBaseError,
  type InvalidResponseError,
  type UnreachableError,
  type VersionChangedError,
} from "./http-errors.ts";

/** A key that does not name something inside a store: absolute, with `..`, with empty parts, with a back slash. */
export class InvalidKeyError extends DataError {
  override readonly name = "InvalidKeyError";
  readonly code = "store/invalid-key";
  /** Key that was asked for. */
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
  /** Key that was asked for. */
  readonly key: string;
  /** Range that was asked for. */
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
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  /** Bytes that were asked for or announced. */
  readonly expectedBytes: number;
  /** Bytes that were there. */
  readonly receivedBytes: number;
}

/** Fewer bytes than asked for or announced: the range ends beyond the data, or the transfer was cut. */
export class ShortReadError extends DataError {
  override readonly name = "ShortReadError";
  readonly code = "store/short-read";
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  /** Bytes that were asked for or announced. */
  readonly expectedBytes: number;
  /** Bytes that were there. */
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

/** What a store was doing when its file system refused. */
export type StoreOperation = "read" | "write" | "delete" | "list" | "size";

/** Facts of the errors of a store over a file system. */
export interface FileFacts {
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  /** What the store was doing. */
  readonly operation: StoreOperation;
}

/** The file system refuses this user: no permission, or a file system mounted read-only. */
export class AccessDeniedError extends DataError {
  override readonly name = "AccessDeniedError";
  readonly code = "store/access-denied";
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  /** What the store was doing. */
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
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  /** What the store was doing. */
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
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
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
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  /** What the store was doing. */
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
  /** Key that was asked for. */
  readonly key: string;
  /** Size of what was asked for. */
  readonly sizeBytes: number;
  /** Most bytes that one array can hold. */
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
