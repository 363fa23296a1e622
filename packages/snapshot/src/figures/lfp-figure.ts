import { type NumericArray, ShapeMismatchError, spectrum } from "@neurophys/figures";
import { type SvgFigure } from "../images/image-source.ts";
import { type NamedFigureOptions } from "./svg-figure.ts";

/** Power of the channels of a probe, as `_iblqc_ephysSpectralDensityLF` holds it. */
export interface SpectralDensity {
  /** In Hz, shape `(nFrequencies,)`. */
  readonly freqs: NumericArray;
  /** In V²/Hz, shape `(nFrequencies, nChannels)`, row-major. */
  readonly power: NumericArray;
}

const SHARES = [
  { share: 0.1, label: "10th percentile" },
  { share: 0.5, label: "Median of channels" },
  { share: 0.9, label: "90th percentile" },
] as const;

/** Power of all channels, sorted, by frequency. */
function sortedPower({ freqs, power }: SpectralDensity): readonly Float64Array[] {
  const columns = freqs.length === 0 ? 0 : Math.floor(power.length / freqs.length);
  if (columns * freqs.length !== power.length) {
    throw new ShapeMismatchError({ rows: freqs.length, columns, length: power.length });
  }
  return Array.from(freqs, (_, row) =>
    Float64Array.from(power.slice(row * columns, (row + 1) * columns))
      .filter(Number.isFinite)
      .sort(),
  );
}

/** Power below which a share of the channels lies, by frequency. */
function quantile(sorted: readonly Float64Array[], share: number): Float64Array {
  return Float64Array.from(sorted, (values) => values[Math.round(share * (values.length - 1))] ?? Number.NaN);
}

/**
 * Draws the power of the local field potential by frequency: the median of the channels, and the range of most of them.
 *
 * @returns A figure named `"lfp_spectrum"`.
 * @throws errors of `@neurophys/figures` for what is no array of numbers, or not as many for each frequency.
 * @see Source: `LfpPlots` in ibllib, `ibllib/plots/figures.py`, of which one figure has this name.
 */
export async function lfpSpectrumFigure(
  density: SpectralDensity,
  options: NamedFigureOptions = {},
): Promise<SvgFigure> {
  const { name = "lfp_spectrum", ...plot } = options;
  const sorted = sortedPower(density);
  const series = SHARES.map(({ share, label }) => ({
    frequenciesHz: density.freqs,
    power: quantile(sorted, share),
    label,
  }));
  return { name, svg: await spectrum(series, plot) };
}
