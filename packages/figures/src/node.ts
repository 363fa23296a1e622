export { saveFigure } from "./save-figure.ts";
export { type PngOptions, svgToPng } from "./svg-to-png.ts";
