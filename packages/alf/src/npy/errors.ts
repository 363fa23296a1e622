import { DataError, type ErrorGuard, errorGuard } from "../data-error.ts";

/** What an error of this entry can carry besides its facts. */
export interface NpyErrorOptions extends ErrorOptions {
  /** Name of the file for the message, e.g. `"alf/spikes.times.npy"`. */
  readonly source?: string | undefined;
}

function inSource(source: string | undefined): string {
  return source === undefined ? "" : ` in ${source}`;
}

/** Bytes that do not begin like an npy file. */
export class NotNpyError extends DataError {
  override readonly name = "NotNpyError";
  readonly code = "npy/not-npy";
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(found: string, options?: NpyErrorOptions) {
    super(`Not an npy file${inSource(options?.source)}: ${found} (expected it to begin with \\x93NUMPY)`, options);
    this.source = options?.source;
  }
}

/** An npy file of a format version other than 1.0, 2.0 and 3.0. */
export class UnsupportedNpyVersionError extends DataError {
  override readonly name = "UnsupportedNpyVersionError";
  readonly code = "npy/unsupported-version";
  /** The version as `major.minor`. */
  readonly version: string;
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(version: string, options?: NpyErrorOptions) {
    super(`Unknown npy version ${version}${inSource(options?.source)} (expected 1.0, 2.0 or 3.0)`, options);
    this.version = version;
    this.source = options?.source;
  }
}

/** An npy header that is not the dictionary the format asks for. */
export class InvalidNpyHeaderError extends DataError {
  override readonly name = "InvalidNpyHeaderError";
  readonly code = "npy/invalid-header";
  /** Where in the header text, counted in characters from 0; `undefined` if it is about the header as a whole. */
  readonly position: number | undefined;
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(what: string, position: number | undefined, options?: NpyErrorOptions) {
    const where = position === undefined ? "" : ` at character ${position}`;
    super(`Invalid npy header${where}${inSource(options?.source)}: ${what}`, options);
    this.position = position;
    this.source = options?.source;
  }
}

/** Fewer bytes than the header, or the array it describes, needs. */
export class TruncatedNpyError extends DataError {
  override readonly name = "TruncatedNpyError";
  readonly code = "npy/truncated";
  /** Bytes that the header, or the array it describes, takes. */
  readonly neededBytes: number;
  /** Bytes that are there for it. */
  readonly availableBytes: number;
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(what: string, neededBytes: number, availableBytes: number, options?: NpyErrorOptions) {
    super(
      `Truncated npy file${inSource(options?.source)}: ${what} needs ${neededBytes} bytes, ${availableBytes} are there`,
      options,
    );
    this.neededBytes = neededBytes;
    this.availableBytes = availableBytes;
    this.source = options?.source;
  }
}

/** An array of Python objects: its data is a pickle, a program that only Python can run and that may do anything. */
export class ObjectArrayError extends DataError {
  override readonly name = "ObjectArrayError";
  readonly code = "npy/object-array";
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(options?: NpyErrorOptions) {
    super(
      `Array of Python objects${inSource(options?.source)}: the data is a pickle, which can run any code when opened and ` +
        "is not read here. Save it again in Python without objects: load it with np.load(path, allow_pickle=True), turn " +
        "it into plain arrays (text with .astype(str), equal-length lists with np.stack, unequal ones with " +
        "np.concatenate plus an array of lengths, mixed columns as a table) and write with np.save(path, array, " +
        "allow_pickle=False)",
      options,
    );
    this.source = options?.source;
  }
}

/** An element type that has no place in an `NdArray`, such as raw void or long double. */
export class UnsupportedDTypeError extends DataError {
  override readonly name = "UnsupportedDTypeError";
  readonly code = "npy/unsupported-dtype";
  /** The type as the file writes it. */
  readonly descr: string;
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(descr: string, why: string, options?: NpyErrorOptions) {
    super(`Element type ${descr}${inSource(options?.source)} is not supported: ${why}`, options);
    this.descr = descr;
    this.source = options?.source;
  }
}

