import { dataAxis, valueAxis } from "./axis.ts";
import { layOutEqually } from "./equal-scales.ts";
import { canvasOf, checkLimits, type FigureOptions } from "./figure-options.ts";
import { drawFigure, drawGrid, type Layout, layOut } from "./layout.ts";
import { commonLength, jointExtent, type NumericArray } from "./numeric-array.ts";
import { drawReferences } from "./reference-lines.ts";
import { coordinate, element } from "./svg.ts";
import { type Theme } from "./theme.ts";

/** One line: its points in the order in which they are joined. */
export interface LineSeries {
  /** Shape `(nPoints,)`. */
  readonly x: NumericArray;
  /** Shape `(nPoints,)`. A value that is not finite breaks the line. */
  readonly y: NumericArray;
  /** Named in the legend. */
  readonly label?: string | undefined;
  /** Default: the theme's, in order. */
  readonly colour?: string | undefined;
}

/** What {@link linePlot} can be told. */
export interface LinePlotOptions extends FigureOptions {
  /** Values of x to mark by a vertical line. */
  readonly eventTimes?: NumericArray | undefined;
  /** Let the y axis start at zero. Default false. */
  readonly includeZero?: boolean | undefined;
  /** Make a unit as long across as up, as for places in space; limits become wider where there is room. Default false. */
  readonly equalScales?: boolean | undefined;
}

/**
 * Draw one or several series as lines, e.g. the wheel's position over time. Of millions of samples the first, last,
 * lowest and highest within each pixel column are kept, which draws the same picture.
 *
 * @param series - One record a line.
 * @returns The SVG document. No finite points give an empty, labelled frame.
 * @throws {@link UnequalLengthsError} if x and y of a series differ in length.
 * @throws {@link InvalidArrayError} if one is no array of numbers.
 * @throws {@link InvalidOptionError} if limits do not increase or the size is out of range.
 */
export async function linePlot(series: readonly LineSeries[], options: LinePlotOptions = {}): Promise<string> {
  series.forEach(({ x, y }, i) => {
    commonLength({ [`series[${i}].x`]: x, [`series[${i}].y`]: y });
  });
  checkLimits("xLimits", options.xLimits);
  checkLimits("yLimits", options.yLimits);
  const canvas = canvasOf(options, { width: 800, height: 400 });
  const layout = (options.equalScales ? layOutEqually : layOut)({
    canvas,
    title: options.title,
    subtitle: options.subtitle,
    legend: legendOf(series, canvas.theme),
    x: dataAxis(options.xLabel ?? "Time (s)", jointExtent(series.map(({ x }) => x)), options.xLimits),
    y: valueAxis(options.yLabel ?? "", jointExtent(series.map(({ y }) => y)), options),
  });
  const lines = series.map((one, i) => drawLine(one, layout, seriesColour(one, i, canvas.theme)));
  const inside = drawReferences(options.eventTimes, layout) + lines.join("");
  return drawFigure(layout, { under: drawGrid(layout), inside, empty: lines.join("") === "" });
}

/** Legend of those series that have a name. */
export function legendOf(
  series: readonly { readonly label?: string | undefined; readonly colour?: string | undefined }[],
  theme: Theme,
): { readonly label: string; readonly colour: string }[] {
  return series.flatMap((one, i) =>
    one.label === undefined ? [] : [{ label: one.label, colour: seriesColour(one, i, theme) }],
  );
}

/** Colour of the series at a place in the list: its own or the theme's. */
export function seriesColour(series: { readonly colour?: string | undefined }, place: number, theme: Theme): string {
  return series.colour ?? theme.series[place % theme.series.length]!;
}

/** One series as a path, thinned to what a screen can show. */
export function drawLine({ x, y }: LineSeries, layout: Layout, colour: string): string {
  const path = linePath(x, y, layout);
  if (path === "") return "";
  return element("path", {
    d: path,
    stroke: colour,
    "stroke-width": 1.5,
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
    fill: "none",
  });
}

/** Path data through the finite points, at most four points to half a pixel column. */
function linePath(x: NumericArray, y: NumericArray, { x: toX, y: toY }: Layout): string {
  let path = "";
  let pen = "M";
  let column = Number.NaN;
  let run: Point[] = [];
  const flush = (): void => {
    for (const point of distinctInOrder(run)) {
      path += `${pen}${coordinate(point.x)} ${coordinate(point.y)}`;
      pen = "L";
    }
    run = [];
  };
  for (let i = 0; i < x.length; i++) {
    const point = { x: clampPixel(toX(x[i]!)), y: clampPixel(toY(y[i]!)), place: i };
    if (!(Number.isFinite(point.x) && Number.isFinite(point.y))) {
      flush();
      pen = "M";
      column = Number.NaN;
      continue;
    }
    const at = Math.floor(point.x * 2);
    if (at !== column) flush();
    column = at;
    extendRun(run, point);
  }
  flush();
  return path;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly place: number;
}

/** `run` holds first, lowest, highest and last point of a column. */
function extendRun(run: Point[], point: Point): void {
  if (run.length === 0) run.push(point, point, point, point);
  if (point.y < run[1]!.y) run[1] = point;
  if (point.y > run[2]!.y) run[2] = point;
  run[3] = point;
}

function distinctInOrder(run: readonly Point[]): Point[] {
  return [...run]
    .sort((a, b) => a.place - b.place)
    .filter((point, i, all) => i === 0 || point.place !== all[i - 1]!.place);
}

/** Far outside the plot all places look alike; renderers work in single precision and must not see 1e30. */
function clampPixel(value: number): number {
  return Number.isFinite(value) ? Math.max(-1e5, Math.min(1e5, value)) : Number.NaN;
}
