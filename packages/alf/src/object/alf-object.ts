import { type OnWarning } from "../data-warning.ts";
import { ReferenceDefectError } from "../errors.ts";
import { type AlfTable, type AlfValue, type JsonValue, type NdArray } from "../ndarray.ts";
import { type CompatOptions } from "../session-path.ts";
import { concatenateRows } from "./array-elements.ts";
import { AttributeMismatchError, ShapeMismatchError } from "./errors.ts";

/**
 * The attributes of one object, e.g. of `spikes`: each dataset's value under its attribute's name. A plain record
 * without prototype, so that any name can be an attribute.
 */
export type AlfObject = Readonly<Record<string, AlfValue>>;

/** Options of functions on objects. */
export interface ObjectOptions extends CompatOptions {
  /** Told about what could not be done and what does not fit together. */
  readonly onWarning?: OnWarning | undefined;
}

/** An object of some attributes, in their order. */
export function createObject(entries: Iterable<readonly [string, AlfValue]>): AlfObject {
  const object: Record<string, AlfValue> = Object.create(null) as Record<string, AlfValue>;
  for (const [attribute, value] of entries) object[attribute] = value;
  return object;
}

/** Shape of a value; `undefined` for what has no rows, such as JSON documents and files left unread. */
export function shapeOf(value: AlfValue): readonly number[] | undefined {
  if (value?.kind === "table") return [value.rowCount, value.columns.size];
  return value?.kind === "array" || value?.kind === "structured" ? value.shape : undefined;
}

/** Shapes of the attributes that have one. */
export function listShapes(object: AlfObject): Readonly<Record<string, readonly number[]>> {
  const shapes = Object.entries(object).flatMap(([attribute, value]) => {
    const shape = shapeOf(value);
    return shape === undefined ? [] : [[attribute, shape] as const];
  });
  return Object.fromEntries(shapes);
}

/** Number of rows of an attribute; `undefined` if it does not count, `Infinity` if it fits to nothing. */
function countRows(attribute: string, shape: readonly number[], compat: boolean | undefined): number | undefined {
  const [rows, columns] = shape;
  if (rows === undefined) {
    if (compat) throw new ReferenceDefectError(`Counting rows of ${attribute}, a single value`, "IndexError");
    return undefined;
  }
  if (!attribute.startsWith("timestamps") || shape.length === 1 || (shape.length === 2 && columns === 1)) return rows;
  const isSync = shape.length === 2 && columns === 2 && (rows === 2 || !compat);
  return isSync ? undefined : Number.POSITIVE_INFINITY;
}

/**
 * Whether the attributes of an object have the same number of rows. One row goes with any number; sync points,
 * `timestamps…` of shape `(nSync, 2)`, do not count.
 *
 * @returns True if they fit, where the reference returns 0.
 * @throws ReferenceDefectError only with `compat`, for an array without dimensions.
 * @see Source: `check_dimensions` in `one/alf/io.py`; there only two sync points are taken (only with `compat`), and
 *   columns read from a text file do not count.
 */
export function checkDimensions(object: AlfObject, options: CompatOptions = {}): boolean {
  const rows = Object.entries(listShapes(object)).flatMap(
    ([attribute, shape]) => countRows(attribute, shape, options.compat) ?? [],
  );
  const most = rows.reduce((a, b) => Math.max(a, b), 0);
  return most < Number.POSITIVE_INFINITY && rows.every((count) => count === most || count === 1);
}

/** Warn if the attributes of an object do not have the same number of rows. */
export function warnUnlessConsistent(object: AlfObject, name: string, options: ObjectOptions): void {
  if (checkDimensions(object)) return;
  const lines = Object.entries(listShapes(object)).map(([attribute, shape]) => `(${shape.join(", ")}),\t${attribute}`);
  const message = [`Inconsistent dimensions for object: ${name}`, ...lines].join("\n");
  options.onWarning?.({ code: "alf/inconsistent-dimensions", category: "UserWarning", message });
}

function appended(attribute: string, a: AlfValue, b: AlfValue, options: ObjectOptions): AlfValue {
  if (a?.kind === "array" && b?.kind === "array") return concatenateRows(a, b);
  if (a?.kind === "json" && b?.kind === "json" && Array.isArray(a.value) && Array.isArray(b.value)) {
    const value: JsonValue = [...(a.value as readonly JsonValue[]), ...(b.value as readonly JsonValue[])];
    return { kind: "json", value };
  }
  const message = `Attribute "${attribute}" cannot be appended to and stays as it is`;
  options.onWarning?.({ code: "alf/not-appended", category: "UserWarning", message });
  return a;
}

/**
 * An object with the rows of another one after its own: arrays and lists grow, other values stay, with a warning.
 *
 * @throws {@link AttributeMismatchError} if the objects have other attributes (and neither is empty).
 * @throws {@link ShapeMismatchError} if arrays differ in the shape of a row.
 * @throws ArgumentTypeError or {@link PrecisionLossError} if arrays differ in type and cannot both be floats.
 * @see Source: `AlfBunch.append`; neither object is changed here, an empty one takes the other's attributes.
 */
export function appendObjects(object: AlfObject, other: AlfObject, options: ObjectOptions = {}): AlfObject {
  const names = Object.keys(object);
  const added = Object.keys(other);
  if (names.length === 0 || added.length === 0)
    return createObject(Object.entries(names.length === 0 ? other : object));
  const odd = [...names.filter((name) => !(name in other)), ...added.filter((name) => !(name in object))];
  const [first] = odd;
  if (first !== undefined) throw new AttributeMismatchError(first, "in one object only", "the same attributes in both");
  const result = createObject(names.map((name) => [name, appended(name, object[name], other[name], options)]));
  warnUnlessConsistent(result, "appended", options);
  return result;
}

/**
 * An attribute that must be an array.
 *
 * @throws {@link AttributeMismatchError} if it is not there or something else.
 */
export function arrayAttribute(object: AlfObject, attribute: string): NdArray {
  const value = object[attribute];
  if (value?.kind !== "array") throw new AttributeMismatchError(attribute, value?.kind, "an array");
  return value;
}

/**
 * An attribute that must be a table.
 *
 * @throws {@link AttributeMismatchError} if it is not there or something else.
 */
export function tableAttribute(object: AlfObject, attribute: string): AlfTable {
  const value = object[attribute];
  if (value?.kind !== "table") throw new AttributeMismatchError(attribute, value?.kind, "a table");
  return value;
}

/** Throw unless the attributes of an object have the same number of rows. */
export function assertDimensions(object: AlfObject, options: CompatOptions = {}): void {
  if (!checkDimensions(object, options)) throw new ShapeMismatchError(listShapes(object), "the same number of rows");
}
