import { type ColourMap, colourAt, formatColour } from "./colour-map.ts";
import { type Canvas } from "./figure-options.ts";
import { element, textElement } from "./svg.ts";
import { textWidth, wrapText } from "./text-width.ts";
import { axisTicks, type Domain, type Tick } from "./ticks.ts";

/** A rectangle in pixels from the top left of the figure. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One axis as a plot asks for it. */
export interface AxisSpec {
  readonly domain: Domain;
  readonly label: string;
  /** Small values at the far end: the top of a y axis that counts down from the surface. */
  readonly reversed?: boolean | undefined;
  readonly wholeNumbers?: boolean | undefined;
  /** Ticks of the caller's own, e.g. names. An empty list hides them. */
  readonly ticks?: readonly Tick[] | undefined;
}

/** The key of a colour scale, right of the plot. */
export interface ColourBarSpec {
  readonly map: ColourMap;
  readonly domain: Domain;
  readonly label: string;
}

/** A named colour in the row below the title. */
export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
}

/** Everything around the marks. */
export interface LayoutSpec {
  readonly canvas: Canvas;
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly legend?: readonly LegendEntry[] | undefined;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly colourBar?: ColourBarSpec | undefined;
  /** Kept free right of the plot, for labels that the plot draws itself. */
  readonly rightPixels?: number | undefined;
}

/** Where things are: the plot's box and how data units map into it. */
export interface Layout {
  readonly spec: LayoutSpec;
  readonly plot: Box;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly header: string;
}

export const TICK_FONT = 12;
export const LABEL_FONT = 13;
const TITLE_FONT = 17;
const PAD = 16;
const TICK_LENGTH = 5;
const BAR_WIDTH = 12;

/** Place the plot so that all labels fit around it. */
export function layOut(spec: LayoutSpec): Layout {
  const { canvas, x, y, colourBar } = spec;
  const header = drawHeader(spec);
  const top = header.height + (header.height === PAD ? 4 : 10);
  const bottom =
    PAD - 2 + (x.label === "" ? 0 : LABEL_FONT + 8) + (x.ticks?.length === 0 ? 0 : TICK_FONT + TICK_LENGTH + 4);
  const height = Math.max(20, Math.round(canvas.height - top - bottom));
  const yTicks = y.ticks ?? axisTicks(y.domain, Math.max(2, height / 48), y.wholeNumbers);
  const barTicks = colourBar ? axisTicks(colourBar.domain, Math.max(2, height / 60)) : [];
  const left = PAD - 2 + (y.label === "" ? 0 : LABEL_FONT + 8) + widest(yTicks) + TICK_LENGTH + 4;
  const bar = colourBar ? 16 + BAR_WIDTH + 8 + widest(barTicks) + 8 + LABEL_FONT : 0;
  const right = Math.max(PAD + 4, bar + (spec.rightPixels ?? 0) + PAD - 2);
  const plot = {
    x: Math.ceil(left),
    y: Math.ceil(top),
    width: Math.max(20, Math.floor(canvas.width - left - right)),
    height,
  };
  const xTicks = x.ticks ?? fittingTicks(x, plot.width);
  return {
    spec,
    plot,
    xTicks,
    yTicks,
    x: scaleOf(x, plot.x, plot.width),
    y: scaleOf(y, plot.y + plot.height, -plot.height),
    header: header.svg,
  };
}

/** Map data units to pixels, from `start` over `length`, which is negative for an axis that points up. */
export function scaleOf({ domain, reversed }: AxisSpec, start: number, length: number): (value: number) => number {
  const low = domain.logarithmic ? Math.log10(domain.low) : domain.low;
  const high = domain.logarithmic ? Math.log10(domain.high) : domain.high;
  const from = reversed ? start + length : start;
  const slope = ((reversed ? -1 : 1) * length) / (high - low);
  return domain.logarithmic
    ? (value) => from + (Math.log10(value) - low) * slope
    : (value) => from + (value - low) * slope;
}

