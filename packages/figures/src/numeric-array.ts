import { type OnWarning } from "@neurophys/alf";
import { InvalidArrayError, UnequalLengthsError } from "./errors.ts";

/** Numbers by index: a typed array, or a plain array for small things. 64-bit integers are converted by the caller. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | readonly number[];

/** Smallest and largest value, both finite and included. */
export type Extent = readonly [number, number];

/** Check that every argument is an array of numbers and that all are equally long; return that length. */
export function commonLength(arrays: Readonly<Record<string, NumericArray>>): number {
  const lengths: Record<string, number> = {};
  for (const [name, array] of Object.entries(arrays)) {
    assertNumeric(name, array);
    lengths[name] = array.length;
  }
  const [first = 0, ...others] = Object.values(lengths);
  if (others.some((length) => length !== first)) throw new UnequalLengthsError(lengths);
  return first;
}

/** Refuse what is no array of numbers, by looking at its first item. */
export function assertNumeric(name: string, array: NumericArray): void {
  const given: unknown = array;
  if (!(Array.isArray(given) || (ArrayBuffer.isView(given) && !(given instanceof DataView)))) {
    throw new InvalidArrayError(
      name,
      given === null ? "null" : given === undefined ? "missing" : `of type ${typeof given}`,
    );
  }
  const first: unknown = array[0];
  if (first !== undefined && typeof first !== "number") {
    throw new InvalidArrayError(name, `an array of ${typeof first}`);
  }
}

/** Extent of the finite values; `undefined` if there is none. */
export function finiteExtent(array: NumericArray): Extent | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < array.length; i++) {
    const value = array[i]!;
    if (value < low && value !== Number.NEGATIVE_INFINITY) low = value;
    if (value > high && value !== Number.POSITIVE_INFINITY) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** Extent over several arrays. */
export function jointExtent(arrays: readonly NumericArray[]): Extent | undefined {
  return finiteExtent(arrays.flatMap((array) => finiteExtent(array) ?? []));
}

/**
 * Values below which the given shares of the finite ones lie, from a sample of at most 100,000 evenly spread items:
 * enough for the ends of a colour scale.
 */
export function quantiles(array: NumericArray, shares: readonly number[]): readonly number[] | undefined {
  const step = Math.max(1, Math.floor(array.length / 100_000));
  const sample = new Float64Array(Math.ceil(array.length / step));
  let kept = 0;
  for (let i = 0; i < array.length; i += step) {
    const value = array[i]!;
    if (Number.isFinite(value)) sample[kept++] = value;
  }
  if (kept === 0) return undefined;
  const sorted = sample.subarray(0, kept).sort();
  return shares.map((share) => sorted[Math.round(share * (kept - 1))]!);
}

/** Tell the caller that some points could not be drawn. */
export function warnLeftOut(count: number, what: string, onWarning: OnWarning | undefined): void {
  if (count === 0) return;
  onWarning?.({
    code: "figures/points-left-out",
    category: "RuntimeWarning",
    message: `${count} ${what} left out: not finite`,
  });
}
