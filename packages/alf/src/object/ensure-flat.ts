import { type NdArray, type StructuredArray } from "../ndarray.ts";

/**
 * Take a single column, `(n, 1)`, for the vector `(n,)` it means; any other shape is left alone, `(1, n)` too.
 *
 * @returns The same data under the new shape, or `array` itself.
 * @see Source: `_ensure_flat` in `one/alf/io.py`, which `load_file_content` calls on npy files (and not on members of
 *   npz).
 */
export function ensureFlat<A extends NdArray | StructuredArray>(array: A): A {
  const [rowCount, width] = array.shape;
  if (array.shape.length !== 2 || width !== 1 || rowCount === undefined) return array;
  if (array.kind === "array") return { ...array, shape: [rowCount] };
  const fields = new Map(array.fields);
  for (const [name, field] of fields) fields.set(name, dropSecondDimension(field));
  return { ...array, shape: [rowCount], fields };
}

function dropSecondDimension(field: NdArray | StructuredArray): NdArray | StructuredArray {
  const shape = [...field.shape.slice(0, 1), ...field.shape.slice(2)];
  if (field.kind === "array") return { ...field, shape };
  const fields = new Map(field.fields);
  for (const [name, inner] of fields) fields.set(name, dropSecondDimension(inner));
  return { ...field, shape, fields };
}