/** The whole document: background, header, what lies under the axes, axes, and what lies over them. */
export function drawFigure(
  layout: Layout,
  marks: { readonly under?: string; readonly inside: string; readonly over?: string },
): string {
  const { spec, plot } = layout;
  const inside = element(
    "svg",
    {
      x: plot.x,
      y: plot.y,
      width: plot.width,
      height: plot.height,
      viewBox: `${plot.x} ${plot.y} ${plot.width} ${plot.height}`,
      overflow: "hidden",
    },
    marks.inside,
  );
  const axes = drawXAxis(layout, plot) + drawYAxis(spec.y, { box: plot, ticks: layout.yTicks, layout });
  const bar = spec.colourBar ? drawColourBar(spec.colourBar, layout) : "";
  return drawDocument(spec.canvas, {
    label: spec.title ?? `${spec.y.label} by ${spec.x.label}`,
    content:
      layout.header + (marks.under ?? "") + (marks.inside === "" ? "" : inside) + axes + bar + (marks.over ?? ""),
  });
}

/** The root element, with the font family that PNG output and well-equipped browsers have, and two that others have. */
export function drawDocument(
  { width, height, theme }: Canvas,
  { label, content }: { readonly label: string; readonly content: string },
): string {
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": "Inter, 'Helvetica Neue', Arial, sans-serif",
      role: "img",
      "aria-label": label,
    },
    `\n${element("rect", { width, height, fill: theme.background })}\n${content}\n`,
  )}\n`;
}

/** Lines across the plot at the ticks, for plots that values are read from. */
export function drawGrid({ spec, plot, yTicks, y }: Layout): string {
  const path = yTicks
    .filter(({ label }) => label !== "")
    .map(({ value }) => `M${plot.x} ${Math.round(y(value)) + 0.5}h${plot.width}`);
  return path.length === 0 ? "" : element("path", { d: path.join(""), stroke: spec.canvas.theme.grid, fill: "none" });
}

/** Ticks, labels and line of the x axis, along the bottom of `box`. */
export function drawXAxis({ spec, plot, xTicks, x }: Layout, box: Box): string {
  const { theme } = spec.canvas;
  const bottom = box.y + box.height;
  const line = element("path", {
    d: `M${box.x - 0.5} ${bottom + 0.5}h${box.width + 1}${xTicks.map((tick) => `M${Math.round(x(tick.value)) + 0.5} ${bottom + 0.5}v${tickLength(tick)}`).join("")}`,
    stroke: theme.axis,
    fill: "none",
  });
  const labels = xTicks.map(({ value, label }) =>
    label === ""
      ? ""
      : textElement(label, { x: x(value), y: bottom + TICK_LENGTH + TICK_FONT + 3, "text-anchor": "middle" }),
  );
  const title =
    spec.x.label === ""
      ? ""
      : textElement(spec.x.label, {
          x: plot.x + plot.width / 2,
          y: spec.canvas.height - PAD + 1,
          "text-anchor": "middle",
          "font-size": LABEL_FONT,
          fill: theme.ink,
        });
  return line + element("g", { "font-size": TICK_FONT, fill: theme.muted }, labels.join("")) + title;
}

/** Ticks, labels and line of a y axis, along the left of `box`. */
export function drawYAxis(
  axis: AxisSpec,
  { box, ticks, layout }: { readonly box: Box; readonly ticks: readonly Tick[]; readonly layout: Layout },
): string {
  const { theme } = layout.spec.canvas;
  const y = scaleOf(axis, box.y + box.height, -box.height);
  const line = element("path", {
    d: `M${box.x - 0.5} ${box.y}v${box.height + 1}${ticks.map((tick) => `M${box.x - 0.5} ${Math.round(y(tick.value)) + 0.5}h${-tickLength(tick)}`).join("")}`,
    stroke: theme.axis,
    fill: "none",
  });
  const labels = ticks.map(({ value, label }) =>
    label === ""
      ? ""
      : textElement(label, { x: box.x - TICK_LENGTH - 4, y: y(value) + TICK_FONT * 0.36, "text-anchor": "end" }),
  );
  const at = { x: PAD - 2 + LABEL_FONT * 0.75, y: box.y + box.height / 2 };
  const title =
    axis.label === ""
      ? ""
      : textElement(axis.label, {
          x: at.x,
          y: at.y,
          transform: `rotate(-90 ${at.x} ${at.y})`,
          "text-anchor": "middle",
          "font-size": LABEL_FONT,
          fill: theme.ink,
        });
  return line + element("g", { "font-size": TICK_FONT, fill: theme.muted }, labels.join("")) + title;
}

function tickLength({ label }: Tick): number {
  return label === "" ? 3 : TICK_LENGTH;
}

function widest(ticks: readonly Tick[]): number {
  return Math.max(0, ...ticks.map(({ label }) => textWidth(label, TICK_FONT)));
}

/** As many ticks as fit beside each other with their labels. */
function fittingTicks(axis: AxisSpec, width: number): readonly Tick[] {
  for (let count = Math.max(2, Math.floor(width / 64)); count > 2; count--) {
    const ticks = axisTicks(axis.domain, count, axis.wholeNumbers);
    const labelled = ticks.filter(({ label }) => label !== "").length;
    if (labelled * (widest(ticks) + 18) <= width) return ticks;
  }
  return axisTicks(axis.domain, 2, axis.wholeNumbers);
}

function drawHeader({ canvas, title, subtitle, legend = [] }: LayoutSpec): {
  readonly svg: string;
  readonly height: number;
} {
  const { theme, width } = canvas;
  const room = width - 2 * PAD;
  let height = PAD;
  let svg = "";
  for (const line of wrapText(title ?? "", TITLE_FONT, { widthPixels: room / 1.05, maximumLines: 2 })) {
    height += 20;
    svg += textElement(line, { x: PAD, y: height - 5, "font-size": TITLE_FONT, "font-weight": 600, fill: theme.ink });
  }
  for (const line of wrapText(subtitle ?? "", LABEL_FONT, { widthPixels: room, maximumLines: 2 })) {
    height += 18;
    svg += textElement(line, { x: PAD, y: height - 4, "font-size": LABEL_FONT, fill: theme.muted });
  }
  const rows = drawLegend(legend, { canvas, top: height });
  return { svg: svg + rows.svg, height: height + rows.height };
}

function drawLegend(
  legend: readonly LegendEntry[],
  { canvas, top }: { readonly canvas: Canvas; readonly top: number },
): { readonly svg: string; readonly height: number } {
  if (legend.length === 0) return { svg: "", height: 0 };
  let x = PAD;
  let y = top + 16;
  let svg = "";
  for (const { label, colour } of legend) {
    const width = 20 + textWidth(label, TICK_FONT) + 20;
    if (x > PAD && x + width - 20 > canvas.width - PAD) {
      x = PAD;
      y += 18;
    }
    svg += element("rect", { x, y: y - 7, width: 14, height: 4, rx: 2, fill: colour });
    svg += textElement(label, { x: x + 20, y, "font-size": TICK_FONT, fill: canvas.theme.muted });
    x += width;
  }
  return { svg, height: y + 4 - top };
}

function drawColourBar(bar: ColourBarSpec, layout: Layout): string {
  const { plot, spec } = layout;
  const { theme, width } = spec.canvas;
  const box = {
    x: plot.x + plot.width + (spec.rightPixels ?? 0) + 16,
    y: plot.y,
    width: BAR_WIDTH,
    height: plot.height,
  };
  const steps = 64;
  let svg = "";
  // From the top down, each to the bottom: no seams between them at any zoom, and no gradient whose id could clash.
  for (let i = 0; i < steps; i++) {
    const y = box.y + (i * box.height) / steps;
    svg += element("rect", {
      x: box.x,
      y,
      width: box.width,
      height: box.y + box.height - y,
      fill: formatColour(colourAt(bar.map, 1 - i / (steps - 1))),
    });
  }
  const at = scaleOf({ domain: bar.domain, label: "" }, box.y + box.height, -box.height);
  const labels = axisTicks(bar.domain, Math.max(2, box.height / 60))
    .filter(({ label }) => label !== "")
    .map(({ value, label }) => {
      const y = at(value);
      return (
        element("path", { d: `M${box.x + box.width} ${Math.round(y) + 0.5}h4`, stroke: theme.axis }) +
        textElement(label, { x: box.x + box.width + 8, y: y + TICK_FONT * 0.36 })
      );
    });
  const title = { x: width - PAD + 2, y: box.y + box.height / 2 };
  svg += element("g", { "font-size": TICK_FONT, fill: theme.muted }, labels.join(""));
  return (
    svg +
    textElement(bar.label, {
      x: title.x,
      y: title.y,
      transform: `rotate(-90 ${title.x} ${title.y})`,
      "text-anchor": "middle",
      "font-size": LABEL_FONT,
      fill: theme.ink,
    })
  );
}
