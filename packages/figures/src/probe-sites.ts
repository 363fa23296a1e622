import { dataAxis } from "./axis.ts";
import { type ColourMap, colourAt, formatColour } from "./colour-map.ts";
import { type Canvas, canvasOf, checkLimits, type FigureOptions } from "./figure-options.ts";
import { TICK_FONT } from "./header.ts";
import { drawFigure, type Layout, layOut } from "./layout.ts";
import { commonLength, type Extent, finiteExtent, type NumericArray, quantiles } from "./numeric-array.ts";
import { coordinate, element, textElement } from "./svg.ts";
import { ellipsize, textWidth } from "./text-width.ts";
import { domainOf } from "./ticks.ts";

/** Recording sites of a probe, as ALF `channels.localCoordinates` gives them. */
export interface ProbeGeometry {
  /** Across the shank, in µm, shape `(nSites,)`. */
  readonly lateralUm: NumericArray;
  /** Above the tip, in µm, shape `(nSites,)`. */
  readonly depthUm: NumericArray;
  /** A number of each site, e.g. its noise, shape `(nSites,)`; drawn as its colour. Not finite: the "missing" colour. */
  readonly values?: NumericArray | undefined;
}

/** A brain region that the probe passes through. */
export interface ProbeRegion {
  /** Lower end, in µm above the tip. */
  readonly fromUm: number;
  /** Upper end, in µm above the tip. */
  readonly toUm: number;
  /** Acronym, e.g. `"CA1"`. */
  readonly label: string;
  /** Default: the theme's series colours, in order. */
  readonly colour?: string | undefined;
}

/** What {@link probeSites} can be told. */
export interface ProbeSitesOptions extends Omit<FigureOptions, "xLimits" | "xLabel"> {
  /** Regions along the probe, named right of it. */
  readonly regions?: readonly ProbeRegion[] | undefined;
  /** Of the colour bar, with the unit. */
  readonly valueLabel?: string | undefined;
  /** Ends of the colours. Default: the 0.5th and the 99.5th percentile. */
  readonly valueLimits?: readonly [number, number] | undefined;
  /** Default: the theme's. */
  readonly colourMap?: ColourMap | undefined;
}

/** Sites further apart than this are on different shanks: within one they are at most some 50 µm apart. */
const SHANK_GAP_UM = 120;
const LINE_HEIGHT = 15;

/**
 * Draw the sites of a probe along its shank, coloured by a value if there is one, with the regions it passes through.
 *
 * Across, the shank is stretched: at true proportions, 70 µm to 4 mm, nothing could be seen.
 *
 * @returns The SVG document. No sites give an empty, labelled frame. Sites that are not finite are left out.
 * @throws {@link UnequalLengthsError} if the arrays differ in length.
 * @throws {@link InvalidArrayError} if one is no array of numbers.
 * @throws {@link InvalidOptionError} if limits do not increase, a region has no height, or the size is out of range.
 */
export async function probeSites(geometry: ProbeGeometry, options: ProbeSitesOptions = {}): Promise<string> {
  const { lateralUm, depthUm, values } = geometry;
  const { regions = [] } = options;
  commonLength(values ? { lateralUm, depthUm, values } : { lateralUm, depthUm });
  checkLimits("yLimits", options.yLimits);
  checkLimits("valueLimits", options.valueLimits);
  regions.forEach(checkRegion);
  const canvas = canvasOf(options, { width: 380, height: 640 });
  const ends = options.valueLimits ?? (values && quantiles(values, [0.005, 0.995]));
  const map = options.colourMap ?? canvas.theme.sequential;
  const shades = domainOf(ends && [ends[0]!, ends[1]!]);
  const layout = layOut({
    canvas,
    title: options.title,
    subtitle: options.subtitle,
    x: { ...lateralAxis(finiteExtent(lateralUm)), ticks: [] },
    y: depthAxis(depthUm, options),
    colourBar: ends && { map, domain: shades, label: options.valueLabel ?? "Value" },
    rightPixels: regions.length === 0 ? 0 : 16 + Math.min(140, widestRegion(regions)),
  });
  const colourOf = (site: number): string => {
    if (!values) return canvas.theme.series[0]!;
    const share = (values[site]! - shades.low) / (shades.high - shades.low);
    return Number.isFinite(share) ? formatColour(colourAt(map, share)) : canvas.theme.missing;
  };
  const sites = drawSites(geometry, layout, colourOf);
  return drawFigure(layout, {
    inside:
      drawBands(regions, layout) +
      drawBorders(regions, layout) +
      (sites === "" ? "" : drawShanks(geometry, layout)) +
      sites,
    over: drawRegionLabels(regions, layout),
    empty: sites === "",
  });
}

