export { readFonts } from "./font-files.ts";
export { saveFigure } from "./save-figure.ts";
export { svgToPng } from "./svg-to-png.ts";
