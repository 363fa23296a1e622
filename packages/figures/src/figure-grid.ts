import { checkPositive, type FigureOptions } from "./figure-options.ts";
import { drawHeader } from "./header.ts";
import { drawDocument } from "./layout.ts";
import { findSvgRoot, svgSize } from "./svg-root.ts";
import { lightTheme } from "./theme.ts";

/** What {@link figureGrid} can be told. */
export interface FigureGridOptions extends Pick<FigureOptions, "title" | "subtitle" | "theme"> {
  /** Figures in a row. Default 2. */
  readonly columns?: number | undefined;
  /** Space between figures. Default 0: figures have margins of their own. */
  readonly gapPixels?: number | undefined;
}

interface Cell {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Put figures beside and below each other in one document, in reading order. Columns are as wide as their widest
 * figure and rows as high as their highest.
 *
 * @param figures - What plot functions, or this one, returned.
 * @throws {@link InvalidSvgError} if one is not an SVG document with a width and a height in pixels.
 * @throws {@link InvalidOptionError} if there is no column.
 */
export function figureGrid(figures: readonly string[], options: FigureGridOptions = {}): string {
  const { columns = 2, gapPixels = 0, theme = lightTheme } = options;
  checkPositive("columns", columns);
  const perRow = Math.max(1, Math.min(Math.floor(columns), figures.length));
  const cells = figures.map(readCell);
  const rows = Array.from({ length: Math.ceil(cells.length / perRow) }, (_, row) =>
    cells.slice(row * perRow, (row + 1) * perRow),
  );
  const widths = Array.from({ length: perRow }, (_, column) => largest(rows.map((row) => row[column]?.width ?? 0)));
  const heights = rows.map((row) => largest(row.map(({ height }) => height)));
  const width = Math.max(160, sum(widths) + gapPixels * (perRow - 1));
  const canvas = { width, height: 0, theme };
  const titled = options.title !== undefined || options.subtitle !== undefined;
  const header = titled
    ? drawHeader({ canvas, title: options.title, subtitle: options.subtitle })
    : { svg: "", height: 0 };
  const placed = rows.flatMap((row, r) =>
    row.map((cell, c) => {
      const x = sum(widths.slice(0, c)) + gapPixels * c;
      const y = header.height + sum(heights.slice(0, r)) + gapPixels * r;
      return cell.svg.replace("<svg", `<svg x="${x}" y="${y}"`);
    }),
  );
  const height = Math.max(header.height + sum(heights) + gapPixels * Math.max(0, rows.length - 1), 1);
  return drawDocument(
    { ...canvas, height },
    { label: options.title ?? "Figures", content: header.svg + placed.join("") },
  );
}

function readCell(figure: string, place: number): Cell {
  const size = svgSize(figure, `figure ${place}`);
  return { svg: figure.slice(findSvgRoot(figure)?.start).trimEnd(), ...size };
}

function largest(values: readonly number[]): number {
  return Math.max(0, ...values);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
