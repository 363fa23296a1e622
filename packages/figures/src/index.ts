export { blueRed, type ColourMap, cividis, colourMapOf, magma, type Rgb, viridis } from "./colour-map.ts";
export { type DriftMapOptions, driftMap } from "./drift-map.ts";
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
export { type PsthOptions, psth } from "./psth.ts";
export { type SpikeRasterOptions, spikeRaster } from "./spike-raster.ts";
export { darkTheme, lightTheme, type Theme } from "./theme.ts";
