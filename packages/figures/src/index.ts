export { blueRed, type ColourMap, cividis, colourMapOf, magma, type Rgb, viridis } from "./colour-map.ts";
export { type DriftMapOptions, driftMap } from "./drift-map.ts";
export { embedFonts, type FigureFont } from "./embed-fonts.ts";
export {
  type FiguresError,
  InvalidArrayError,
  InvalidOptionError,
  InvalidSvgError,
  isFiguresError,
  ShapeMismatchError,
  UnequalLengthsError,
  UnsupportedExtensionError,
} from "./errors.ts";
export type { GroupLabels } from "./event-groups.ts";
export { type FigureGridOptions, figureGrid } from "./figure-grid.ts";
export type { FigureOptions } from "./figure-options.ts";
export { type HeatMapOptions, heatMap, type Matrix } from "./heat-map.ts";
export { type LinePlotOptions, type LineSeries, linePlot } from "./line-plot.ts";
export type { NumericArray } from "./numeric-array.ts";
export {
  type MeanRate,
  meanRate,
  type PeristimulusCounts,
  type PeristimulusWindow,
  peristimulusCounts,
} from "./peristimulus.ts";
export type { PngOptions } from "./png-size.ts";
export { type ProbeGeometry, type ProbeRegion, type ProbeSitesOptions, probeSites } from "./probe-sites.ts";
export { type PsthOptions, psth } from "./psth.ts";
export { type RateByTrialOptions, rateByTrial, type TrialIntervals, trialRates } from "./rate-by-trial.ts";
export { type PowerSeries, type SignalSeries, type SpectrumOptions, spectrum } from "./spectrum.ts";
export { type SpikeRasterOptions, spikeRaster } from "./spike-raster.ts";
export { svgToPngBlob } from "./svg-to-png-blob.ts";
export { darkTheme, lightTheme, type Theme } from "./theme.ts";
export { type PowerSpectrum, type WelchOptions, welchSpectrum } from "./welch.ts";
