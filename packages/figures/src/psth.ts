import { type AxisSpec, drawYAxis, valueAxis } from "./axis.ts";
import { type EventGroup, type GroupLabels, groupEvents } from "./event-groups.ts";
import { canvasOf, checkLimits, type FigureOptions } from "./figure-options.ts";
import { type LegendEntry } from "./header.ts";
import { drawFigure, drawGrid, type Layout, layOut } from "./layout.ts";
import { formatCount, formatNumber } from "./number-format.ts";
import { jointExtent, type NumericArray, warnLeftOut } from "./numeric-array.ts";
import { type MeanRate, meanRate, type PeristimulusCounts, peristimulusCounts } from "./peristimulus.ts";
import { drawPoints } from "./point-layer.ts";
import { drawReferences } from "./reference-lines.ts";
import { type Box, scaleOf } from "./scale.ts";
import { coordinate, element } from "./svg.ts";
import { axisTicks, domainOf } from "./ticks.ts";

/** What {@link psth} can be told. */
export interface PsthOptions extends Omit<FigureOptions, "xLimits"> {
  /** Begin and end around the event, in seconds. Default `[-0.5, 1]`. */
  readonly windowS?: readonly [number, number] | undefined;
  /** Width of a bin, in seconds. Default 0.02. */
  readonly binS?: number | undefined;
  /** Shape `(nEvents,)`: draw one line for each different value, e.g. the contrast of each trial. */
  readonly groups?: GroupLabels | undefined;
  /** What the groups are, in front of their values in the legend, e.g. `"contrast"`. */
  readonly groupName?: string | undefined;
  /** Show the spikes of each trial above the rates, trials sorted by group. Default false. */
  readonly showTrials?: boolean | undefined;
}

/**
 * Draw the rate of spikes around events: the mean over events as a line, its standard error as a band.
 *
 * @param spikeTimes - Shape `(nSpikes,)`, in seconds, e.g. of one cluster.
 * @param eventTimes - Shape `(nEvents,)`, in seconds. Events that are not finite are left out, with a warning.
 * @returns The SVG document. No events give an empty, labelled frame.
 * @throws {@link UnequalLengthsError} if `groups` is not as long as `eventTimes`.
 * @throws {@link InvalidArrayError} if an argument is no array of numbers.
 * @throws {@link InvalidOptionError} if the window or the bin has no width or the size is out of range.
 * @example
 * ```ts
 * const svg = await psth(spikeTimes, trials.stimOn_times, { groups: contrasts, groupName: "contrast" });
 * ```
 */
export async function psth(
  spikeTimes: NumericArray,
  eventTimes: NumericArray,
  options: PsthOptions = {},
): Promise<string> {
  const { windowS = [-0.5, 1], binS = 0.02 } = options;
  checkLimits("yLimits", options.yLimits);
  const canvas = canvasOf(options, { width: 800, height: options.showTrials ? 600 : 450 });
  const counted = peristimulusCounts(spikeTimes, eventTimes, { windowS, binS });
  const groups = groupEvents(eventTimes, options.groups, canvas.theme).filter(({ rows }) => rows.length > 0);
  const used = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  warnLeftOut(eventTimes.length - used, "events", options.onWarning);
  const rates = groups.map(({ rows }) => meanRate(counted, rows, binS));
  const layout = layOut({
    canvas,
    title: options.title,
    subtitle: options.subtitle ?? `${formatCount(used)} events, mean ± SEM, ${formatNumber(binS * 1000)} ms bins`,
    legendTitle: options.groupName,
    legend: legendOfGroups(groups),
    x: {
      domain: domainOf([windowS[0], windowS[0] + counted.bins * binS]),
      label: options.xLabel ?? "Time from event (s)",
    },
    y: rateAxis(rates, options),
  });
  const panels = options.showTrials ? splitPlot(layout) : { rates: layout, trials: undefined };
  const lines = rates.map((rate, i) =>
    drawRate(rate, counted.binCentresS, { layout: panels.rates, colour: groups[i]!.colour }),
  );
  const trials = panels.trials ? await drawTrials(counted, groups, { layout, box: panels.trials }) : "";
  return drawFigure(panels.rates, {
    under: drawGrid(panels.rates) + drawReferences([0], layout),
    inside: lines.join(""),
    over: trials,
    empty: groups.length === 0,
  });
}

