import { driftMap, type NumericArray, psth, spikeRaster } from "@neurophys/figures";
import { type SvgFigure } from "../images/image-source.ts";
import { type NamedFigureOptions } from "./svg-figure.ts";

/** Spikes of a probe: ALF `spikes.times`, `spikes.depths` and `spikes.amps`. */
export interface Spikes {
  /** In seconds, shape `(nSpikes,)`. */
  readonly times: NumericArray;
  /** In µm above the tip, shape `(nSpikes,)`. */
  readonly depths: NumericArray;
}

/**
 * Draws all spikes of a probe over time and depth.
 *
 * @returns A figure named `"spike_raster"`.
 * @throws errors of `@neurophys/figures` for arrays that do not fit each other.
 */
export async function spikeRasterFigure(spikes: Spikes, options: NamedFigureOptions = {}): Promise<SvgFigure> {
  const { name = "spike_raster", ...plot } = options;
  return { name, svg: await spikeRaster(spikes.times, spikes.depths, plot) };
}

/**
 * Draws spikes over time and depth with their amplitude as shade, so that movement of the tissue shows.
 *
 * @param spikes - With `amps`, in V, shape `(nSpikes,)`.
 * @returns A figure named `"drift_map"`.
 * @throws errors of `@neurophys/figures` for arrays that do not fit each other.
 */
export async function driftMapFigure(
  spikes: Spikes & { readonly amps: NumericArray },
  options: NamedFigureOptions = {},
): Promise<SvgFigure> {
  const { name = "drift_map", ...plot } = options;
  return { name, svg: await driftMap(spikes.times, spikes.depths, spikes.amps, plot) };
}

/** What {@link psthFigure} draws. */
export interface ContrastResponse {
  /** Of one unit, or of all of a probe, in seconds, shape `(nSpikes,)`. */
  readonly spikeTimes: NumericArray;
  /** When the stimulus came on, in seconds, shape `(nTrials,)`. */
  readonly eventTimes: NumericArray;
  /** Contrast of each trial, in per cent, shape `(nTrials,)`. */
  readonly contrasts: NumericArray;
}

/**
 * Draws the rate of spikes around a stimulus, one line a contrast.
 *
 * @returns A figure named `"psth_contrast"`.
 * @throws errors of `@neurophys/figures` for arrays that do not fit each other.
 */
export async function psthFigure(response: ContrastResponse, options: NamedFigureOptions = {}): Promise<SvgFigure> {
  const { name = "psth_contrast", ...plot } = options;
  const trials = { groups: response.contrasts, groupName: "Contrast (%)", xLabel: "Time from stimulus (s)" };
  return { name, svg: await psth(response.spikeTimes, response.eventTimes, { ...trials, ...plot }) };
}

/**
 * Contrast of each trial, whichever side it was on, in per cent.
 *
 * @param left - ALF `trials.contrastLeft`, from 0 to 1, NaN where the stimulus was right; shape `(nTrials,)`.
 * @param right - The same of the right side.
 * @returns Shape `(nTrials,)`; NaN where neither side has one.
 */
export function trialContrasts(left: NumericArray, right: NumericArray): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: Math.min(left.length, right.length) }, (_, trial) => {
    const side = Number.isFinite(left[trial]) ? left[trial]! : right[trial]!;
    return Math.round(side * 1e6) / 1e4;
  });
}
