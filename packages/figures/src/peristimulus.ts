import { InvalidOptionError } from "./errors.ts";
import { checkLimits, checkPositive } from "./figure-options.ts";
import { assertNumeric, type NumericArray } from "./numeric-array.ts";

/** The stretch around each event that is looked at. */
export interface PeristimulusWindow {
  /** Begin and end relative to the event, in seconds. The end is moved to a whole number of bins. */
  readonly windowS: readonly [number, number];
  /** Width of a bin, in seconds. */
  readonly binS: number;
}

/** Spike counts around events. */
export interface PeristimulusCounts {
  /** Shape `(events, bins)`, row-major. Rows of events whose time is not finite are zero. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Rows of `counts`, one an event. */
  readonly events: number;
  /** Columns of `counts`. */
  readonly bins: number;
  /** Middle of each bin relative to the event, in seconds, shape `(bins,)`. */
  readonly binCentresS: Float64Array<ArrayBuffer>;
  /** Spikes in the window one by one: their time from the event in seconds, in the order of events. */
  readonly alignedS: Float64Array<ArrayBuffer>;
  /** Event number of each item of `alignedS`. */
  readonly eventOfSpike: Uint32Array<ArrayBuffer>;
}

/**
 * Count spikes in bins around each event. Bins are half-open: a spike on an edge belongs to the later bin.
 *
 * @param spikeTimes - Shape `(nSpikes,)`, in seconds, in any order; quickest when sorted.
 * @param eventTimes - Shape `(nEvents,)`, in seconds.
 * @throws {@link InvalidArrayError} if one is no array of numbers.
 * @throws {@link InvalidOptionError} if the window or the bin has no width, or there would be over a million bins.
 */
export function peristimulusCounts(
  spikeTimes: NumericArray,
  eventTimes: NumericArray,
  { windowS, binS }: PeristimulusWindow,
): PeristimulusCounts {
  assertNumeric("spikeTimes", spikeTimes);
  assertNumeric("eventTimes", eventTimes);
  checkLimits("windowS", windowS);
  checkPositive("binS", binS);
  const bins = Math.max(1, Math.round((windowS[1] - windowS[0]) / binS));
  if (bins > 1_000_000) throw new InvalidOptionError("binS", binS, "at most a million bins in the window");
  const sorted = sortedFinite(spikeTimes);
  const counts = new Uint32Array(eventTimes.length * bins);
  const { alignedS, eventOfSpike } = align(sorted, eventTimes, [windowS[0], windowS[0] + bins * binS]);
  for (let i = 0; i < alignedS.length; i++) {
    // A hair is added so that 0.1 - 0.0 with bins of 0.1 is bin 1, though 0.1/0.1 may come out just below.
    const bin = Math.min(bins - 1, Math.floor((alignedS[i]! - windowS[0]) / binS + 1e-9));
    counts[eventOfSpike[i]! * bins + bin]!++;
  }
  const binCentresS = Float64Array.from({ length: bins }, (_, bin) => windowS[0] + (bin + 0.5) * binS);
  return { counts, events: eventTimes.length, bins, binCentresS, alignedS, eventOfSpike };
}

/** Mean rate and its standard error over some of the events. */
export interface MeanRate {
  /** Spikes per second, shape `(bins,)`. */
  readonly meanHz: Float64Array<ArrayBuffer>;
  /** Standard error of the mean, shape `(bins,)`; NaN where there are fewer than two events. */
  readonly semHz: Float64Array<ArrayBuffer>;
}

/**
 * Mean over events and its standard error (with the n − 1 estimate of the variance).
 *
 * @param rows - Which events, by number. None give NaN.
 * @param binS - Width of a bin, in seconds.
 */
export function meanRate({ counts, bins }: PeristimulusCounts, rows: readonly number[], binS: number): MeanRate {
  const meanHz = new Float64Array(bins);
  const semHz = new Float64Array(bins);
  const n = rows.length;
  for (let bin = 0; bin < bins; bin++) {
    let sum = 0;
    for (const row of rows) sum += counts[row * bins + bin]!;
    const mean = sum / n;
    let squares = 0;
    for (const row of rows) squares += (counts[row * bins + bin]! - mean) ** 2;
    meanHz[bin] = mean / binS;
    semHz[bin] = Math.sqrt(squares / (n - 1) / n) / binS;
  }
  return { meanHz, semHz };
}

/** The finite values in increasing order; the array itself if it is that already. */
export function sortedFinite(values: NumericArray): NumericArray {
  let sorted = true;
  for (let i = 0; i < values.length && sorted; i++) {
    sorted = Number.isFinite(values[i]) && (i === 0 || values[i]! >= values[i - 1]!);
  }
  return sorted ? values : Float64Array.from(values).filter(Number.isFinite).sort();
}

/** First place in a sorted array whose value is not below `value`. */
export function lowerBound(sorted: NumericArray, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function align(
  sorted: NumericArray,
  eventTimes: NumericArray,
  [from, to]: readonly [number, number],
): Pick<PeristimulusCounts, "alignedS" | "eventOfSpike"> {
  const first = new Uint32Array(eventTimes.length);
  const last = new Uint32Array(eventTimes.length);
  let total = 0;
  for (let event = 0; event < eventTimes.length; event++) {
    const time = eventTimes[event]!;
    if (!Number.isFinite(time)) continue;
    first[event] = lowerBound(sorted, time + from);
    last[event] = lowerBound(sorted, time + to);
    total += last[event]! - first[event]!;
  }
  const alignedS = new Float64Array(total);
  const eventOfSpike = new Uint32Array(total);
  let at = 0;
  for (let event = 0; event < eventTimes.length; event++) {
    for (let i = first[event]!; i < last[event]!; i++) {
      alignedS[at] = sorted[i]! - eventTimes[event]!;
      eventOfSpike[at++] = event;
    }
  }
  return { alignedS, eventOfSpike };
}