function legendOfGroups(groups: readonly EventGroup[]): readonly LegendEntry[] {
  return groups.flatMap(({ label, colour, rows }) =>
    label === undefined ? [] : [{ label: `${label} (n = ${formatCount(rows.length)})`, colour }],
  );
}

function rateAxis(rates: readonly MeanRate[], options: PsthOptions): AxisSpec {
  const tops = rates.map(({ meanHz, semHz }) => meanHz.map((mean, i) => mean + (semHz[i]! || 0)));
  return valueAxis(options.yLabel ?? "Rate (spikes/s)", jointExtent(tops), {
    yLimits: options.yLimits,
    includeZero: true,
  });
}

/** The lower 55 % of the plot for rates, the rest less a gap for trials. */
function splitPlot(layout: Layout): { readonly rates: Layout; readonly trials: Box } {
  const { plot, spec } = layout;
  const height = Math.round(plot.height * 0.55);
  const box = { ...plot, y: plot.y + plot.height - height, height };
  const yTicks = spec.y.ticks ?? axisTicks(spec.y.domain, height / 48);
  const rates = { ...layout, plot: box, yTicks, y: scaleOf(spec.y, box.y + height, -height) };
  return { rates, trials: { ...plot, height: plot.height - height - 14 } };
}

function drawRate(
  { meanHz, semHz }: MeanRate,
  centres: Float64Array,
  { layout, colour }: { readonly layout: Layout; readonly colour: string },
): string {
  const point = (i: number, offset: number): string =>
    `${coordinate(layout.x(centres[i]!))} ${coordinate(layout.y(meanHz[i]! + offset))}`;
  const along = Array.from(meanHz, (_, i) => i);
  const line = element("path", {
    d: `M${along.map((i) => point(i, 0)).join("L")}`,
    stroke: colour,
    "stroke-width": 1.8,
    "stroke-linejoin": "round",
    fill: "none",
  });
  if (Number.isNaN(semHz[0])) return line;
  const upper = along.map((i) => point(i, semHz[i]!));
  const lower = along.map((i) => point(i, -semHz[i]!)).reverse();
  return element("path", { d: `M${[...upper, ...lower].join("L")}Z`, fill: colour, "fill-opacity": "0.2" }) + line;
}

async function drawTrials(
  counted: PeristimulusCounts,
  groups: readonly EventGroup[],
  { layout, box }: { readonly layout: Layout; readonly box: Box },
): Promise<string> {
  const places = new Int32Array(counted.events).fill(-1);
  let trials = 0;
  for (const { rows } of groups) for (const row of rows) places[row] = trials++;
  const y: AxisSpec = { domain: domainOf([0, Math.max(1, trials)]), label: "Trial", reversed: true };
  let svg = drawYAxis(y, { box, ticks: axisTicks(y.domain, 4, true), theme: layout.spec.canvas.theme });
  let start = 0;
  for (const { rows, colour } of groups) {
    const kept = placesBetween(counted, places, [start, start + rows.length]);
    const field = { ...kept, box, xDomain: layout.spec.x.domain, yDomain: y.domain, yReversed: true };
    svg += await drawPoints(field, { colour, vectorLimit: 5000 });
    start += rows.length;
  }
  return svg;
}

/** Spikes of the trials at places `[from, to)`, each in the middle of its trial's row. */
function placesBetween(
  { alignedS, eventOfSpike }: PeristimulusCounts,
  places: Int32Array,
  [from, to]: readonly [number, number],
): { readonly x: Float64Array; readonly y: Float64Array } {
  const inside = (_: number, i: number): boolean => places[eventOfSpike[i]!]! >= from && places[eventOfSpike[i]!]! < to;
  return {
    x: alignedS.filter(inside),
    y: Float64Array.from(eventOfSpike.filter(inside), (event) => places[event]! + 0.5),
  };
}
