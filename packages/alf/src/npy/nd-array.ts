import { type DType, type NdArray, type NdData } from "../ndarray.ts";
import { elementCount, isDType } from "./element-type.ts";
import { InvalidArrayError } from "./errors.ts";

/** Options of {@link ndArray}. */
export interface NdArrayOptions {
  /** Length of each dimension; by default one dimension of all elements. */
  readonly shape?: readonly number[] | undefined;
  /** By default what the data's class says: a `Uint8Array` is `uint8`, a `Float32Array` is `float32`. */
  readonly dtype?: DType | undefined;
}

/** The first dtype of each class is its default. */
const DTYPES_OF_CLASS: Readonly<Record<string, readonly DType[]>> = {
  Int8Array: ["int8"],
  Int16Array: ["int16"],
  Int32Array: ["int32"],
  BigInt64Array: ["int64"],
  Uint8Array: ["uint8", "bool"],
  Uint16Array: ["uint16"],
  Uint32Array: ["uint32"],
  BigUint64Array: ["uint64"],
  Float32Array: ["float32", "float16", "complex64"],
  Float64Array: ["float64", "complex128"],
};

/**
 * Put a shape and a dtype beside data, after checking that the three agree.
 *
 * @param data - Row-major elements; (real, imaginary) pairs for complex numbers.
 * @throws {@link InvalidArrayError} if the data cannot hold the dtype, or has not as many elements as the shape.
 */
export function ndArray(data: NdData, options: NdArrayOptions = {}): NdArray {
  const dtype = options.dtype ?? defaultDType(data);
  const itemsPerElement = dtype === "complex64" || dtype === "complex128" ? 2 : 1;
  const array: NdArray = { kind: "array", dtype, shape: options.shape ?? [data.length / itemsPerElement], data };
  checkArray(array);
  return array;
}

/** Name of a typed array's class; Node.js's `Buffer` counts as the `Uint8Array` that it extends. */
function classOf(data: NdData): string | undefined {
  return Array.isArray(data) ? undefined : (data as Uint8Array)[Symbol.toStringTag];
}

function defaultDType(data: NdData): DType {
  const className = classOf(data);
  if (className === undefined) return (data as readonly unknown[])[0] instanceof Uint8Array ? "bytes" : "string";
  return DTYPES_OF_CLASS[className]?.[0] ?? "uint8";
}

/**
 * Check that an array's parts agree.
 *
 * @throws {@link InvalidArrayError} if the data cannot hold the dtype, or has not as many elements as the shape.
 */
export function checkArray({ dtype, shape, data }: NdArray): void {
  if (!isDType(dtype)) throw new InvalidArrayError(`unknown dtype ${JSON.stringify(dtype)}`);
  const className = classOf(data);
  if (!classHolds(className, dtype)) {
    throw new InvalidArrayError(`data is ${className ?? "a list"}, which cannot hold ${dtype}`);
  }
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new InvalidArrayError(
        `shape (${shape.join(", ")}) has the length ${length} (expected whole numbers from 0)`,
      );
    }
  }
  const expected = elementCount(shape) * (dtype === "complex64" || dtype === "complex128" ? 2 : 1);
  if (expected !== data.length) {
    throw new InvalidArrayError(
      `${data.length} items of data, shape (${shape.join(", ")}) of ${dtype} asks for ${expected}`,
    );
  }
}

function classHolds(className: string | undefined, dtype: DType): boolean {
  if (className === undefined) return dtype === "string" || dtype === "bytes";
  const isTime = dtype.startsWith("datetime64") || dtype.startsWith("timedelta64");
  return isTime ? className === "BigInt64Array" : (DTYPES_OF_CLASS[className]?.includes(dtype) ?? false);
}
