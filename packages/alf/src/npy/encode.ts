import { type DType, type NdArray, type NdData, type StructuredArray } from "../ndarray.ts";
import { elementCount } from "./element-type.ts";
import { elementTypeOf, encodeElements } from "./encode-elements.ts";
import { reverseDimensions } from "./fortran-order.ts";
import { encodeNpyHeader, type NpyVersion } from "./header.ts";
import { ndArray } from "./nd-array.ts";

/** Options of {@link encodeNpy}. */
export interface EncodeNpyOptions {
  /** Write the elements with the first dimension varying fastest, as MATLAB does. Default false. */
  readonly fortranOrder?: boolean | undefined;
  /** Default: the lowest that can hold the header, as in NumPy. */
  readonly version?: NpyVersion | undefined;
}

/** Options of {@link encodeNpy} for data without a shape of its own. */
export interface EncodeNpyDataOptions extends EncodeNpyOptions {
  /** Length of each dimension; by default one dimension of all elements. */
  readonly shape?: readonly number[] | undefined;
  /** By default what the data's class says: a `Uint8Array` is `uint8`, a `Float32Array` is `float32`. */
  readonly dtype?: DType | undefined;
}

/**
 * Encode an array as an npy file, byte for byte as `numpy.save` writes it: little-endian, data at a multiple of 64
 * bytes, text and byte strings as wide as their longest element.
 *
 * @param array - An array with its shape, or data alone with `shape` and `dtype` among the options.
 * @throws {@link InvalidArrayError} if data, dtype and shape disagree, or a text is missing (`null`).
 * @throws {@link InvalidNpyHeaderError} if the fields' names do not fit into the version asked for.
 * @see Source: `numpy.save`. Half-precision values are rounded to the nearest, ties to even.
 */
export function encodeNpy(array: NdArray | StructuredArray, options?: EncodeNpyOptions): Uint8Array<ArrayBuffer>;
export function encodeNpy(data: NdData, options?: EncodeNpyDataOptions): Uint8Array<ArrayBuffer>;
export function encodeNpy(
  source: NdArray | StructuredArray | NdData,
  { fortranOrder = false, version, ...dataOptions }: EncodeNpyDataOptions = {},
): Uint8Array<ArrayBuffer> {
  const array = "kind" in source ? source : ndArray(source, dataOptions);
  const type = elementTypeOf(array);
  // Where at most one dimension is longer than 1 both orders are the same, and NumPy calls it row-major.
  const reversed =
    fortranOrder && array.shape.filter((length) => length !== 1).length > 1 && elementCount(array.shape) > 0;
  const header = encodeNpyHeader({ type, shape: array.shape, fortranOrder: reversed, version });
  const body = encodeElements(array, type);
  const elements = reversed ? reverseDimensions(body, array.shape, type.itemSizeBytes) : body;
  const bytes = new Uint8Array(header.length + elements.length);
  bytes.set(header);
  bytes.set(elements, header.length);
  return bytes;
}
