/** 2^112: what the exponents of half and single precision are apart. */
const REBIAS = 2 ** 112;

/**
 * Widen half-precision floats; every one has an exact single-precision value.
 *
 * @param halves - Bit patterns, `(n,)`.
 * @returns `(n,)`; infinities, signed zeros and NaNs are kept.
 */
export function widenFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const floats = new Float32Array(halves.length);
  const bits = new Uint32Array(floats.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!;
    bits[i] = (half & 0x7fff) << 13;
    // Subnormal halves are subnormal singles here; the multiplication makes both kinds normal.
    floats[i] = floats[i]! * REBIAS;
    if ((half & 0x7c00) === 0x7c00) bits[i] = 0x7f800000 | ((half & 0x03ff) << 13);
    if (half & 0x8000) bits[i] = bits[i]! | 0x80000000;
  }
  return floats;
}

/**
 * Narrow single-precision floats to half precision, rounding to the nearest and ties to even, as NumPy does.
 *
 * @param floats - `(n,)`. Beyond ±65519.99 they become infinite.
 * @returns Bit patterns, `(n,)`.
 */
export function narrowToFloat16(floats: Float32Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const halves = new Uint16Array(floats.length);
  for (let i = 0; i < bits.length; i++) halves[i] = narrowBits(bits[i]!);
  return halves;
}

function narrowBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) {
    const payload = (magnitude >>> 13) & 0x3ff;
    return sign | 0x7c00 | (payload === 0 ? 1 : payload);
  }
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    // Normal: drop 13 bits; a carry out of the fraction steps the exponent, up to infinity.
    const kept = (magnitude - 0x38000000) >>> 13;
    return sign | (kept + roundUp(magnitude, 13, kept));
  }
  const exponent = magnitude >>> 23;
  if (exponent < 102) return sign;
  const fraction = (magnitude & 0x7fffff) | 0x800000;
  const shift = 126 - exponent;
  const kept = fraction >>> shift;
  return sign | (kept + roundUp(fraction, shift, kept));
}

function roundUp(value: number, droppedBits: number, kept: number): 0 | 1 {
  const dropped = value & ((1 << droppedBits) - 1);
  const half = 1 << (droppedBits - 1);
  return dropped > half || (dropped === half && (kept & 1) === 1) ? 1 : 0;
}
