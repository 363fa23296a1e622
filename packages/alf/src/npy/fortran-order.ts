import { type NdData } from "../ndarray.ts";

/** Side of the square tiles of a 2-D transposition: two of them stay in the first-level cache. */
const TILE = 32;

/**
 * Reverse the order of all dimensions of a row-major array.
 *
 * Elements in Fortran order of shape `(a, b, c)` are a row-major array of shape `(c, b, a)`, so this turns either order
 * into the other.
 *
 * @param data - Row-major elements of `shape`, each of `blockLength` neighbouring items (2 for complex numbers).
 * @param shape - Shape before the reversal.
 * @returns New data, or `data` itself where at most one dimension is longer than 1.
 */
export function reverseDimensions<D extends NdData>(data: D, shape: readonly number[], blockLength: number): D {
  const lengths = shape.filter((length) => length !== 1);
  if (lengths.length < 2 || data.length === 0) return data;
  const target = emptyLike(data);
  if (lengths.length === 2 && blockLength === 1) transpose(data, target, lengths);
  else permute(data, target, lengths, blockLength);
  return target as D;
}

type Items = { [index: number]: unknown; readonly length: number };

function emptyLike(data: NdData): Items {
  if (Array.isArray(data)) return new Array(data.length);
  const TypedArray = data.constructor as new (length: number) => Items;
  return new TypedArray(data.length);
}

function transpose(source: Items, target: Items, [rows = 0, columns = 0]: readonly number[]): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(left + TILE, columns);
      for (let column = left; column < right; column++) {
        for (let row = top; row < bottom; row++) target[column * rows + row] = source[row * columns + column];
      }
    }
  }
}

function permute(source: Items, target: Items, shape: readonly number[], blockLength: number): void {
  // Position in the target of each source dimension's next element.
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, length) => product * length, blockLength),
  );
  const index = shape.map(() => 0);
  let to = 0;
  for (let from = 0; from < source.length; from += blockLength) {
    for (let i = 0; i < blockLength; i++) target[to + i] = source[from + i];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = index[axis]! + 1;
      to += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      to -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}
