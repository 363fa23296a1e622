import { dataAxis } from "./axis.ts";
import { type ColourMap } from "./colour-map.ts";
import { canvasOf, checkLimits, type FigureOptions } from "./figure-options.ts";
import { drawFigure, type Layout, type LayoutSpec, layOut } from "./layout.ts";
import { formatCount } from "./number-format.ts";
import { commonLength, finiteExtent, type NumericArray, warnLeftOut } from "./numeric-array.ts";
import {
  countPerPixel,
  densestCount,
  dotSize,
  drawDots,
  imageElement,
  type PointField,
  rasterSize,
  shadeCounts,
  shadePalette,
} from "./point-layer.ts";
import { drawReferences } from "./reference-lines.ts";

/** What {@link spikeRaster} can be told. */
export interface SpikeRasterOptions extends FigureOptions {
  /** Times to mark by a vertical line, in seconds, e.g. stimulus onsets. */
  readonly eventTimes?: NumericArray | undefined;
  /** Small values on top. */
  readonly yReversed?: boolean | undefined;
  /** From one spike a pixel to many. Default: that of the theme. */
  readonly colourMap?: ColourMap | undefined;
  /** Up to this many spikes are drawn one by one, more as a picture of their density. Default 10,000. */
  readonly vectorLimit?: number | undefined;
}

/**
 * Draw every spike as a point, time across and depth (or any other number of the spike) up.
 *
 * Many spikes become a picture inside the SVG whose shade is the logarithm of the number of spikes on a pixel, so that
 * a dense recording does not turn black; axes and labels stay vectors.
 *
 * @param times - Shape `(nSpikes,)`, in seconds, in any order.
 * @param depths - Shape `(nSpikes,)`, in µm above the probe's tip, as ALF `spikes.depths`; or cluster numbers, with
 *   `yLabel` saying so. Spikes where either is not finite are left out, with a warning.
 * @returns The SVG document. No spikes give an empty, labelled frame.
 * @throws {@link UnequalLengthsError} if the arrays differ in length.
 * @throws {@link InvalidArrayError} if one is no array of numbers.
 * @throws {@link InvalidOptionError} if limits do not increase or the size is out of range.
 * @example
 * ```ts
 * const svg = await spikeRaster(spikes.times, spikes.depths, { title: "Probe 00" });
 * ```
 */
export async function spikeRaster(
  times: NumericArray,
  depths: NumericArray,
  options: SpikeRasterOptions = {},
): Promise<string> {
  const count = commonLength({ times, depths });
  const canvas = canvasOf(options, { width: 800, height: 500 });
  const spec: LayoutSpec = {
    canvas,
    title: options.title,
    subtitle: options.subtitle ?? `${formatCount(count)} spikes`,
    ...pointAxes([times, depths], options),
  };
  if (count <= (options.vectorLimit ?? 10_000)) {
    const layout = layOut(spec);
    const dots = drawDots(pointField(layout, times, depths), { colour: canvas.theme.series[0]!, diameter: 2 });
    return drawFigure(layout, { inside: dots + drawReferences(options.eventTimes, layout), empty: dots === "" });
  }
  const map = options.colourMap ?? canvas.theme.density;
  const { layout, counts, densest } = layOutDensity(spec, map, [times, depths]);
  const image = { ...rasterSize(layout.plot), pixels: shadeCounts(counts, densest) };
  const under = await imageElement(image, shadePalette(map), layout.plot);
  return drawFigure(layout, { under, inside: drawReferences(options.eventTimes, layout) });
}

/**
 * Axes of points: those of the data where the options say nothing. Warns about points that are not finite.
 *
 * @param points - x, y, and what else a point needs to be drawn.
 */
export function pointAxes(
  points: readonly [x: NumericArray, y: NumericArray, ...others: NumericArray[]],
  options: FigureOptions & { readonly yReversed?: boolean | undefined },
): Pick<LayoutSpec, "x" | "y"> {
  checkLimits("xLimits", options.xLimits);
  checkLimits("yLimits", options.yLimits);
  const [x, y] = points;
  let leftOut = 0;
  for (let i = 0; i < x.length; i++) {
    let drawn = true;
    for (const values of points) drawn &&= Number.isFinite(values[i]);
    if (!drawn) leftOut++;
  }
  warnLeftOut(leftOut, "points", options.onWarning);
  return {
    x: dataAxis(options.xLabel ?? "Time (s)", finiteExtent(x), options.xLimits),
    y: {
      ...dataAxis(options.yLabel ?? "Depth (µm)", finiteExtent(y), options.yLimits),
      reversed: options.yReversed,
    },
  };
}

/** The points in the plot of a layout. */
export function pointField({ plot, spec }: Layout, x: NumericArray, y: NumericArray): PointField {
  return { x, y, box: plot, xDomain: spec.x.domain, yDomain: spec.y.domain, yReversed: spec.y.reversed };
}

/**
 * Layout and counts of a density picture. The key's width follows from the densest pixel, which follows from the
 * plot's width, which follows from the key's: so lay out for a guess, count, and lay out again for what was found.
 */
function layOutDensity(
  spec: LayoutSpec,
  map: ColourMap,
  [x, y]: readonly [NumericArray, NumericArray],
): { readonly layout: Layout; readonly counts: Uint32Array; readonly densest: number } {
  const withKey = (densest: number): Layout => {
    const domain = { low: 1, high: densest, logarithmic: true };
    return layOut({ ...spec, colourBar: densest > 1 ? { map, domain, label: "Spikes per pixel" } : undefined });
  };
  const count = (layout: Layout): Uint32Array =>
    countPerPixel(pointField(layout, x, y), dotSize(x.length, layout.plot));
  const guess = withKey(10);
  const counts = count(guess);
  const densest = densestCount(counts);
  const layout = withKey(densest);
  return { layout, densest, counts: layout.plot.width === guess.plot.width ? counts : count(layout) };
}
