import { type NdArray, type StructuredArray } from "../ndarray.ts";
import { decodeElements } from "./decode-elements.ts";
import { elementCount } from "./element-type.ts";
import { TruncatedNpyError } from "./errors.ts";
import { type NpyHeader, parseNpyHeader } from "./header.ts";

/** Options of {@link decodeNpy}. */
export interface DecodeNpyOptions {
  /** Name of the file for messages. */
  readonly source?: string | undefined;
}

/**
 * Decode the bytes of an npy file.
 *
 * Little-endian numbers in row-major order are a view of `bytes`, so nothing is copied; big-endian numbers, Fortran
 * order, half precision and fields of structured arrays are copied into new memory. Bytes after the array are ignored.
 *
 * @param bytes - The whole file. Not changed, but shared with the result.
 * @returns A structured array where the file holds one, else an array; `(n, 1)` stays so (see `ensureFlat` of `@neurophys/alf/object`).
 * @throws {@link ObjectArrayError} if the elements are Python objects.
 * @throws {@link UnsupportedDTypeError} if the elements have no place in an array here (raw void, long double).
 * @throws {@link TruncatedNpyError} if there are fewer bytes than the header claims; checked before anything is allocated.
 * @throws {@link NotNpyError}, {@link UnsupportedNpyVersionError}, {@link InvalidNpyHeaderError} if it is not npy.
 * @see Source: `numpy.load`; objects are refused here, and text that is no Unicode becomes U+FFFD.
 */
export function decodeNpy(bytes: Uint8Array<ArrayBuffer>, options: DecodeNpyOptions = {}): NdArray | StructuredArray {
  const header = parseNpyHeader(bytes, options);
  const needed = dataLengthBytes(header);
  const available = bytes.length - header.dataOffset;
  if (needed > available) {
    throw new TruncatedNpyError(`an array of shape (${header.shape.join(", ")})`, needed, available, options);
  }
  return decodeElements(bytes.subarray(header.dataOffset), header, options);
}

/** Bytes that the elements of an array take in its file. */
export function dataLengthBytes({ type, shape }: Pick<NpyHeader, "type" | "shape">): number {
  return type.itemSizeBytes === 0 ? 0 : elementCount(shape) * type.itemSizeBytes;
}
