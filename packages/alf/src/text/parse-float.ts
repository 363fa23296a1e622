const DOT = 46;
const MINUS = 45;
const PLUS = 43;

/** Ten to these powers is exact in a float. */
const EXACT_POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Integers of so many digits are below 2^53. */
const EXACT_DIGITS = 15;

/** Splits a float into two halves whose products are exact (Dekker 1971). */
const SPLITTER = 2 ** 27 + 1;

/** True for what C's `isspace` takes for a space: tab to carriage return, and the space. */
function isSpace(byte: number | undefined): boolean {
  return byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);
}

/**
 * Read a decimal number, correctly rounded.
 *
 * Spaces around it are allowed, and `inf` or `infinity` with a sign (without spaces), as in pandas.
 *
 * @returns `NaN` if the field is no number, or one too large for a float, which pandas takes for text too.
 * @see Source: `precise_xstrtod` of pandas, whose last digit can be off by one where this one's is not.
 */
export function parseFloatField(bytes: Uint8Array, fieldStart: number, fieldEnd: number): number {
  let at = fieldStart;
  let end = fieldEnd;
  while (at < end && isSpace(bytes[at])) at++;
  while (end > at && isSpace(bytes[end - 1])) end--;
  const start = at;
  const negative = bytes[at] === MINUS;
  if (at < end && (negative || bytes[at] === PLUS)) at++;
  // The first digits in `high`, up to 10 more in `low`; whatever follows needs the slow way.
  let high = 0;
  let low = 0;
  let lowDigits = 0;
  let digits = 0;
  let anyDigit = false;
  let scale = 0;
  let seenDot = false;
  for (; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit >= 0 && digit <= 9) {
      anyDigit = true;
      if (seenDot) scale--;
      if (digits < EXACT_DIGITS) {
        high = high * 10 + digit;
        if (high !== 0) digits++;
      } else {
        low = low * 10 + digit;
        lowDigits++;
      }
    } else if (digit === DOT - 48 && !seenDot) {
      seenDot = true;
    } else {
      break;
    }
  }
  if (!anyDigit) return parseInfinity(bytes, fieldStart, fieldEnd);
  if (at < end) {
    const exponent = parseExponent(bytes, at, end);
    if (Number.isNaN(exponent)) return Number.NaN;
    scale += exponent;
  }
  const magnitude = combine(high, low, lowDigits, scale);
  if (!Number.isNaN(magnitude)) return negative ? -magnitude : magnitude;
  return parseSlowly(bytes, start, end);
}

/** The number after an `e`, all of the field; `NaN` if it is none. */
function parseExponent(bytes: Uint8Array, letter: number, end: number): number {
  let at = letter + 1;
  if ((bytes[letter]! | 32) !== 101) return Number.NaN;
  const negative = bytes[at] === MINUS;
  if (at < end && (negative || bytes[at] === PLUS)) at++;
  if (at >= end) return Number.NaN;
  let exponent = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    if (exponent < 100_000) exponent = exponent * 10 + digit;
  }
  return negative ? -exponent : exponent;
}

/** `(high * 10^lowDigits + low) * 10^scale`, correctly rounded, or `NaN` where that takes more digits than here. */
function combine(high: number, low: number, lowDigits: number, scale: number): number {
  if (lowDigits === 0) {
    if (scale === 0 || high === 0) return high;
    if (scale < 0 && scale >= -22) return high / EXACT_POWERS[-scale]!;
    return scale > 0 && scale <= 22 ? high * EXACT_POWERS[scale]! : Number.NaN;
  }
  if (lowDigits > 7 || scale > 0 || scale < -22) return Number.NaN;
  return divideExactly(high * EXACT_POWERS[lowDigits]!, productError(high, EXACT_POWERS[lowDigits]!) + low, scale);
}

/** What rounding takes from a product: `a * b` is the rounded product and this, exactly. */
function productError(a: number, b: number): number {
  const product = a * b;
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/**
 * `(head + tail) / 10^-scale`: a first quotient, and what is left over divided again.
 *
 * @returns `NaN` if the sum of the two lies so near to the middle of two floats that it cannot tell which is nearer.
 */
function divideExactly(head: number, tail: number, scale: number): number {
  const divisor = EXACT_POWERS[-scale]!;
  const quotient = head / divisor;
  const remainder = head - quotient * divisor - productError(quotient, divisor) + tail;
  const correction = remainder / divisor;
  const doubt = correction * 2 ** -40;
  const rounded = quotient + (correction - doubt);
  return rounded === quotient + (correction + doubt) ? rounded : Number.NaN;
}

function parseSlowly(bytes: Uint8Array, start: number, end: number): number {
  const value = Number(asciiText(bytes, start, end));
  return Number.isFinite(value) ? value : Number.NaN;
}

function parseInfinity(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 9) return Number.NaN;
  const match = /^([-+]?)inf(?:inity)?$/i.exec(asciiText(bytes, start, end));
  if (match === null) return Number.NaN;
  return match[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Text of a field that holds ASCII only, in pieces that a call can take. */
function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += 1024)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 1024, end)));
  return text;
}
