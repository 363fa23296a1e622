import { HOST_IS_LITTLE_ENDIAN } from "../npy/byte-order.ts";

const MINUS = 45;
const PLUS = 43;

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;

/** Integers of so many digits are exact in a float. */
const EXACT_DIGITS = 15;

const LOW_WORD = HOST_IS_LITTLE_ENDIAN ? 0 : 1;

/** What became of reading an integer: written, no integer at all, or one that 64 bits cannot hold. */
export type IntegerOutcome = "written" | "invalid" | "overflow";

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);
}

/**
 * Reads fields as signed 64-bit integers into `data`; spaces around them are allowed.
 *
 * @see Source: `str_to_int64` of `pandas/_libs/src/parser/tokenizer.c`.
 */
export class Int64Reader {
  readonly data: BigInt64Array<ArrayBuffer>;
  readonly #bytes: Uint8Array;
  /** The memory of `data`, so that short integers need no bigint. */
  readonly #words: Int32Array;

  constructor(bytes: Uint8Array, length: number) {
    this.#bytes = bytes;
    this.data = new BigInt64Array(length);
    this.#words = new Int32Array(this.data.buffer);
  }

  /** @returns `"overflow"` as soon as the digits exceed the range, whatever follows them, as pandas does. */
  read(start: number, end: number, index: number): IntegerOutcome {
    const bytes = this.#bytes;
    let at = start;
    while (at < end && isSpace(bytes[at])) at++;
    const negative = bytes[at] === MINUS;
    if (at < end && (negative || bytes[at] === PLUS)) at++;
    const first = at;
    let value = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === first) return "invalid";
    if (at - first <= EXACT_DIGITS) {
      this.#write(negative ? -value : value, index);
    } else {
      const exact = digitsToBigInt(bytes, first, at) * (negative ? -1n : 1n);
      if (exact > MAX_INT64 || exact < MIN_INT64) return "overflow";
      this.data[index] = exact;
    }
    while (at < end && isSpace(bytes[at])) at++;
    return at === end ? "written" : "invalid";
  }

  #write(value: number, index: number): void {
    this.#words[2 * index + LOW_WORD] = value;
    this.#words[2 * index + 1 - LOW_WORD] = Math.floor(value / 2 ** 32);
  }
}

/**
 * Reads fields as unsigned 64-bit integers into `data`.
 *
 * @see Source: `str_to_uint64` of `pandas/_libs/src/parser/tokenizer.c`.
 */
export class Uint64Reader {
  readonly data: BigUint64Array<ArrayBuffer>;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, length: number) {
    this.#bytes = bytes;
    this.data = new BigUint64Array(length);
  }

  /** @returns `"negative"` at a minus sign, whatever follows it. */
  read(start: number, end: number, index: number): IntegerOutcome | "negative" {
    const bytes = this.#bytes;
    let at = start;
    while (at < end && isSpace(bytes[at])) at++;
    if (bytes[at] === MINUS && at < end) return "negative";
    if (bytes[at] === PLUS && at < end) at++;
    const first = at;
    while (at < end && bytes[at]! >= 48 && bytes[at]! <= 57) at++;
    if (at === first) return "invalid";
    const value = digitsToBigInt(bytes, first, at);
    if (value > MAX_UINT64) return "overflow";
    this.data[index] = value;
    while (at < end && isSpace(bytes[at])) at++;
    return at === end ? "written" : "invalid";
  }
}

/** The integer that digits spell, or, if there are more than 24 of them, one beyond 64 bits. */
function digitsToBigInt(bytes: Uint8Array, start: number, end: number): bigint {
  let first = start;
  while (first < end - 1 && bytes[first] === 48) first++;
  if (end - first > 24) return MAX_UINT64 + 1n;
  let high = 0;
  let low = 0;
  const split = Math.max(first, end - 9);
  for (let at = first; at < split; at++) high = high * 10 + (bytes[at]! - 48);
  for (let at = split; at < end; at++) low = low * 10 + (bytes[at]! - 48);
  return BigInt(high) * 1_000_000_000n + BigInt(low);
}