function checkRegion({ fromUm, toUm }: ProbeRegion, place: number): void {
  checkLimits(`regions[${place}]`, [fromUm, toUm]);
}

function lateralAxis(extent: Extent | undefined): ReturnType<typeof dataAxis> {
  const [low, high] = extent ?? [0, 1];
  const room = Math.max(20, (high - low) * 0.4);
  return { domain: domainOf([low - room, high + room]), label: "" };
}

/** Room below the lowest site for the tip, unless the caller set the limits. */
function depthAxis(depthUm: NumericArray, { yLabel, yLimits }: ProbeSitesOptions): ReturnType<typeof dataAxis> {
  const extent = finiteExtent(depthUm);
  const label = yLabel ?? "Depth (µm)";
  if (!extent || yLimits) return dataAxis(label, extent, yLimits);
  const span = Math.max(100, extent[1] - extent[0]);
  return { domain: domainOf([extent[0] - span * 0.07, extent[1] + span * 0.03]), label };
}

function drawSites(
  { lateralUm, depthUm }: ProbeGeometry,
  { x, y, spec, plot }: Layout,
  colourOf: (site: number) => string,
): string {
  const width = Math.min(14, smallestGap(lateralUm) * (plot.width / span(spec.x.domain)) * 0.82);
  const height = Math.min(14, Math.max(1.5, smallestGap(depthUm) * (plot.height / span(spec.y.domain)) * 0.82));
  const sites: string[] = [];
  for (let site = 0; site < lateralUm.length; site++) {
    const at = { x: x(lateralUm[site]!), y: y(depthUm[site]!) };
    if (!(Number.isFinite(at.x) && Number.isFinite(at.y))) continue;
    const fill = colourOf(site);
    sites.push(
      element("rect", {
        x: at.x - width / 2,
        y: at.y - height / 2,
        width,
        height,
        rx: Math.min(1.5, height / 4),
        fill,
      }),
    );
  }
  return sites.join("");
}

/** The body of each shank with its tip, behind the sites. */
function drawShanks({ lateralUm, depthUm }: ProbeGeometry, { x, y, spec, plot }: Layout): string {
  const { theme } = spec.canvas;
  const lowest = finiteExtent(depthUm)?.[0] ?? 0;
  const tip = Math.min(y(lowest) + 34, plot.y + plot.height - 4);
  return shankExtents(lateralUm)
    .map(([low, high]) => {
      const [left, right] = [x(low) - 14, x(high) + 14];
      const points = [
        [left, -10],
        [left, tip - 20],
        [(left + right) / 2, tip],
        [right, tip - 20],
        [right, -10],
      ];
      const d = `M${points.map(([px, py]) => `${coordinate(px!)} ${coordinate(py!)}`).join("L")}`;
      return element("path", { d, fill: theme.background, "fill-opacity": "0.85", stroke: theme.axis });
    })
    .join("");
}

function shankExtents(lateralUm: NumericArray): readonly Extent[] {
  const sorted = distinct(lateralUm);
  const shanks: [number, number][] = [];
  for (const value of sorted) {
    const last = shanks.at(-1);
    if (last && value - last[1] < SHANK_GAP_UM) last[1] = value;
    else shanks.push([value, value]);
  }
  return shanks;
}

