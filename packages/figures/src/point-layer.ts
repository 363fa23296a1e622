import { type ColourMap, colourAt, colourMapOf, type Rgb } from "./colour-map.ts";
import { type NumericArray } from "./numeric-array.ts";
import { encodePng, type IndexedImage, pngDataUrl } from "./png-image.ts";
import { type Box, scaleOf } from "./scale.ts";
import { coordinate, element } from "./svg.ts";
import { type Domain } from "./ticks.ts";

/** Raster layers have this many pixels to each pixel of the figure, so that they stay sharp at twice the size. */
const RASTER_SCALE = 2;

/** Palette numbers 1 to 64; more cannot be told apart and compress worse. */
export const SHADES = 64;

/** Points and the box they are drawn in. Axes are linear. */
export interface PointField {
  readonly x: NumericArray;
  readonly y: NumericArray;
  readonly box: Box;
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  readonly yReversed?: boolean | undefined;
}

/** Calls `visit(column, row, index)` for the raster pixel of every finite point inside the domains. */
export function visitPixels(field: PointField, visit: (column: number, row: number, index: number) => void): void {
  const { x, y, xDomain, yDomain, yReversed } = field;
  const { width, height } = rasterSize(field.box);
  const perX = width / (xDomain.high - xDomain.low);
  const perY = height / (yDomain.high - yDomain.low);
  for (let i = 0; i < x.length; i++) {
    const across = (x[i]! - xDomain.low) * perX;
    const down = (yReversed ? y[i]! - yDomain.low : yDomain.high - y[i]!) * perY;
    if (!(across >= 0 && across <= width && down >= 0 && down <= height)) continue;
    visit(Math.min(width - 1, Math.floor(across)), Math.min(height - 1, Math.floor(down)), i);
  }
}

/** Size of a box's raster layer. */
export function rasterSize({ width, height }: Box): { readonly width: number; readonly height: number } {
  return { width: width * RASTER_SCALE, height: height * RASTER_SCALE };
}

/** Side of a dot in raster pixels: large enough to see where points are few, one pixel where they are many. */
export function dotSize(count: number, box: Box): number {
  const { width, height } = rasterSize(box);
  const crowding = count / (width * height);
  return crowding < 0.05 ? 3 : crowding < 0.3 ? 2 : 1;
}

/** How many points lie on each raster pixel, each point covering `dot × dot` of them. */
export function countPerPixel(field: PointField, dot: number): Uint32Array<ArrayBuffer> {
  const { width, height } = rasterSize(field.box);
  const counts = new Uint32Array(width * height);
  if (dot === 1) {
    visitPixels(field, (column, row) => {
      counts[row * width + column]!++;
    });
    return counts;
  }
  visitPixels(field, (column, row) => {
    const bottom = Math.min(height, row + dot - 1);
    const right = Math.min(width, column + dot - 1);
    for (let r = Math.max(0, row - 1); r < bottom; r++) {
      for (let c = Math.max(0, column - 1); c < right; c++) counts[r * width + c]!++;
    }
  });
  return counts;
}

/** The count that only one in a thousand drawn pixels exceeds: the dark end of the scale. */
export function densestCount(counts: Uint32Array): number {
  const histogram = new Uint32Array(4096);
  let drawn = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count === 0) continue;
    histogram[Math.min(4095, count)]!++;
    drawn++;
  }
  let above = drawn * 0.001;
  for (let count = 4095; count > 1; count--) {
    above -= histogram[count]!;
    if (above < 0) return count;
  }
  return 1;
}

/** Counts as palette numbers, logarithmically: 0 for none, 1 for one point, {@link SHADES} for `densest` and more. */
export function shadeCounts(counts: Uint32Array, densest: number): Uint8Array<ArrayBuffer> {
  const shades = new Uint8Array(densest + 1);
  for (let count = 1; count <= densest; count++) {
    shades[count] = densest === 1 ? SHADES : 1 + Math.round(((SHADES - 1) * Math.log(count)) / Math.log(densest));
  }
  const pixels = new Uint8Array(counts.length);
  for (let i = 0; i < counts.length; i++) pixels[i] = shades[Math.min(densest, counts[i]!)]!;
  return pixels;
}

/** Palette of {@link SHADES} colours along a map, number 0 being transparent. */
export function shadePalette(map: ColourMap): readonly Rgb[] {
  return [[0, 0, 0], ...Array.from({ length: SHADES }, (_, i) => colourAt(map, i / (SHADES - 1)))];
}

/** A raster layer as an element that covers `box` exactly. */
export async function imageElement(image: IndexedImage, palette: readonly Rgb[], box: Box): Promise<string> {
  const png = await encodePng(image, palette);
  const { x, y, width, height } = box;
  return element("image", { x, y, width, height, preserveAspectRatio: "none", href: pngDataUrl(png) });
}

/** Points as round dots of one colour: vector marks, for as many as an SVG viewer likes to hold. */
export function drawDots(
  field: PointField,
  { colour, diameter }: { readonly colour: string; readonly diameter: number },
): string {
  const { x, y, box } = field;
  const toX = scaleOf({ domain: field.xDomain }, box.x, box.width);
  const toY = scaleOf({ domain: field.yDomain, reversed: field.yReversed }, box.y + box.height, -box.height);
  let path = "";
  visitPixels(field, (_column, _row, i) => {
    path += `M${coordinate(toX(x[i]!))} ${coordinate(toY(y[i]!))}h0`;
  });
  if (path === "") return "";
  return element("path", {
    d: path,
    stroke: colour,
    "stroke-width": diameter,
    "stroke-linecap": "round",
    fill: "none",
  });
}

/** Points of one colour: dots while there are few, a raster layer of single pixels beyond `vectorLimit`. */
export async function drawPoints(
  field: PointField,
  { colour, vectorLimit }: { readonly colour: string; readonly vectorLimit: number },
): Promise<string> {
  if (field.x.length <= vectorLimit) return drawDots(field, { colour, diameter: 2 });
  const counts = countPerPixel(field, dotSize(field.x.length, field.box));
  const one = colourMapOf("one", [colour, colour]);
  return imageElement({ ...rasterSize(field.box), pixels: shadeCounts(counts, 1) }, shadePalette(one), field.box);
}
