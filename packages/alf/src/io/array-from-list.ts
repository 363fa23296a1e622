import { type JsonValue, type NdArray } from "../ndarray.ts";

/**
 * An array of the elements of a list, or of lists of equal length in it.
 *
 * @returns `bool` for truth values, `int64` for whole numbers, `float64` for other numbers, text for text; `undefined`
 *   if it is no list, its lists differ in length, or its elements are of several or other kinds.
 * @see Source: what `numpy.save` makes of lists. JavaScript does not tell 1.0 from 1.
 */
export function arrayFromList(list: JsonValue): NdArray | undefined {
  const shape = shapeOfList(list);
  if (shape.length === 0) return undefined;
  const elements: JsonValue[] = [];
  if (!collect(list, shape, elements)) return undefined;
  if (elements.every((element) => typeof element === "boolean")) {
    // An empty list is float64 in NumPy.
    if (elements.length === 0) return { kind: "array", dtype: "float64", shape, data: new Float64Array() };
    return { kind: "array", dtype: "bool", shape, data: Uint8Array.from(elements, Number) };
  }
  if (elements.every((element) => typeof element === "string")) {
    return { kind: "array", dtype: "string", shape, data: elements };
  }
  if (!elements.every((element) => typeof element === "number")) return undefined;
  if (elements.every(Number.isSafeInteger)) {
    return { kind: "array", dtype: "int64", shape, data: BigInt64Array.from(elements, BigInt) };
  }
  return { kind: "array", dtype: "float64", shape, data: Float64Array.from(elements) };
}

/** Lengths down the first element of each level. */
function shapeOfList(list: JsonValue): number[] {
  const shape: number[] = [];
  for (let level = list; Array.isArray(level); level = level[0] as JsonValue) shape.push(level.length);
  return shape;
}

/** Gather the elements in row-major order; false if the list is not of that shape. */
function collect(value: JsonValue | undefined, [length, ...inner]: readonly number[], into: JsonValue[]): boolean {
  if (length === undefined) {
    if (value === undefined || Array.isArray(value)) return false;
    into.push(value);
    return true;
  }
  if (!Array.isArray(value) || value.length !== length) return false;
  return value.every((item: JsonValue) => collect(item, inner, into));
}
