import { InvalidOptionError } from "./errors.ts";
import { checkPositive } from "./figure-options.ts";
import { assertNumeric, type NumericArray } from "./numeric-array.ts";

/** Power of a signal by frequency, one-sided. */
export interface PowerSpectrum {
  /** From 0 to half the sampling rate, shape `(segmentLength / 2 + 1,)`. */
  readonly frequenciesHz: Float64Array<ArrayBuffer>;
  /** Squared unit of the signal per Hz, same shape; NaN if no whole segment was finite. */
  readonly power: Float64Array<ArrayBuffer>;
  /** How many segments were averaged. */
  readonly segments: number;
}

/** How {@link welchSpectrum} cuts the signal. */
export interface WelchOptions {
  /** Samples a second. */
  readonly samplingRateHz: number;
  /** Samples in a segment, a power of two. Default: about one second, at most the signal. */
  readonly segmentLength?: number | undefined;
}

/**
 * Estimate the power spectral density by Welch's method: segments that overlap by half, their mean taken off, a Hann
 * window, and the mean of their periodograms. A segment with a value that is not finite is skipped.
 *
 * @param signal - Shape `(nSamples,)`, evenly sampled.
 * @throws {@link InvalidArrayError} if `signal` is no array of numbers.
 * @throws {@link InvalidOptionError} if the rate is not positive or the segment length is no power of two that the
 *   signal holds.
 * @see Source: `scipy.signal.welch` with its defaults, save the segment length (there 256).
 */
export function welchSpectrum(signal: NumericArray, options: WelchOptions): PowerSpectrum {
  assertNumeric("signal", signal);
  const { samplingRateHz } = options;
  checkPositive("samplingRateHz", samplingRateHz);
  const length = options.segmentLength ?? defaultLength(signal.length, samplingRateHz);
  checkLength(length, signal.length);
  const bins = length / 2 + 1;
  const power = new Float64Array(bins);
  const window = Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
  const energy = window.reduce((sum, value) => sum + value * value, 0);
  let segments = 0;
  for (let start = 0; start + length <= signal.length; start += length / 2) {
    if (addPeriodogram(power, signal, { start, window })) segments++;
  }
  for (let bin = 0; bin < bins; bin++) {
    const sides = bin === 0 || bin === bins - 1 ? 1 : 2; // the negative frequencies, folded onto the positive ones
    power[bin] = (power[bin]! * sides) / (samplingRateHz * energy * segments);
  }
  const frequenciesHz = Float64Array.from({ length: bins }, (_, bin) => (bin * samplingRateHz) / length);
  return { frequenciesHz, power, segments };
}

function defaultLength(samples: number, samplingRateHz: number): number {
  return 2 ** Math.max(1, Math.floor(Math.log2(Math.max(2, Math.min(samples, samplingRateHz * 1.5)))));
}

function checkLength(length: number, samples: number): void {
  if (Number.isInteger(Math.log2(length)) && length >= 2 && length <= samples) return;
  throw new InvalidOptionError("segmentLength", length, `a power of two from 2 to the signal's ${samples} samples`);
}

function addPeriodogram(
  power: Float64Array,
  signal: NumericArray,
  { start, window }: { readonly start: number; readonly window: Float64Array },
): boolean {
  const { length } = window;
  let mean = 0;
  for (let i = 0; i < length; i++) mean += signal[start + i]! / length;
  if (!Number.isFinite(mean)) return false;
  const real = window.map((weight, i) => weight * (signal[start + i]! - mean));
  const imaginary = new Float64Array(length);
  transform(real, imaginary);
  for (let bin = 0; bin < power.length; bin++) power[bin]! += real[bin]! ** 2 + imaginary[bin]! ** 2;
  return true;
}

/** Fourier transform in place, for lengths that are powers of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const { length } = real;
  for (let i = 1, j = 0; i < length; i++) {
    let bit = length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [real[i], real[j]] = [real[j]!, real[i]!]; // the imaginary part is all zeros yet
  }
  for (let size = 2; size <= length; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const cosine = Math.cos((-2 * Math.PI * k) / size);
      const sine = Math.sin((-2 * Math.PI * k) / size);
      for (let a = k; a < length; a += size) {
        const b = a + half;
        const re = real[b]! * cosine - imaginary[b]! * sine;
        const im = real[b]! * sine + imaginary[b]! * cosine;
        real[b] = real[a]! - re;
        imaginary[b] = imaginary[a]! - im;
        real[a]! += re;
        imaginary[a]! += im;
      }
    }
  }
}
