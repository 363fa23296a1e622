import { LABEL_FONT, PAD, TICK_FONT } from "./header.ts";
import { type Extent } from "./numeric-array.ts";
import { type Box, scaleOf } from "./scale.ts";
import { element, textElement } from "./svg.ts";
import { textWidth } from "./text-width.ts";
import { type Theme } from "./theme.ts";
import { axisTicks, type Domain, domainOf, roundStep, type Tick } from "./ticks.ts";

/** One axis as a plot asks for it. */
export interface AxisSpec {
  readonly domain: Domain;
  readonly label: string;
  /** Small values at the far end: the top of a y axis that counts down from the surface. */
  readonly reversed?: boolean | undefined;
  /** No tick between two whole numbers, as for trials. */
  readonly wholeNumbers?: boolean | undefined;
  /** Ticks of the plot's own, e.g. names. An empty list hides them. */
  readonly ticks?: readonly Tick[] | undefined;
}

/** Length of a labelled tick in pixels. */
export const TICK_LENGTH = 5;

/**
 * The axis of an extent: limits of the user as they are, data ends moved to a round number that is near, and no ticks
 * where there is nothing to read.
 */
export function dataAxis(
  label: string,
  extent: Extent | undefined,
  limits: readonly [number, number] | undefined,
): AxisSpec {
  if (limits) return { domain: domainOf(limits), label };
  return extent ? { domain: roundedOut(domainOf(extent)), label } : { domain: domainOf(undefined), label, ticks: [] };
}

/** The axis of values that lines are drawn through: with some room above and below, or from zero if asked. */
export function valueAxis(
  label: string,
  extent: Extent | undefined,
  { yLimits, includeZero }: { readonly yLimits?: Extent | undefined; readonly includeZero?: boolean | undefined },
): AxisSpec {
  if (yLimits || !extent) return dataAxis(label, extent, yLimits);
  return { domain: domainOf(extent, { pad: 0.05, includeZero: includeZero ?? false }), label };
}

/** Move the ends of a domain to the next round number where that is less than a twentieth of its width away. */
function roundedOut({ low, high }: Domain): Domain {
  const step = roundStep(high - low, 10);
  const room = (high - low) * 0.05;
  const below = Math.floor(low / step) * step;
  const above = Math.ceil(high / step) * step;
  return { low: low - below < room ? below : low, high: above - high < room ? above : high, logarithmic: false };
}

/** Width of the widest label. */
export function widestLabel(ticks: readonly Tick[]): number {
  return Math.max(0, ...ticks.map(({ label }) => textWidth(label, TICK_FONT)));
}

/** As many ticks as fit beside each other along the x axis with their labels. */
export function fittingTicks(axis: AxisSpec, width: number): readonly Tick[] {
  for (let count = Math.max(2, Math.floor(width / 64)); count > 2; count--) {
    const ticks = axisTicks(axis.domain, count, axis.wholeNumbers);
    const labelled = ticks.filter(({ label }) => label !== "").length;
    if (labelled * (widestLabel(ticks) + 18) <= width) return ticks;
  }
  return axisTicks(axis.domain, 2, axis.wholeNumbers);
}

/** Where an axis is drawn. */
export interface AxisPlace {
  readonly box: Box;
  readonly ticks: readonly Tick[];
  readonly theme: Theme;
}

/**
 * Ticks, labels and line of the x axis, along the bottom of its box.
 *
 * @param labelY - Baseline of the axis label, in pixels.
 */
export function drawXAxis(axis: AxisSpec, { box, ticks, theme }: AxisPlace, labelY: number): string {
  const x = scaleOf(axis, box.x, box.width);
  const bottom = box.y + box.height;
  const marks = ticks.map((tick) => `M${Math.round(x(tick.value)) + 0.5} ${bottom + 0.5}v${tickLength(tick)}`);
  const labels = ticks.map(({ value, label }) =>
    label === "" ? "" : textElement(label, { x: x(value), y: bottom + TICK_LENGTH + TICK_FONT + 3 }),
  );
  return (
    element("path", {
      d: `M${box.x - 0.5} ${bottom + 0.5}h${box.width + 1}${marks.join("")}`,
      stroke: theme.axis,
      fill: "none",
    }) +
    element("g", { "font-size": TICK_FONT, "text-anchor": "middle", fill: theme.muted }, labels.join("")) +
    axisLabel(axis.label, { x: box.x + box.width / 2, y: labelY }, theme)
  );
}

/** Ticks, labels and line of a y axis, along the left of its box. */
export function drawYAxis(axis: AxisSpec, { box, ticks, theme }: AxisPlace): string {
  const y = scaleOf(axis, box.y + box.height, -box.height);
  const marks = ticks.map((tick) => `M${box.x - 0.5} ${Math.round(y(tick.value)) + 0.5}h${-tickLength(tick)}`);
  const labels = ticks.map(({ value, label }) =>
    label === "" ? "" : textElement(label, { x: box.x - TICK_LENGTH - 4, y: y(value) + TICK_FONT * 0.36 }),
  );
  const at = { x: PAD - 2 + LABEL_FONT * 0.75, y: box.y + box.height / 2 };
  return (
    element("path", {
      d: `M${box.x - 0.5} ${box.y}v${box.height + 1}${marks.join("")}`,
      stroke: theme.axis,
      fill: "none",
    }) +
    element("g", { "font-size": TICK_FONT, "text-anchor": "end", fill: theme.muted }, labels.join("")) +
    axisLabel(axis.label, { ...at, transform: `rotate(-90 ${at.x} ${at.y})` }, theme)
  );
}

function axisLabel(
  label: string,
  place: { readonly x: number; readonly y: number; readonly transform?: string },
  theme: Theme,
): string {
  if (label === "") return "";
  return textElement(label, { ...place, "text-anchor": "middle", "font-size": LABEL_FONT, fill: theme.ink });
}

function tickLength({ label }: Tick): number {
  return label === "" ? 3 : TICK_LENGTH;
}
