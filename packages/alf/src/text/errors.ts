import { DataError, type ErrorGuard, errorGuard } from "../data-error.ts";

/** What an error of this entry can carry besides its facts. */
export interface TextErrorOptions extends ErrorOptions {
  /** Name of the file for the message, e.g. `"alf/trials.table.csv"`. */
  readonly source?: string | undefined;
}

function inSource(source: string | undefined): string {
  return source === undefined ? "" : ` in ${source}`;
}

/** A table file that holds nothing but blank lines, so that not even its columns are known. */
export class NoColumnsError extends DataError {
  override readonly name = "NoColumnsError";
  readonly code = "text/no-columns";
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(options?: TextErrorOptions) {
    super(`No columns${inSource(options?.source)}: only blank lines (expected a line of column names)`, options);
    this.source = options?.source;
  }
}

/** A row of a table with more fields than the first one. */
export class RaggedRowError extends DataError {
  override readonly name = "RaggedRowError";
  readonly code = "text/ragged-row";
  /** Counted from 1, as editors do. */
  readonly line: number;
  /** Fields of the first row. */
  readonly expected: number;
  /** Fields of this row. */
  readonly found: number;
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(
    facts: { readonly line: number; readonly expected: number; readonly found: number },
    options?: TextErrorOptions,
  ) {
    super(
      `Line ${facts.line}${inSource(options?.source)} has ${facts.found} fields (expected ${facts.expected})`,
      options,
    );
    this.line = facts.line;
    this.expected = facts.expected;
    this.found = facts.found;
    this.source = options?.source;
  }
}

/** A quoted field that is still open at the end of the file. */
export class UnclosedQuoteError extends DataError {
  override readonly name = "UnclosedQuoteError";
  readonly code = "text/unclosed-quote";
  /** Where the field begins, counted from 1. */
  readonly line: number;
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(line: number, options?: TextErrorOptions) {
    super(`The quote opened in line ${line}${inSource(options?.source)} is never closed`, options);
    this.line = line;
    this.source = options?.source;
  }
}

/** Text that is not UTF-8. */
export class InvalidUtf8Error extends DataError {
  override readonly name = "InvalidUtf8Error";
  readonly code = "text/invalid-utf8";
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(what: string, options?: TextErrorOptions) {
    super(`Not UTF-8${inSource(options?.source)}: ${what} (save the file as UTF-8)`, options);
    this.source = options?.source;
  }
}

/** Text that is not JSON. */
export class InvalidJsonError extends DataError {
  override readonly name = "InvalidJsonError";
  readonly code = "text/invalid-json";
  /** Counted from 1; `undefined` where the platform does not say. */
  readonly line: number | undefined;
  /** Name of the file, where the caller gave one. */
  readonly source: string | undefined;

  constructor(what: string, line: number | undefined, options?: TextErrorOptions) {
    super(`Invalid JSON${line === undefined ? "" : ` at line ${line}`}${inSource(options?.source)}: ${what}`, options);
    this.line = line;
    this.source = options?.source;
  }
}

/** More bytes than a table can be read from at once. */
export class TableTooLargeError extends DataError {
  override readonly name = "TableTooLargeError";
  readonly code = "text/too-large";
  /** Size of the table. */
  readonly sizeBytes: number;
  /** What was allowed. */
  readonly limitBytes: number;

  constructor(sizeBytes: number, limitBytes: number, options?: TextErrorOptions) {
    super(`Table of ${sizeBytes} bytes${inSource(options?.source)} (expected at most ${limitBytes})`, options);
    this.sizeBytes = sizeBytes;
    this.limitBytes = limitBytes;
  }
}

/** A value that has no form as text: columns of unequal length, complex numbers, functions. */
export class UnwritableValueError extends DataError {
  override readonly name = "UnwritableValueError";
  readonly code = "text/unwritable-value";

  constructor(what: string, options?: ErrorOptions) {
    super(`Cannot be written as text: ${what}`, options);
  }
}

/** Everything that `@neurophys/alf/text` throws on purpose. */
export type TextError =
  | NoColumnsError
  | RaggedRowError
  | UnclosedQuoteError
  | InvalidUtf8Error
  | InvalidJsonError
  | TableTooLargeError
  | UnwritableValueError;

/** True for an error of this entry, of the given codes if any are given. */
export const isTextError: ErrorGuard<TextError> = errorGuard<TextError>("text/");
