export { InvalidOptionError, InvalidSvgError, isFiguresError, UnsupportedExtensionError } from "./errors.ts";
export { readFonts } from "./font-files.ts";
export { saveFigure } from "./save-figure.ts";
export { svgToPng } from "./svg-to-png.ts";
