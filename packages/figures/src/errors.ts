import { DataError, type ErrorGuard, errorGuard } from "@neurophys/alf";

/** Arrays that describe the same things one by one, and do not have the same length. */
export class UnequalLengthsError extends DataError {
  override readonly name = "UnequalLengthsError";
  readonly code = "figures/unequal-lengths";
  /** Length of each array by the name of its argument. */
  readonly lengths: Readonly<Record<string, number>>;

  constructor(lengths: Readonly<Record<string, number>>, options?: ErrorOptions) {
    const found = Object.entries(lengths).map(([name, length]) => `${name} has ${length}`);
    super(`Arrays of unequal length: ${found.join(", ")} (expected the same number in each)`, options);
    this.lengths = lengths;
  }
}

/** A matrix whose values are not `rows × columns` many, or whose shape is not made of whole numbers. */
export class ShapeMismatchError extends DataError {
  override readonly name = "ShapeMismatchError";
  readonly code = "figures/shape-mismatch";
  /** As given. */
  readonly rows: number;
  /** As given. */
  readonly columns: number;
  /** How many values there are. */
  readonly length: number;

  constructor(
    shape: { readonly rows: number; readonly columns: number; readonly length: number },
    options?: ErrorOptions,
  ) {
    super(
      `Matrix of ${shape.length} values does not have ${shape.rows} rows and ${shape.columns} columns (expected rows × columns values)`,
      options,
    );
    this.rows = shape.rows;
    this.columns = shape.columns;
    this.length = shape.length;
  }
}

/** An argument that is not an array of numbers: missing, a plain object, or 64-bit integers that were not converted. */
export class InvalidArrayError extends DataError {
  override readonly name = "InvalidArrayError";
  readonly code = "figures/invalid-array";
  /** Name of the argument. */
  readonly argument: string;

  constructor(argument: string, found: string, options?: ErrorOptions) {
    super(`${argument} is ${found} (expected an array of numbers)`, options);
    this.argument = argument;
  }
}

/** An option outside what it can be: limits that do not increase, a width of nothing, a bin of 0 s. */
export class InvalidOptionError extends DataError {
  override readonly name = "InvalidOptionError";
  readonly code = "figures/invalid-option";
  /** Name of the option. */
  readonly option: string;
  /** As given. */
  readonly value: unknown;

  constructor(option: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`Option ${option} is ${describe(value)} (expected ${expected})`, options);
    this.option = option;
    this.value = value;
  }
}

/** Text that was given as an SVG document and is none that can be drawn. */
export class InvalidSvgError extends DataError {
  override readonly name = "InvalidSvgError";
  readonly code = "figures/invalid-svg";

  constructor(reason: string, options?: ErrorOptions) {
    super(`Not an SVG document that can be drawn: ${reason} (expected what the plot functions return)`, options);
  }
}

/** A file name from which no picture format follows. */
export class UnsupportedExtensionError extends DataError {
  override readonly name = "UnsupportedExtensionError";
  readonly code = "figures/unsupported-extension";
  /** As given. */
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`No picture format for ${JSON.stringify(path)} (expected a name ending in .svg or .png)`, options);
    this.path = path;
  }
}

/** Every error that this package throws on purpose. */
export type FiguresError =
  | UnequalLengthsError
  | ShapeMismatchError
  | InvalidArrayError
  | InvalidOptionError
  | InvalidSvgError
  | UnsupportedExtensionError;

/** True for any error of this package, of whichever installed copy, narrowed to `codes` if some are given. */
export const isFiguresError: ErrorGuard<FiguresError> = errorGuard<FiguresError>("figures/");

function describe(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describe).join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
