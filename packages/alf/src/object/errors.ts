import { DataError } from "../data-error.ts";

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
    super(`Several datasets have the name "${attribute}" (restrict namespace, extension or collection)`, options);
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
    super(`${value} at index ${index} has no exact float (expected |value| ≤ 2^53; keep the BigInt array)`, options);
    this.value = value;
    this.index = index;
  }
}
