import { type OnWarning } from "@neurophys/alf";
import { InvalidOptionError } from "./errors.ts";
import { lightTheme, type Theme } from "./theme.ts";

/** What every plot function takes. */
export interface FigureOptions {
  /** Wrapped over at most two lines. */
  readonly title?: string | undefined;
  /** A smaller line below the title, e.g. session and probe. */
  readonly subtitle?: string | undefined;
  /** Default 800. */
  readonly widthPixels?: number | undefined;
  /** Default 500, unless the plot says otherwise. */
  readonly heightPixels?: number | undefined;
  /** Default {@link lightTheme}. */
  readonly theme?: Theme | undefined;
  /** With the unit. Default: that of the plot; empty for none. */
  readonly xLabel?: string | undefined;
  /** With the unit. Default: that of the plot; empty for none. */
  readonly yLabel?: string | undefined;
  /** Ends of the x axis, both included; what lies outside is not drawn. Default: those of the data. */
  readonly xLimits?: readonly [number, number] | undefined;
  /** Ends of the y axis, both included; what lies outside is not drawn. Default: those of the data. */
  readonly yLimits?: readonly [number, number] | undefined;
  /** Told how many points were left out because they are not finite. */
  readonly onWarning?: OnWarning | undefined;
}

/** Size of a figure and its colours, checked. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Check size and theme. */
export function canvasOf(
  options: FigureOptions,
  defaults: { readonly width: number; readonly height: number },
): Canvas {
  const width = options.widthPixels ?? defaults.width;
  const height = options.heightPixels ?? defaults.height;
  checkSize("widthPixels", width);
  checkSize("heightPixels", height);
  return { width, height, theme: options.theme ?? lightTheme };
}

/** Check the ends of an axis or scale; `undefined` passes. */
export function checkLimits(option: string, limits: readonly [number, number] | undefined): void {
  if (limits === undefined) return;
  if (!(Number.isFinite(limits[0]) && Number.isFinite(limits[1]) && limits[0] < limits[1])) {
    throw new InvalidOptionError(option, limits, "two finite numbers, the smaller one first");
  }
}

/** Check a number that has to be finite and above zero. */
export function checkPositive(option: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw new InvalidOptionError(option, value, "a number above 0");
}

function checkSize(option: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 160 && value <= 8000)) {
    throw new InvalidOptionError(option, value, "a whole number from 160 to 8000");
  }
}
