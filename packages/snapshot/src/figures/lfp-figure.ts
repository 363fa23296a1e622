import { type NumericArray, spectrum } from "@neurophys/figures";
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
  { share: 0.1, label: "10 % of channels" },
  { share: 0.5, label: "Median" },
  { share: 0.9, label: "90 % of channels" },
] as const;

/** Power below which a share of the channels lies, by frequency. */
function quantile({ freqs, power }: SpectralDensity, share: number): Float64Array {
  const channels = freqs.length === 0 ? 0 : Math.floor(power.length / freqs.length);
  return Float64Array.from(freqs, (_, row) => {
    const values = Float64Array.from(power.slice(row * channels, (row + 1) * channels))
      .filter(Number.isFinite)
      .sort();
    return values.length === 0 ? Number.NaN : values[Math.round(share * (values.length - 1))]!;
  });
}

/**
 * Draws the power of the local field potential by frequency: the median of the channels, and the range of most of them.
 *
 * @returns A figure named `"lfp_spectrum"`.
 * @throws errors of `@neurophys/figures` for what is no array of numbers.
 * @see Source: `LfpPlots` in ibllib, `ibllib/plots/figures.py`, of which one figure has this name.
 */
export async function lfpSpectrumFigure(
  density: SpectralDensity,
  options: NamedFigureOptions = {},
): Promise<SvgFigure> {
  const { name = "lfp_spectrum", ...plot } = options;
  const series = SHARES.map(({ share, label }) => ({
    frequenciesHz: density.freqs,
    power: quantile(density, share),
    label,
  }));
  return { name, svg: await spectrum(series, plot) };
}
