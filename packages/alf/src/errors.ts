import { DataError, type ErrorGuard, errorGuard } from "./data-error.ts";
import {
  type AmbiguousNameError,
  type InvalidPatternError,
  type UnknownNameError,
  type UnsupportedPatternError,
} from "./filter/errors.ts";
import { quoted, show } from "./message-text.ts";
import {
  type AttributeMismatchError,
  type DuplicateAttributeError,
  type PrecisionLossError,
  type ShapeMismatchError,
} from "./object/errors.ts";

/** A name or path that does not follow the ALF rules. Python: `ALFInvalid`. */
export class AlfInvalidError extends DataError {
  override readonly name = "AlfInvalidError";
  readonly code = "alf/invalid";
  /** The text that was refused. */
  readonly input: string;

  constructor(input: string, expected: string, options?: ErrorOptions) {
    super(`Not valid ALF: ${show(input)} (expected ${expected})`, options);
    this.input = input;
  }
}

/** No dataset has the object that was asked for. Python: `ALFObjectNotFound`. */
export class AlfObjectNotFoundError extends DataError {
  override readonly name = "AlfObjectNotFoundError";
  readonly code = "alf/object-not-found";
  /** Object (or dataset) asked for; `undefined` if anything would have done. */
  readonly object: string | undefined;
  /** Folder, session or collection that was searched. */
  readonly where: string;
  /** What may have been meant, where that is known: objects of nearly that name, or paths of datasets of this one. */
  readonly candidates: readonly string[];

  constructor(
    object: string | undefined,
    where: string,
    options?: ErrorOptions & { readonly candidates?: readonly string[] | undefined },
  ) {
    const { candidates = [], cause } = options ?? {};
    const near = candidates.length > 0 ? ` (there is ${candidates.map((name) => `"${name}"`).join(", ")})` : "";
    super(
      object === undefined ? `No ALF files found in ${where}` : `No object "${object}" found in ${where}${near}`,
      cause === undefined ? undefined : { cause },
    );
    this.object = object;
    this.where = where;
    this.candidates = candidates;
  }
}

/** No such subject. Python: `AlyxSubjectNotFound`. */
export class AlyxSubjectNotFoundError extends DataError {
  override readonly name = "AlyxSubjectNotFoundError";
  readonly code = "alf/subject-not-found";
  /** Name that was asked for. */
  readonly subject: string;

  constructor(subject: string, options?: ErrorOptions) {
    super(`No subject "${subject}" was found`, options);
    this.subject = subject;
  }
}

/** More than one object matches where one was expected. Python: `ALFMultipleObjectsFound`. */
export class AlfMultipleObjectsFoundError extends DataError {
  override readonly name = "AlfMultipleObjectsFoundError";
  readonly code = "alf/multiple-objects-found";
  /** What matched: object names or relative paths. */
  readonly candidates: readonly string[];

  constructor(candidates: readonly string[], options?: ErrorOptions) {
    super(`Multiple objects match, restrict the query: ${quoted(candidates)}`, options);
    this.candidates = candidates;
  }
}

/** Matches lie in more than one collection where one was expected. Python: `ALFMultipleCollectionsFound`. */
export class AlfMultipleCollectionsFoundError extends DataError {
  override readonly name = "AlfMultipleCollectionsFoundError";
  readonly code = "alf/multiple-collections-found";
  /** The collections, in order of appearance; `""` is the session folder. */
  readonly candidates: readonly string[];

  constructor(candidates: readonly string[], options?: ErrorOptions) {
    super(`Multiple collections match, name one: ${quoted(candidates)}`, options);
    this.candidates = candidates;
  }
}

/** Matches have more than one revision where one was expected. Python: `ALFMultipleRevisionsFound`. */
export class AlfMultipleRevisionsFoundError extends DataError {
  override readonly name = "AlfMultipleRevisionsFoundError";
  readonly code = "alf/multiple-revisions-found";
  /** The revisions, in order of appearance; `""` is no revision. */
  readonly candidates: readonly string[];

  constructor(candidates: readonly string[], options?: ErrorOptions) {
    super(`Multiple revisions match, name one: ${quoted(candidates)}`, options);
    this.candidates = candidates;
  }
}

/** Any other failure that the reference reports as a bare `ALFError`. */
export class AlfGeneralError extends DataError {
  override readonly name = "AlfGeneralError";
  readonly code = "alf/error";
}

/** An argument has the right type and a value that cannot be used. Python: `ValueError`. */
export class InvalidArgumentError extends DataError {
  override readonly name = "InvalidArgumentError";
  readonly code = "alf/invalid-argument";
  /** Name of the argument. */
  readonly argument: string;
  /** As given. */
  readonly value: unknown;

  constructor(argument: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`Invalid ${argument}: ${show(value)} (expected ${expected})`, options);
    this.argument = argument;
    this.value = value;
  }
}

/** An argument has a type that cannot be used, or is missing. Python: `TypeError`. */
export class ArgumentTypeError extends DataError {
  override readonly name = "ArgumentTypeError";
  readonly code = "alf/argument-type";
  /** Name of the argument. */
  readonly argument: string;

  constructor(argument: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`Wrong type of ${argument}: ${show(value)} (expected ${expected})`, options);
    this.argument = argument;
  }
}

/** Thrown only in compat mode: the reference stops here with an exception that is a defect of its own. */
export class ReferenceDefectError extends DataError {
  override readonly name = "ReferenceDefectError";
  readonly code = "alf/reference-defect";
  /** Class name of the exception in Python, e.g. `"TypeError"`. */
  readonly pythonClass: string;

  constructor(what: string, pythonClass: string, options?: ErrorOptions) {
    super(`${what}: the reference stops with ${pythonClass} here (leave compat off for the intended result)`, options);
    this.pythonClass = pythonClass;
  }
}

/** Every error that this package's root, `/path`, `/filter` and `/object` throw on purpose. */
export type AlfError =
  | AlfInvalidError
  | AlfObjectNotFoundError
  | AlyxSubjectNotFoundError
  | AlfMultipleObjectsFoundError
  | AlfMultipleCollectionsFoundError
  | AlfMultipleRevisionsFoundError
  | AlfGeneralError
  | InvalidArgumentError
  | ArgumentTypeError
  | UnknownNameError
  | AmbiguousNameError
  | InvalidPatternError
  | UnsupportedPatternError
  | ShapeMismatchError
  | AttributeMismatchError
  | DuplicateAttributeError
  | PrecisionLossError
  | ReferenceDefectError;

/** True for errors of this package's root, `/path`, `/filter` and `/object`; with codes, only for those: `isAlfError(e, "alf/invalid")`. */
export const isAlfError: ErrorGuard<AlfError> = errorGuard<AlfError>("alf/");