/** An array that cannot be written: data, dtype and shape disagree, or a value has no form in the format. */
export class InvalidArrayError extends DataError {
  override readonly name = "InvalidArrayError";
  readonly code = "npy/invalid-array";

  constructor(what: string, options?: ErrorOptions) {
    super(`Not an array that npy can hold: ${what}`, options);
  }
}

/** A range of rows that the array does not have. */
export class InvalidRowRangeError extends DataError {
  override readonly name = "InvalidRowRangeError";
  readonly code = "npy/invalid-row-range";
  /** First row asked for. */
  readonly start: number;
  /** One past the last row asked for. */
  readonly end: number;
  /** How many rows there are. */
  readonly rowCount: number;

  constructor(start: number, end: number, rowCount: number, options?: NpyErrorOptions) {
    super(
      `No rows [${start}, ${end})${inSource(options?.source)}: expected whole numbers with 0 <= start <= end <= ${rowCount}`,
      options,
    );
    this.start = start;
    this.end = end;
    this.rowCount = rowCount;
  }
}

/** A zip archive that is broken, encrypted, or compressed by a method other than deflate. */
export class InvalidArchiveError extends DataError {
  override readonly name = "InvalidArchiveError";
  readonly code = "npy/invalid-archive";
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(what: string, options?: NpyErrorOptions) {
    super(`Invalid npz archive${inSource(options?.source)}: ${what}`, options);
    this.source = options?.source;
  }
}

/** An archive member larger than the caller allows. */
export class ArchiveTooLargeError extends DataError {
  override readonly name = "ArchiveTooLargeError";
  readonly code = "npy/archive-too-large";
  /** Size that the member has, or would have. */
  readonly sizeBytes: number;
  /** What was allowed. */
  readonly limitBytes: number;

  constructor(member: string, sizeBytes: number, limitBytes: number, options?: NpyErrorOptions) {
    super(
      `Archive member ${JSON.stringify(member)}${inSource(options?.source)} has ${sizeBytes} bytes (expected at most ${limitBytes})`,
      options,
    );
    this.sizeBytes = sizeBytes;
    this.limitBytes = limitBytes;
  }
}

/** A name that the archive does not hold. */
export class NoSuchMemberError extends DataError {
  override readonly name = "NoSuchMemberError";
  readonly code = "npy/no-such-member";
  /** The name asked for. */
  readonly member: string;
  /** The names there are. */
  readonly names: readonly string[];

  constructor(member: string, names: readonly string[], options?: NpyErrorOptions) {
    super(
      `No array ${JSON.stringify(member)}${inSource(options?.source)} (expected one of ${JSON.stringify(names)})`,
      options,
    );
    this.member = member;
    this.names = names;
  }
}

/** A sparse archive whose members do not describe an array. */
export class InvalidSparseArrayError extends DataError {
  override readonly name = "InvalidSparseArrayError";
  readonly code = "npy/invalid-sparse";
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(what: string, options?: NpyErrorOptions) {
    super(`Invalid sparse array${inSource(options?.source)}: ${what}`, options);
    this.source = options?.source;
  }
}

/** Everything that `@neurophys/alf/npy` throws on purpose. */
export type NpyError =
  | NotNpyError
  | UnsupportedNpyVersionError
  | InvalidNpyHeaderError
  | TruncatedNpyError
  | ObjectArrayError
  | UnsupportedDTypeError
  | InvalidArrayError
  | InvalidRowRangeError
  | InvalidArchiveError
  | ArchiveTooLargeError
  | NoSuchMemberError
  | InvalidSparseArrayError;

/** True for an error of this entry, of the given codes if any are given. */
export const isNpyError: ErrorGuard<NpyError> = errorGuard<NpyError>("npy/");
