import { type ColourMap, colourAt, formatColour } from "./colour-map.ts";
import { canvasOf, checkLimits, checkPositive, type FigureOptions } from "./figure-options.ts";
import { drawFigure, layOut } from "./layout.ts";
import { formatCount } from "./number-format.ts";
import { commonLength, type NumericArray, quantiles } from "./numeric-array.ts";
import {
  dotSize,
  drawDots,
  imageElement,
  type PointField,
  rasterSize,
  SHADES,
  shadePalette,
  visitPixels,
} from "./point-layer.ts";
import { drawReferences } from "./reference-lines.ts";
import { pointAxes, pointField } from "./spike-raster.ts";
import { type Domain, domainOf } from "./ticks.ts";

/** What {@link driftMap} can be told. */
export interface DriftMapOptions extends FigureOptions {
  /** Times to mark by a vertical line, in seconds. */
  readonly eventTimes?: NumericArray | undefined;
  /** Small depths on top. */
  readonly yReversed?: boolean | undefined;
  /** From small to large amplitudes. Default: that of the theme, pale to dark on white. */
  readonly colourMap?: ColourMap | undefined;
  /** What amplitudes are multiplied with before they are shown. Default 1e6: V to µV. */
  readonly amplitudeFactor?: number | undefined;
  /** Default `"Amplitude (µV)"`. */
  readonly amplitudeLabel?: string | undefined;
  /** Ends of the shade, in the unit shown. Default: the 2nd and the 98th percentile. */
  readonly amplitudeLimits?: readonly [number, number] | undefined;
  /** Up to this many spikes are drawn one by one, more as a picture. Default 10,000. */
  readonly vectorLimit?: number | undefined;
}

/**
 * Draw spikes over time and depth with their amplitude as shade, so that movement of the tissue along the probe shows
 * as lines that bend together. Where spikes meet on a pixel the largest one is seen.
 *
 * @param times - Shape `(nSpikes,)`, in seconds, in any order.
 * @param depths - Shape `(nSpikes,)`, in µm above the probe's tip.
 * @param amplitudes - Shape `(nSpikes,)`, in V as ALF `spikes.amps`; for other units see `amplitudeFactor`.
 * @returns The SVG document. No spikes give an empty, labelled frame. Spikes without a finite time, depth or amplitude
 *   are left out, with a warning.
 * @throws {@link UnequalLengthsError} if the arrays differ in length.
 * @throws {@link InvalidArrayError} if one is no array of numbers.
 * @throws {@link InvalidOptionError} if limits do not increase, the factor is not above 0 or the size is out of range.
 */
export async function driftMap(
  times: NumericArray,
  depths: NumericArray,
  amplitudes: NumericArray,
  options: DriftMapOptions = {},
): Promise<string> {
  const { amplitudeFactor = 1e6 } = options;
  const count = commonLength({ times, depths, amplitudes });
  checkLimits("amplitudeLimits", options.amplitudeLimits);
  checkPositive("amplitudeFactor", amplitudeFactor);
  const canvas = canvasOf(options, { width: 800, height: 500 });
  const map = options.colourMap ?? canvas.theme.shade;
  const shades = shadeDomain(amplitudes, amplitudeFactor, options.amplitudeLimits);
  const layout = layOut({
    canvas,
    title: options.title,
    subtitle: options.subtitle ?? `${formatCount(count)} spikes`,
    ...pointAxes([times, depths, amplitudes], options),
    colourBar: count === 0 ? undefined : { map, domain: shades, label: options.amplitudeLabel ?? "Amplitude (µV)" },
  });
  const field = pointField(layout, times, depths);
  const references = drawReferences(options.eventTimes, layout);
  const levels = shadeLevels(amplitudes, amplitudeFactor, shades);
  if (count <= (options.vectorLimit ?? 10_000)) {
    const dots = dotsByLevel(field, levels, map);
    return drawFigure(layout, { inside: dots + references, empty: dots === "" });
  }
  const pixels = largestPerPixel(field, levels, dotSize(count, field.box));
  const image = await imageElement({ ...rasterSize(field.box), pixels }, shadePalette(map), field.box);
  return drawFigure(layout, { under: image, inside: references });
}

function shadeDomain(amplitudes: NumericArray, factor: number, limits: readonly [number, number] | undefined): Domain {
  const found = limits ?? quantiles(amplitudes, [0.02, 0.98])?.map((value) => value * factor);
  return domainOf(found && [Math.min(found[0]!, found[1]!), Math.max(found[0]!, found[1]!)]);
}

/** Shade of each spike, 1 to {@link SHADES}; 0 for one without a finite amplitude. */
function shadeLevels(amplitudes: NumericArray, factor: number, { low, high }: Domain): Uint8Array<ArrayBuffer> {
  const levels = new Uint8Array(amplitudes.length);
  const perUnit = (SHADES - 1) / (high - low);
  for (let i = 0; i < levels.length; i++) {
    const level = 1 + Math.round((amplitudes[i]! * factor - low) * perUnit);
    if (Number.isFinite(amplitudes[i])) levels[i] = Math.max(1, Math.min(SHADES, level));
  }
  return levels;
}

function largestPerPixel(field: PointField, levels: Uint8Array, dot: number): Uint8Array<ArrayBuffer> {
  const { width, height } = rasterSize(field.box);
  const pixels = new Uint8Array(width * height);
  const before = dot > 1 ? 1 : 0;
  visitPixels(field, (column, row, i) => {
    const level = levels[i]!;
    const bottom = Math.min(height, row + dot - before);
    const right = Math.min(width, column + dot - before);
    for (let r = Math.max(0, row - before); r < bottom; r++) {
      for (let c = Math.max(0, column - before); c < right; c++) {
        if (level > pixels[r * width + c]!) pixels[r * width + c] = level;
      }
    }
  });
  return pixels;
}

/** Dots in eight shades, the pale ones below. */
function dotsByLevel(field: PointField, levels: Uint8Array, map: ColourMap): string {
  const steps = 8;
  let svg = "";
  for (let step = 0; step < steps; step++) {
    const kept: number[] = [];
    levels.forEach((level, i) => {
      if (level > 0 && Math.min(steps - 1, Math.floor(((level - 1) * steps) / SHADES)) === step) kept.push(i);
    });
    const part = { ...field, x: kept.map((i) => field.x[i]!), y: kept.map((i) => field.y[i]!) };
    svg += drawDots(part, { colour: formatColour(colourAt(map, step / (steps - 1))), diameter: 2.4 });
  }
  return svg;
}
