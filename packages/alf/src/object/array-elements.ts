import { ArgumentTypeError } from "../errors.ts";
import { type NdArray, type NdData } from "../ndarray.ts";
import { ShapeMismatchError } from "./errors.ts";
import { toSafeNumbers } from "./safe-numbers.ts";

/** What typed arrays and lists have in common, for code that only moves elements. */
interface Elements {
  readonly length: number;
  [index: number]: unknown;
  slice(start: number, end: number): Elements;
}

/** How many stored elements one value takes: two for complex numbers. */
function width({ dtype }: NdArray): number {
  return dtype.startsWith("complex") ? 2 : 1;
}

function isList(data: NdData): data is Extract<NdData, readonly unknown[]> {
  return Array.isArray(data);
}

/**
 * The elements of an array as 64-bit floats, row-major; those of a float64 array are not copied.
 *
 * @throws {@link PrecisionLossError} if a 64-bit integer has no exact float; work with its BigInt array then.
 * @throws ArgumentTypeError if the array holds text, bytes or complex numbers.
 */
export function numbers(array: NdArray): Float64Array<ArrayBuffer> {
  const { data, dtype } = array;
  if (isList(data) || width(array) > 1) throw new ArgumentTypeError("array", dtype, "real numbers");
  if (data instanceof Float64Array) return data;
  return data instanceof BigInt64Array || data instanceof BigUint64Array
    ? toSafeNumbers(data)
    : Float64Array.from(data);
}

/** An array of floats over the elements of another one that has numbers. */
export function asFloats(array: NdArray): NdArray {
  return { ...array, dtype: "float64", data: numbers(array) };
}

/**
 * One column of a two-dimensional array.
 *
 * @param array - `(n, k)`.
 * @param column - Less than `k`.
 * @returns `(n,)`, a copy.
 * @throws {@link ShapeMismatchError} if there is no such column.
 */
export function arrayColumn(array: NdArray, column: number): NdArray {
  const [rows = 0, columns = 0] = array.shape;
  if (array.shape.length !== 2 || column >= columns) {
    throw new ShapeMismatchError({ array: array.shape }, `(n, k) with k > ${column}`);
  }
  const step = width(array);
  const from = array.data as unknown as Elements;
  const data = from.slice(0, rows * step);
  for (let row = 0; row < rows; row++) {
    for (let part = 0; part < step; part++) data[row * step + part] = from[(row * columns + column) * step + part];
  }
  return { ...array, shape: [rows], data: data as unknown as NdData };
}

/** Whether two arrays can be one: their types are equal, or both numbers. Times of two units are not. */
export function canJoin(a: NdArray, b: NdArray): boolean {
  return a.dtype === b.dtype || [a, b].every(({ dtype }) => /^(?:bool|u?int|float)/.test(dtype));
}

/** Two arrays of one type, as floats if they differ. */
function alike(a: NdArray, b: NdArray): readonly [NdArray, NdArray] {
  if (a.dtype === b.dtype) return [a, b];
  if (!canJoin(a, b)) throw new ArgumentTypeError("array", `${a.dtype} and ${b.dtype}`, "one type, or numbers");
  return [asFloats(a), asFloats(b)];
}

/** Elements of two arrays one after the other. */
function joined(a: NdData, b: NdData): NdData {
  if (isList(a) || isList(b)) return [...(a as readonly string[]), ...(b as readonly string[])];
  const Constructor = a.constructor as new (length: number) => Float64Array<ArrayBuffer>;
  const data = new Constructor(a.length + b.length);
  data.set(a as Float64Array);
  data.set(b as Float64Array, a.length);
  return data;
}

/**
 * Rows of one array followed by those of another; as floats if the types differ.
 *
 * @throws {@link ShapeMismatchError} if the rows differ in shape, or there are none.
 * @throws ArgumentTypeError if the types differ and one is not of real numbers.
 * @throws {@link PrecisionLossError} if the types differ and a 64-bit integer has no exact float.
 */
export function concatenateRows(first: NdArray, second: NdArray): NdArray {
  const [a, b] = alike(first, second);
  const fits =
    a.shape.length > 0 && a.shape.length === b.shape.length && a.shape.every((n, i) => i === 0 || n === b.shape[i]);
  if (!fits) throw new ShapeMismatchError({ first: a.shape, second: b.shape }, "rows of one shape");
  return { ...a, shape: [(a.shape[0] ?? 0) + (b.shape[0] ?? 0), ...a.shape.slice(1)], data: joined(a.data, b.data) };
}

/**
 * Two arrays `(n,)` side by side, `(n, 2)`; as floats if the types differ.
 *
 * @throws ArgumentTypeError if the types differ and one is not of real numbers.
 * @throws {@link PrecisionLossError} if the types differ and a 64-bit integer has no exact float.
 */
export function stackColumns(first: NdArray, second: NdArray): NdArray {
  const [a, b] = alike(first, second);
  const both = joined(a.data, b.data);
  const data = (both as unknown as Elements).slice(0, both.length);
  const [rows = 0] = a.shape;
  const step = width(a);
  for (let row = 0; row < rows; row++) {
    for (let part = 0; part < step; part++) {
      data[2 * row * step + part] = (a.data as unknown as Elements)[row * step + part];
      data[(2 * row + 1) * step + part] = (b.data as unknown as Elements)[row * step + part];
    }
  }
  return { ...a, shape: [rows, 2], data: data as unknown as NdData };
}
