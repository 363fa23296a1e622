import { PrecisionLossError } from "./errors.ts";

/** From here on not every integer has a float of its own. */
const LIMIT = 2 ** 53;

/**
 * Turn 64-bit integers into floats, if every one of them has an exact float.
 *
 * @param integers - `(n,)`.
 * @returns `(n,)`, the same numbers.
 * @throws {@link PrecisionLossError} if one lies beyond ±2^53; work with the BigInt array then.
 */
export function toSafeNumbers(integers: BigInt64Array | BigUint64Array): Float64Array<ArrayBuffer> {
  const floats = new Float64Array(integers.length);
  for (let i = 0; i < integers.length; i++) {
    const integer = integers[i]!;
    const float = Number(integer);
    const size = Math.abs(float);
    // 2^53 + 1 becomes 2^53.
    if (size > LIMIT || (size === LIMIT && BigInt(float) !== integer)) throw new PrecisionLossError(integer, i);
    floats[i] = float;
  }
  return floats;
}