function distinct(values: NumericArray): readonly number[] {
  return [...new Set(Array.from(values).filter(Number.isFinite))].sort((a, b) => a - b);
}

/** Smallest distance between different values; the distance of shanks if there is one value. */
function smallestGap(values: NumericArray): number {
  const sorted = distinct(values);
  return sorted.reduce((least, value, i) => (i === 0 ? least : Math.min(least, value - sorted[i - 1]!)), SHANK_GAP_UM);
}

function span({ low, high }: { readonly low: number; readonly high: number }): number {
  return high - low;
}

function regionColour(region: ProbeRegion, place: number, { theme }: Canvas): string {
  return region.colour ?? theme.series[place % theme.series.length]!;
}

function drawBands(regions: readonly ProbeRegion[], { plot, y, spec }: Layout): string {
  return regions
    .map((region, i) => {
      const top = y(region.toUm);
      const fill = regionColour(region, i, spec.canvas);
      return element("rect", {
        x: plot.x,
        y: top,
        width: plot.width,
        height: y(region.fromUm) - top,
        fill,
        "fill-opacity": "0.22",
      });
    })
    .join("");
}

/** Lines between bands: neighbouring regions often have one colour, as the layers of a cortical area do. */
function drawBorders(regions: readonly ProbeRegion[], { plot, y, spec }: Layout): string {
  const borders = new Set(regions.flatMap(({ fromUm, toUm }) => [y(fromUm), y(toUm)]).map(Math.round));
  const d = [...borders].map((border) => `M${plot.x} ${border + 0.5}h${plot.width}`).join("");
  if (d === "") return "";
  return element("path", { d, stroke: spec.canvas.theme.axis, "stroke-opacity": "0.45", fill: "none" });
}

function widestRegion(regions: readonly ProbeRegion[]): number {
  return Math.max(...regions.map(({ label }) => textWidth(label, TICK_FONT)));
}

/** Names beside the middles of their bands, moved apart where bands are thin, each with a line to its band. */
function drawRegionLabels(regions: readonly ProbeRegion[], { plot, y, spec }: Layout): string {
  const bottom = plot.y + plot.height;
  const visible = regions
    .map((region, place) => ({
      region,
      place,
      top: Math.max(plot.y, y(region.toUm)),
      end: Math.min(bottom, y(region.fromUm)),
    }))
    .filter(({ top, end }) => end > top)
    .map((one) => ({ ...one, middle: (one.top + one.end) / 2 }))
    .sort((a, b) => a.middle - b.middle);
  const places = spread(
    visible.map(({ middle }) => middle),
    plot.y + 6,
    bottom - 6,
  );
  const right = plot.x + plot.width;
  return visible
    .map(({ region, place, middle }, i) => {
      const at = places[i]!;
      const line = `M${right} ${coordinate(middle)}L${right + 9} ${coordinate(at)}h3`;
      return (
        element("path", {
          d: line,
          stroke: regionColour(region, place, spec.canvas),
          "stroke-width": 1.5,
          fill: "none",
        }) +
        textElement(ellipsize(region.label, TICK_FONT, 140), {
          x: right + 15,
          y: at + TICK_FONT * 0.36,
          "font-size": TICK_FONT,
          fill: spec.canvas.theme.muted,
        })
      );
    })
    .join("");
}

/** Move increasing places apart until a line of text fits between them, within two ends where that is possible. */
function spread(wanted: readonly number[], low: number, high: number): readonly number[] {
  const places = [...wanted];
  const gap = Math.min(LINE_HEIGHT, (high - low) / Math.max(1, places.length - 1));
  for (let i = 0; i < places.length; i++) places[i] = Math.max(places[i]!, i === 0 ? low : places[i - 1]! + gap);
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, i === places.length - 1 ? high : places[i + 1]! - gap);
  }
  return places;
}
