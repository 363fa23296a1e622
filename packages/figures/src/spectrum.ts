import { type AxisSpec, dataAxis, valueAxis } from "./axis.ts";
import { InvalidOptionError } from "./errors.ts";
import { canvasOf, checkLimits, type FigureOptions } from "./figure-options.ts";
import { drawFigure, drawGrid, layOut } from "./layout.ts";
import { drawLine, legendOf, seriesColour } from "./line-plot.ts";
import { commonLength, type Extent, jointExtent, type NumericArray } from "./numeric-array.ts";
import { welchSpectrum } from "./welch.ts";

/** A signal whose power is to be estimated, by {@link welchSpectrum}. */
export interface SignalSeries {
  /** Shape `(nSamples,)`, evenly sampled. */
  readonly signal: NumericArray;
  /** Samples a second. */
  readonly samplingRateHz: number;
  /** Samples in a segment, a power of two. Default: about one second. */
  readonly segmentLength?: number | undefined;
  /** Named in the legend. */
  readonly label?: string | undefined;
  /** Default: the theme's, in order. */
  readonly colour?: string | undefined;
}

/** Power that was estimated before. */
export interface PowerSeries {
  /** Shape `(nFrequencies,)`. */
  readonly frequenciesHz: NumericArray;
  /** Shape `(nFrequencies,)`, squared unit of the signal per Hz. */
  readonly power: NumericArray;
  /** Named in the legend. */
  readonly label?: string | undefined;
  /** Default: the theme's, in order. */
  readonly colour?: string | undefined;
}

/** What {@link spectrum} can be told. Limits of x are in Hz, those of y in dB. */
export interface SpectrumOptions extends FigureOptions {
  /** Unit of the signal, for the label of the y axis. Default `"V"`. */
  readonly unit?: string | undefined;
  /** Frequencies evenly instead of by decades. Default false. */
  readonly linearFrequency?: boolean | undefined;
}

/**
 * Draw power spectral densities in dB over frequency, e.g. of LFP channels.
 *
 * @param series - One a line: signals, or spectra as `_iblqc_ephysSpectralDensity` holds them.
 * @returns The SVG document. Frequencies of 0 Hz and powers of 0 have no place on logarithmic axes and are left out; so
 *   is a signal's highest frequency, whose power has one side where all others have two.
 * @throws {@link UnequalLengthsError} if frequencies and power of a series differ in length.
 * @throws {@link InvalidArrayError} if one is no array of numbers.
 * @throws {@link InvalidOptionError} if limits do not increase, frequency limits by decades do not start above 0, or a
 *   segment does not fit its signal.
 */
export async function spectrum(
  series: readonly (SignalSeries | PowerSeries)[],
  options: SpectrumOptions = {},
): Promise<string> {
  checkLimits("xLimits", options.xLimits);
  checkLimits("yLimits", options.yLimits);
  const logarithmic = options.linearFrequency !== true;
  if (logarithmic && options.xLimits && options.xLimits[0] <= 0) {
    throw new InvalidOptionError("xLimits", options.xLimits, "frequencies above 0, or linearFrequency");
  }
  const canvas = canvasOf(options, { width: 800, height: 450 });
  const lines = series.map((one) => ({ ...decibels(powerOf(one), logarithmic), label: one.label, colour: one.colour }));
  const seen = lines.map(({ x, y }) => y.filter((_, i) => inside(x[i]!, options.xLimits)));
  const label = options.xLabel ?? "Frequency (Hz)";
  const xExtent = jointExtent(lines.map(({ x }) => x));
  const layout = layOut({
    canvas,
    title: options.title,
    subtitle: options.subtitle,
    legend: legendOf(lines, canvas.theme),
    x: logarithmic ? decadeAxis(label, options.xLimits ?? xExtent) : dataAxis(label, xExtent, options.xLimits),
    y: valueAxis(options.yLabel ?? `Power (dB re 1 ${options.unit ?? "V"}²/Hz)`, jointExtent(seen), options),
  });
  const paths = lines.map((line, i) => drawLine(line, layout, seriesColour(line, i, canvas.theme))).join("");
  return drawFigure(layout, { under: drawGrid(layout), inside: paths, empty: paths === "" });
}

function powerOf(series: SignalSeries | PowerSeries): Pick<PowerSeries, "frequenciesHz" | "power"> {
  if ("signal" in series) {
    const { frequenciesHz, power } = welchSpectrum(series.signal, series);
    return { frequenciesHz: frequenciesHz.subarray(0, -1), power: power.subarray(0, -1) };
  }
  commonLength({ frequenciesHz: series.frequenciesHz, power: series.power });
  return series;
}

function decibels(
  { frequenciesHz, power }: Pick<PowerSeries, "frequenciesHz" | "power">,
  logarithmic: boolean,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const places = Array.from(frequenciesHz, (_, i) => i).filter(
    (i) => power[i]! > 0 && Number.isFinite(power[i]) && (frequenciesHz[i]! > 0 || !logarithmic),
  );
  return {
    x: Float64Array.from(places, (i) => frequenciesHz[i]!),
    y: Float64Array.from(places, (i) => 10 * Math.log10(power[i]!)),
  };
}

function inside(value: number, limits: Extent | undefined): boolean {
  return limits === undefined || (value >= limits[0] && value <= limits[1]);
}

/** Within bounds whose logarithm, half and double are finite, so that no axis has endless decades. */
function decadeAxis(label: string, extent: Extent | undefined): AxisSpec {
  if (!extent) return dataAxis(label, undefined, undefined);
  const low = Math.min(1e290, Math.max(1e-290, extent[0]));
  const high = Math.min(1e290, Math.max(1e-290, extent[1]));
  const domain = low < high * (1 - 1e-9) ? { low, high } : { low: low / 2, high: high * 2 };
  return { domain: { ...domain, logarithmic: true }, label };
}
