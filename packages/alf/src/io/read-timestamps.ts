import { parseFilename } from "../dataset-name.ts";
import { InvalidArgumentError } from "../errors.ts";
import { findTimes } from "../filter/filter-names.ts";
import { type NdArray } from "../ndarray.ts";
import { decodeNpy } from "../npy/decode.ts";
import { ensureFlat } from "../object/ensure-flat.ts";
import { ShapeMismatchError } from "../object/errors.ts";
import { interpolateTimestamps } from "../object/timestamps.ts";
import { type ByteStore, type ListableByteStore } from "../store/byte-store.ts";
import { keyIn, splitKey } from "../store/folder-keys.ts";
import { DatasetFileNotFoundError } from "./errors.ts";
import { namesIn } from "./find-datasets.ts";
import { mapBounded } from "./map-bounded.ts";

/** A time series. */
export interface TimeSeries {
  /** Time of each sample in seconds, `(nSamples,)`. */
  readonly times: NdArray;
  /** Samples, `(nSamples, …)`; one column is flat. */
  readonly values: NdArray;
}

/**
 * Read an npy dataset and the times of its samples, which lie beside it as `object.times….npy`.
 *
 * Times may be one a sample, or sync points `(nSync, 2)` between which is interpolated.
 *
 * @param key - The dataset with the values, e.g. `"alf/_ibl_wheel.position.npy"`.
 * @throws AlfInvalidError (`alf/invalid`) if its name is no dataset's.
 * @throws InvalidArgumentError (`alf/invalid-argument`) if it is no npy file.
 * @throws AlfObjectNotFoundError (`alf/object-not-found`) if there are no times.
 * @throws AlfMultipleObjectsFoundError (`alf/multiple-objects-found`) if there is more than one file of them.
 * @throws {@link DatasetFileNotFoundError} if the dataset is not there.
 * @throws ShapeMismatchError (`alf/shape-mismatch`) for a single value, and for times of another shape.
 * @throws What the store throws, and `decodeNpy` (`npy/…`).
 * @see Source: `read_ts` in ONE, `one/alf/io.py`.
 */
export async function readTimestamps(
  store: ListableByteStore,
  key: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<TimeSeries> {
  const [folder, name] = splitKey(key);
  if (parseFilename(name).extension !== "npy") throw new InvalidArgumentError("key", key, "an npy file");
  const timesName = findTimes(name, await namesIn(store, folder, { signal }));
  const timesKey = keyIn(folder, timesName);
  const read = (one: string, shared: AbortSignal): Promise<NdArray> => readArray(store, one, shared);
  const [times, values] = await mapBounded([timesKey, key], read, { signal });
  const nSamples = values?.shape[0];
  if (times === undefined || values === undefined || nSamples === undefined) {
    throw new ShapeMismatchError({ [name]: [] }, "(nSamples, …)");
  }
  return { times: interpolateTimestamps(times, nSamples), values: ensureFlat(values) };
}

async function readArray(store: ByteStore, key: string, signal: AbortSignal): Promise<NdArray> {
  const bytes = await store.read(key, { signal });
  if (bytes === undefined) throw new DatasetFileNotFoundError(key, store.location);
  const value = decodeNpy(bytes, { source: key });
  if (value.kind === "structured") throw new InvalidArgumentError("key", key, "an array of plain numbers");
  return value;
}
