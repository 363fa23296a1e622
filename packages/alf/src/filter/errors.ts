import { DataError } from "../data-error.ts";
import { quoted, show } from "../message-text.ts";

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
