import { ensureFlat, numbers } from "./array-elements.ts";
import { ShapeMismatchError } from "./errors.ts";
import { type NdArray } from "./ndarray.ts";

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
  const sync = numbers(flat);
  const sample = (i: number): number => sync[2 * i] ?? 0;
  const time = (i: number): number => sync[2 * i + 1] ?? 0;
  const data = new Float64Array(nSamples);
  let i = 0;
  for (let n = 0; n < nSamples; n++) {
    while (i + 1 < nSync && sample(i + 1) <= n) i++;
    const isInside = n > sample(i) && i + 1 < nSync;
    const slope = isInside ? (time(i + 1) - time(i)) / (sample(i + 1) - sample(i)) : 0;
    data[n] = isInside ? slope * (n - sample(i)) + time(i) : time(i);
  }
  return { kind: "array", dtype: "float64", shape: [nSamples], data };
}
