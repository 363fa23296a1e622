import { type ColourMap, colourAt, parseColour, type Rgb } from "./colour-map.ts";
import { ShapeMismatchError } from "./errors.ts";
import { canvasOf, checkLimits, type FigureOptions } from "./figure-options.ts";
import { drawFigure, layOut } from "./layout.ts";
import { assertNumeric, type NumericArray, quantiles } from "./numeric-array.ts";
import { imageElement, rasterSize } from "./point-layer.ts";
import { drawReferences } from "./reference-lines.ts";
import { type Domain, domainOf, type Tick } from "./ticks.ts";

/** Numbers in rows, row-major. */
export interface Matrix {
  /** Shape `(rows, columns)`. A value that is not finite leaves its cell in the theme's "missing" colour. */
  readonly values: NumericArray;
  /** How many, from 0. */
  readonly rows: number;
  /** Values in a row, from 0. */
  readonly columns: number;
}

/** What {@link heatMap} can be told. */
export interface HeatMapOptions extends Omit<FigureOptions, "xLimits" | "yLimits"> {
  /** Left edge of the first and right edge of the last column, in units of the axis. Default: column numbers. */
  readonly xExtent?: readonly [number, number] | undefined;
  /** Outer edges of the first and of the last row, in units of the axis. Default: row numbers. */
  readonly yExtent?: readonly [number, number] | undefined;
  /** First row on top. Default: at the bottom. */
  readonly yReversed?: boolean | undefined;
  /** Names instead of numbers on the y axis, one a row. */
  readonly rowLabels?: readonly string[] | undefined;
  /** Default: the theme's. */
  readonly colourMap?: ColourMap | undefined;
  /** Ends of the colours. Default: the 0.5th and the 99.5th percentile. */
  readonly valueLimits?: readonly [number, number] | undefined;
  /** Of the colour bar, with the unit. */
  readonly valueLabel?: string | undefined;
  /** Values of x to mark by a vertical line. */
  readonly eventTimes?: NumericArray | undefined;
}

const LEVELS = 254;
const MISSING = 255;

/**
 * Draw a matrix as coloured cells with a colour bar. A matrix with more cells than there are pixels is averaged.
 *
 * @param matrix - Row-major; row 0 is at the bottom unless `yReversed`.
 * @returns The SVG document. No rows or no columns give an empty, labelled frame.
 * @throws {@link ShapeMismatchError} if `values` are not `rows × columns` many.
 * @throws {@link InvalidArrayError} if `values` is no array of numbers.
 * @throws {@link InvalidOptionError} if limits do not increase or the size is out of range.
 */
export async function heatMap(matrix: Matrix, options: HeatMapOptions = {}): Promise<string> {
  checkShape(matrix);
  const empty = matrix.values.length === 0;
  for (const name of ["xExtent", "yExtent", "valueLimits"] as const) checkLimits(name, options[name]);
  const canvas = canvasOf(options, { width: 800, height: 500 });
  const map = options.colourMap ?? canvas.theme.sequential;
  const ends = options.valueLimits ?? quantiles(matrix.values, [0.005, 0.995]);
  const shades = domainOf(ends && [ends[0]!, ends[1]!]);
  const { xExtent = [0, Math.max(1, matrix.columns)], yExtent = [0, Math.max(1, matrix.rows)] } = options;
  const layout = layOut({
    canvas,
    title: options.title,
    subtitle: options.subtitle,
    x: { domain: domainOf(xExtent), label: options.xLabel ?? "Column", ticks: empty ? [] : undefined },
    y: {
      domain: domainOf(yExtent),
      label: options.yLabel ?? (options.rowLabels ? "" : "Row"),
      reversed: options.yReversed,
      ticks: empty ? [] : rowTicks(options.rowLabels, matrix.rows, yExtent),
    },
    colourBar: empty ? undefined : { map, domain: shades, label: options.valueLabel ?? "Value" },
  });
  if (empty) return drawFigure(layout, { inside: "", empty });
  const image = {
    ...rasterSize(layout.plot),
    pixels: cellPixels(matrix, shades, { ...rasterSize(layout.plot), reversed: options.yReversed }),
  };
  const under = await imageElement(image, palette(map, canvas.theme.missing), layout.plot);
  return drawFigure(layout, { under, inside: drawReferences(options.eventTimes, layout, canvas.theme.ink) });
}

function checkShape({ values, rows, columns }: Matrix): void {
  assertNumeric("values", values);
  const whole = Number.isInteger(rows) && Number.isInteger(columns) && rows >= 0 && columns >= 0;
  if (!whole || rows * columns !== values.length)
    throw new ShapeMismatchError({ rows, columns, length: values.length });
}

function rowTicks(
  labels: readonly string[] | undefined,
  rows: number,
  [from, to]: readonly [number, number],
): readonly Tick[] | undefined {
  if (labels === undefined) return undefined;
  return labels.slice(0, rows).map((label, row) => ({ label, value: from + ((row + 0.5) * (to - from)) / rows }));
}

function palette(map: ColourMap, missing: string): readonly Rgb[] {
  return [
    [0, 0, 0],
    ...Array.from({ length: LEVELS }, (_, i) => colourAt(map, i / (LEVELS - 1))),
    parseColour(missing),
  ];
}

/** Palette number of every pixel: the nearest cell, or the mean of all cells that fall on it. */
function cellPixels(
  matrix: Matrix,
  { low, high }: Domain,
  {
    width,
    height,
    reversed,
  }: { readonly width: number; readonly height: number; readonly reversed?: boolean | undefined },
): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height);
  const perUnit = (LEVELS - 1) / (high - low);
  let previous = -1;
  for (let row = 0; row < height; row++) {
    const line = reversed ? row : height - 1 - row;
    const [top, bottom] = cellRange(line, height, matrix.rows);
    if (top === previous && bottom === top + 1 && row > 0) {
      pixels.copyWithin(row * width, (row - 1) * width, row * width);
      continue;
    }
    previous = top;
    for (let column = 0; column < width; column++) {
      const mean = meanOfCells(matrix, [top, bottom], cellRange(column, width, matrix.columns));
      const level = Math.max(0, Math.min(LEVELS - 1, Math.round((mean - low) * perUnit)));
      pixels[row * width + column] = Number.isNaN(mean) ? MISSING : 1 + level;
    }
  }
  return pixels;
}

function cellRange(pixel: number, pixels: number, cells: number): readonly [number, number] {
  const first = Math.floor((pixel * cells) / pixels);
  return [first, Math.max(first + 1, Math.floor(((pixel + 1) * cells) / pixels))];
}

function meanOfCells(
  { values, columns }: Matrix,
  rows: readonly [number, number],
  range: readonly [number, number],
): number {
  let sum = 0;
  let count = 0;
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let i = row * columns + range[0]; i < row * columns + range[1]; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
  }
  return count === 0 ? Number.NaN : sum / count;
}
