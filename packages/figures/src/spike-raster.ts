import { type ColourMap } from "./colour-map.ts";
import { canvasOf, checkLimits, type FigureOptions } from "./figure-options.ts";
import { drawFigure, type Layout, layOut } from "./layout.ts";
import { formatCount } from "./number-format.ts";
import { commonLength, type Extent, finiteExtent, type NumericArray, warnLeftOut } from "./numeric-array.ts";
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
import { domainOf } from "./ticks.ts";

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
  checkLimits("xLimits", options.xLimits);
  checkLimits("yLimits", options.yLimits);
  const [xExtent, yExtent] = pointExtents(times, depths, options);
  const canvas = canvasOf(options, { width: 800, height: 500 });
  const rasterised = count > (options.vectorLimit ?? 10_000);
  const map = options.colourMap ?? canvas.theme.density;
  const layout = layOut({
    canvas,
    title: options.title,
    subtitle: options.subtitle ?? `${formatCount(count)} spikes`,
    x: { domain: domainOf(options.xLimits ?? xExtent), label: options.xLabel ?? "Time (s)" },
    y: {
      domain: domainOf(options.yLimits ?? yExtent),
      label: options.yLabel ?? "Depth (µm)",
      reversed: options.yReversed,
    },
    colourBar: rasterised
      ? { map, domain: { low: 1, high: 1000, logarithmic: true }, label: "Spikes per pixel" }
      : undefined,
  });
  const field = pointField(layout, times, depths);
  const references = drawReferences(options.eventTimes, layout);
  if (!rasterised)
    return drawFigure(layout, {
      inside: drawDots(field, { colour: canvas.theme.series[0]!, diameter: 2 }) + references,
    });
  const counts = countPerPixel(field, dotSize(count, field.box));
  const densest = densestCount(counts);
  const pixels = shadeCounts(counts, densest);
  const image = await imageElement({ ...rasterSize(field.box), pixels }, shadePalette(map), field.box);
  return drawFigure(withDensest(layout, densest), { under: image, inside: references });
}

/** Extents of the drawn points; those of the data where the options say nothing. Warns about what is not finite. */
export function pointExtents(
  x: NumericArray,
  y: NumericArray,
  options: FigureOptions,
): readonly [Extent | undefined, Extent | undefined] {
  let leftOut = 0;
  for (let i = 0; i < x.length; i++) if (!(Number.isFinite(x[i]) && Number.isFinite(y[i]))) leftOut++;
  warnLeftOut(leftOut, "points", options.onWarning);
  return [finiteExtent(x), finiteExtent(y)];
}

/** The points in the plot of a layout. */
export function pointField({ plot, spec }: Layout, x: NumericArray, y: NumericArray): PointField {
  return { x, y, box: plot, xDomain: spec.x.domain, yDomain: spec.y.domain, yReversed: spec.y.reversed };
}

/** The key ends at the densest pixel, which is known only after the plot's size is. */
function withDensest(layout: Layout, densest: number): Layout {
  const bar = layout.spec.colourBar;
  const colourBar = bar && densest > 1 ? { ...bar, domain: { low: 1, high: densest, logarithmic: true } } : undefined;
  return { ...layout, spec: { ...layout.spec, colourBar } };
}
