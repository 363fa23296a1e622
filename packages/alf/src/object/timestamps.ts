import { type NdArray } from "../ndarray.ts";
import { numbers } from "./array-elements.ts";
import { ensureFlat } from "./ensure-flat.ts";
import { ShapeMismatchError } from "./errors.ts";

/** Fill `times`, one a sample, from `sync`, pairs of sample and time. */
function interpolate(sync: Float64Array, times: Float64Array): void {
  const last = sync.length - 2;
  let n = 0;
  while (n < times.length && n < sync[0]!) times[n++] = sync[1]!;
  for (let i = 0; i < last; i += 2) {
    const [sample, time, nextSample, nextTime] = [sync[i]!, sync[i + 1]!, sync[i + 2]!, sync[i + 3]!];
    const slope = (nextTime - time) / (nextSample - sample);
    while (n < times.length && n < nextSample) {
      times[n] = n === sample ? time : slope * (n - sample) + time;
      n++;
    }
  }
  times.fill(sync[last + 1]!, n);
}

/**
 * Time of every sample of a continuous series, by linear interpolation between sync points.
 *
 * @param timestamps - Times `(n,)` or `(n, 1)`, or sync points `(nSync, 2)`: sample number from 0, time in seconds.
 *   Sample numbers increase.
 * @param nSamples - Length of the series, in samples.
 * @returns Times in seconds: what was given, or `(nSamples,)`. Outside the sync points the nearest one's time.
 * @throws {@link ShapeMismatchError} if `timestamps` has another shape, or no sync point.
 * @throws {@link PrecisionLossError} if sync points are 64-bit integers without exact floats.
 * @see Source: `ts2vec` in `one/alf/io.py`.
 */
export function interpolateTimestamps(timestamps: NdArray, nSamples: number): NdArray {
  const flat = ensureFlat(timestamps);
  if (flat.shape.length === 1) return flat;
  const [nSync = 0, columns] = flat.shape;
  if (flat.shape.length !== 2 || columns !== 2 || nSync === 0) {
    throw new ShapeMismatchError({ timestamps: flat.shape }, "(n,) or (nSync, 2) with at least one sync point");
  }
  const data = new Float64Array(nSamples);
  interpolate(numbers(flat), data);
  return { kind: "array", dtype: "float64", shape: [nSamples], data };
}
