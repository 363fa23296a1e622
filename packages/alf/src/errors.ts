import { DataError, type ErrorGuard, errorGuard } from "./data-error.ts";

/** Values as they are shown in messages: quoted, at most this many. */
const SHOWN = 20;

/** List values for a message, the way the reference does: `"a", "b"`. */
function quoted(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).map((value) => `"${value}"`);
  return (values.length > SHOWN ? [...shown, `… ${values.length - SHOWN} more`] : shown).join(", ");
}

/** Show any value in a message, cut to a readable length. */
function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

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

  constructor(object: string | undefined, where: string, options?: ErrorOptions) {
    super(object === undefined ? `No ALF files found in ${where}` : `No object "${object}" found in ${where}`, options);
    this.object = object;
    this.where = where;
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

/** A name that is not one of a fixed set: an ALF part, a search term. Python: `KeyError` or `ValueError`. */
export class UnknownNameError extends DataError {
  override readonly name = "UnknownNameError";
  readonly code = "alf/unknown-name";
  /** Name as given. */
  readonly input: string;
  /** Names that would have been accepted and are nearest to the input. */
  readonly candidates: readonly string[];

  constructor(what: string, input: string, candidates: readonly string[], options?: ErrorOptions) {
    super(`Unknown ${what} ${show(input)} (expected one of ${quoted(candidates)})`, options);
    this.input = input;
    this.candidates = candidates;
  }
}

/** An abbreviation that several names begin with. Python: `ValueError`. */
export class AmbiguousNameError extends DataError {
  override readonly name = "AmbiguousNameError";
  readonly code = "alf/ambiguous-name";
  /** Name as given. */
  readonly input: string;
  /** Every name that begins with the input. */
  readonly candidates: readonly string[];

  constructor(what: string, input: string, candidates: readonly string[], options?: ErrorOptions) {
    super(`Ambiguous ${what} ${show(input)} (could be ${quoted(candidates)})`, options);
    this.input = input;
    this.candidates = candidates;
  }
}

/** A pattern whose syntax is wrong. Python: `re.error`. */
export class InvalidPatternError extends DataError {
  override readonly name = "InvalidPatternError";
  readonly code = "alf/invalid-pattern";
  /** As given. */
  readonly pattern: string;

  constructor(pattern: string, reason: string, options?: ErrorOptions) {
    super(`Invalid pattern ${show(pattern)}: ${reason}`, options);
    this.pattern = pattern;
  }
}

/** A pattern that Python understands and JavaScript's regular expressions cannot express. */
export class UnsupportedPatternError extends DataError {
  override readonly name = "UnsupportedPatternError";
  readonly code = "alf/unsupported-pattern";
  /** As given. */
  readonly pattern: string;
  /** What cannot be expressed, e.g. `"possessive quantifier"`. */
  readonly construct: string;

  constructor(pattern: string, construct: string, options?: ErrorOptions) {
    super(`Unsupported pattern ${show(pattern)}: ${construct} has no JavaScript equivalent`, options);
    this.pattern = pattern;
    this.construct = construct;
  }
}

/** Arrays whose shapes do not fit together or are not what a function needs. Python: `ValueError`. */
export class ShapeMismatchError extends DataError {
  override readonly name = "ShapeMismatchError";
  readonly code = "alf/shape-mismatch";
  /** Shapes by name, those that do not fit. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;

  constructor(shapes: Readonly<Record<string, readonly number[]>>, expected: string, options?: ErrorOptions) {
    const listed = Object.entries(shapes).map(([name, shape]) => `${name} (${shape.join(", ")})`);
    super(`Shapes do not fit: ${listed.join(", ")} (expected ${expected})`, options);
    this.shapes = shapes;
  }
}

/** An attribute of an object that is not there or not of the kind asked for. Python: `AttributeError`, `KeyError`. */
export class AttributeMismatchError extends DataError {
  override readonly name = "AttributeMismatchError";
  readonly code = "alf/attribute-mismatch";
  /** Name of the attribute. */
  readonly attribute: string;
  /** What the object holds under that name; `undefined` if nothing. */
  readonly found: string | undefined;

  constructor(attribute: string, found: string | undefined, expected: string, options?: ErrorOptions) {
    super(`Attribute "${attribute}" is ${found ?? "not there"} (expected ${expected})`, options);
    this.attribute = attribute;
    this.found = found;
  }
}

/** Two datasets of one object would become the same attribute. Python: `AssertionError` in `load_object`. */
export class DuplicateAttributeError extends DataError {
  override readonly name = "DuplicateAttributeError";
  readonly code = "alf/duplicate-attribute";
  /** Name that comes up twice. */
  readonly attribute: string;

  constructor(attribute: string, options?: ErrorOptions) {
    super(`Several datasets give the attribute "${attribute}" (restrict namespace, extension or collection)`, options);
    this.attribute = attribute;
  }
}

/** A 64-bit integer that a JavaScript number cannot hold exactly. */
export class PrecisionLossError extends DataError {
  override readonly name = "PrecisionLossError";
  readonly code = "alf/precision-loss";
  /** The integer. */
  readonly value: bigint;
  /** Position of the value in the flat array. */
  readonly index: number;

  constructor(value: bigint, index: number, options?: ErrorOptions) {
    super(
      `${value} at index ${index} is no safe integer (expected |value| ≤ 2^53 − 1; keep the BigInt array)`,
      options,
    );
    this.value = value;
    this.index = index;
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

/** Every error that the root entry of this package throws on purpose. */
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

/** True for errors of this package's root entry; with codes, only for those: `isAlfError(e, "alf/invalid")`. */
export const isAlfError: ErrorGuard<AlfError> = errorGuard<AlfError>("alf/");
