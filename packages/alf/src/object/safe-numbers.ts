import { UnsafeIntegerError } from "./errors.ts";

const MAX_SAFE = 2n ** 53n;

/**
 * Turn 64-bit integers into floats, if every one of them has an exact float.
 *
 * @param integers - `(n,)`.
 * @returns `(n,)`, the same numbers.
 * @throws {@link UnsafeIntegerError} if one lies beyond ±2^53.
 */
export function toSafeNumbers(integers: BigInt64Array | BigUint64Array): Float64Array<ArrayBuffer> {
  const numbers = new Float64Array(integers.length);
  for (let i = 0; i < integers.length; i++) {
    const integer = integers[i]!;
    if (integer > MAX_SAFE || integer < -MAX_SAFE) throw new UnsafeIntegerError(integer, i);
    numbers[i] = Number(integer);
  }
  return numbers;
}
