import { type NdArray } from "@neurophys/alf";
import { decodeNpy } from "@neurophys/alf/npy";
import { type AsyncReadable } from "zarrita";
import { InvalidVolumeError } from "../errors/atlas-errors.ts";
import { type LabelBlock, type LabelData } from "./annotation-volume.ts";

function labelsOf(data: unknown): LabelData {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  const isNumeric = ArrayBuffer.isView(data) && !(data instanceof DataView) && data.buffer instanceof ArrayBuffer;
  if (isNumeric) return data as LabelData;
  throw new InvalidVolumeError("an array that is not of numbers", "integers or floats");
}

function blockOf(data: unknown, shape: readonly number[]): LabelBlock {
  const [a, b, c] = shape;
  if (shape.length !== 3 || a === undefined || b === undefined || c === undefined) {
    throw new InvalidVolumeError(`${shape.length} dimensions`, "three");
  }
  return { data: labelsOf(data), shape: [a, b, c] };
}

/**
 * Reads a volume in an npy file.
 *
 * @throws {@link InvalidVolumeError} if it has not three dimensions, or holds no numbers.
 * @throws errors of `@neurophys/alf/npy` if it is no npy file.
 */
export function readNpyVolume(bytes: Uint8Array<ArrayBuffer>): LabelBlock {
  const array = decodeNpy(bytes) as Partial<NdArray>;
  return blockOf(array.data, array.shape ?? []);
}

/**
 * Reads a volume in a Zarr array, of version 2 or 3.
 *
 * @param store - Gives the files of the array by their paths, e.g. `FetchStore` of zarrita.
 * @throws {@link InvalidVolumeError} if it has not three dimensions, or holds no numbers.
 */
export async function readZarrVolume(store: AsyncReadable): Promise<LabelBlock> {
  // Loaded by who needs it: most atlases are NRRD files.
  const { get, open, root } = await import("zarrita");
  const array = await open(root(store), { kind: "array" });
  const chunk = await get(array, null);
  if (typeof chunk !== "object" || !("stride" in chunk))
    throw new InvalidVolumeError("a single value", "three dimensions");
  const { data, shape, stride } = chunk;
  const isRowMajor = stride.at(-1) === 1 && stride.at(-2) === shape.at(-1);
  if (isRowMajor) return blockOf(data, shape);
  throw new InvalidVolumeError("an array that is not row-major", "one whose last axis is the fastest");
}
