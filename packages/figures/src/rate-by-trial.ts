import { type AxisSpec, dataAxis, valueAxis } from "./axis.ts";
import { type GroupLabels, groupEvents } from "./event-groups.ts";
import { canvasOf, checkLimits, checkPositive, type FigureOptions } from "./figure-options.ts";
import { drawFigure, drawGrid, layOut } from "./layout.ts";
import { drawLine } from "./line-plot.ts";
import { commonLength, finiteExtent, jointExtent, type NumericArray, warnLeftOut } from "./numeric-array.ts";
import { lowerBound, sortedFinite } from "./peristimulus.ts";
import { drawDots } from "./point-layer.ts";
import { domainOf } from "./ticks.ts";

/** Begin and end of each trial (or of any stretch of it), `[start, end)`. */
export interface TrialIntervals {
  /** Shape `(nTrials,)`, in seconds. */
  readonly starts: NumericArray;
  /** Shape `(nTrials,)`, in seconds. */
  readonly ends: NumericArray;
}

/** What {@link rateByTrial} can be told. */
export interface RateByTrialOptions extends FigureOptions {
  /** Shape `(nTrials,)`: colour the dots by it, e.g. the side of the choice. */
  readonly groups?: GroupLabels | undefined;
  /** What the groups are, in front of the legend. */
  readonly groupName?: string | undefined;
  /** Trials in the running mean, the trial itself in the middle. Default 11; 1 for no line. */
  readonly meanOverTrials?: number | undefined;
}

/**
 * Rate of spikes in each trial.
 *
 * @param spikeTimes - Shape `(nSpikes,)`, in seconds, in any order; quickest when sorted.
 * @returns Spikes per second, shape `(nTrials,)`; NaN for a trial without finite ends or without length.
 * @throws {@link UnequalLengthsError} if there are not as many ends as starts.
 * @throws {@link InvalidArrayError} if one is no array of numbers.
 */
export function trialRates(spikeTimes: NumericArray, { starts, ends }: TrialIntervals): Float64Array<ArrayBuffer> {
  commonLength({ spikeTimes });
  const trials = commonLength({ starts, ends });
  const sorted = sortedFinite(spikeTimes);
  return Float64Array.from({ length: trials }, (_, trial) => {
    const [start, end] = [starts[trial]!, ends[trial]!];
    if (!(end > start && Number.isFinite(end - start))) return Number.NaN;
    return (lowerBound(sorted, end) - lowerBound(sorted, start)) / (end - start);
  });
}

/**
 * Draw the rate of spikes in each trial as dots and its running mean as a line, to see how a unit or a whole probe
 * changes over a session.
 *
 * @param spikeTimes - Shape `(nSpikes,)`, in seconds, in any order; quickest when sorted.
 * @param intervals - Begin and end of each trial. Those that are not finite or have no length are left out, with a
 *   warning.
 * @returns The SVG document. No trials give an empty, labelled frame.
 * @throws {@link UnequalLengthsError} if arrays of trials differ in length.
 * @throws {@link InvalidArrayError} if one is no array of numbers.
 * @throws {@link InvalidOptionError} if limits do not increase or the size is out of range.
 */
export async function rateByTrial(
  spikeTimes: NumericArray,
  intervals: TrialIntervals,
  options: RateByTrialOptions = {},
): Promise<string> {
  const { meanOverTrials = 11 } = options;
  checkLimits("xLimits", options.xLimits);
  checkLimits("yLimits", options.yLimits);
  checkPositive("meanOverTrials", meanOverTrials);
  const canvas = canvasOf(options, { width: 800, height: 400 });
  const rates = trialRates(spikeTimes, intervals);
  const groups = groupEvents(rates, options.groups, canvas.theme);
  warnLeftOut(rates.length - rates.filter(Number.isFinite).length, "trials", options.onWarning);
  const trials = Float64Array.from(rates, (_, i) => i);
  const drawn = groups.flatMap(({ rows }) => rows);
  const layout = layOut({
    canvas,
    title: options.title,
    subtitle:
      options.subtitle ?? (meanOverTrials > 1 ? `Line: mean over ${Math.round(meanOverTrials)} trials` : undefined),
    legendTitle: options.groupName,
    legend: groups.flatMap(({ label, colour }) => (label === undefined ? [] : [{ label, colour }])),
    x: { ...trialAxis(drawn, options), wholeNumbers: true },
    y: valueAxis(options.yLabel ?? "Rate (spikes/s)", jointExtent([rates]), { ...options, includeZero: true }),
  });
  const field = { box: layout.plot, xDomain: layout.spec.x.domain, yDomain: layout.spec.y.domain };
  const dots = groups.map(({ rows, colour }) =>
    drawDots(
      { ...field, x: rows, y: rows.map((row) => rates[row]!) },
      { colour, diameter: drawn.length > 2000 ? 2 : 3.5 },
    ),
  );
  const colour = options.groups ? canvas.theme.ink : canvas.theme.series[1]!;
  const line = meanOverTrials > 1 ? drawLine({ x: trials, y: runningMean(rates, meanOverTrials) }, layout, colour) : "";
  return drawFigure(layout, { under: drawGrid(layout), inside: line, over: dots.join(""), empty: drawn.length === 0 });
}

function trialAxis(trials: readonly number[], { xLabel = "Trial", xLimits }: RateByTrialOptions): AxisSpec {
  const extent = finiteExtent(trials);
  if (xLimits || !extent) return dataAxis(xLabel, extent, xLimits);
  return { domain: domainOf(extent, { pad: 0.01 }), label: xLabel };
}

/** Mean of the finite values among `width` neighbours; fewer at the ends. */
function runningMean(values: Float64Array, width: number): Float64Array {
  const half = Math.floor((Math.round(width) - 1) / 2);
  return values.map((_, i) => {
    const near = values.subarray(Math.max(0, i - half), i + half + 1).filter(Number.isFinite);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}
