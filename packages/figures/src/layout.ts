import { type AxisSpec, drawXAxis, drawYAxis, fittingTicks, TICK_LENGTH, widestLabel } from "./axis.ts";
import { type ColourBarSpec, colourBarWidth, drawColourBar } from "./colour-bar.ts";
import { type Canvas } from "./figure-options.ts";
import { drawHeader, type HeaderSpec, LABEL_FONT, PAD, TICK_FONT } from "./header.ts";
import { type Box, type Scale, scaleOf } from "./scale.ts";
import { element, textElement } from "./svg.ts";
import { axisTicks, type Tick } from "./ticks.ts";

/** Everything around the marks. */
export interface LayoutSpec extends HeaderSpec {
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
  readonly x: Scale;
  readonly y: Scale;
  readonly header: string;
}

/** What a plot draws itself. `inside` is cut off at the plot's edges. */
export interface Marks {
  readonly under?: string | undefined;
  readonly inside: string;
  readonly over?: string | undefined;
  /** There is nothing to draw: say so in the middle of the frame. */
  readonly empty?: boolean | undefined;
}

/** Place the plot so that all labels fit around it. */
export function layOut(spec: LayoutSpec): Layout {
  const { canvas, x, y, colourBar } = spec;
  const header = drawHeader(spec);
  const top = Math.ceil(header.height + (header.height === PAD ? 4 : 10));
  const xTickHeight = x.ticks?.length === 0 ? 0 : TICK_FONT + TICK_LENGTH + 4;
  const bottom = PAD - 2 + (x.label === "" ? 0 : LABEL_FONT + 8) + xTickHeight;
  const height = Math.max(20, Math.round(canvas.height - top - bottom));
  const yTicks = y.ticks ?? axisTicks(y.domain, Math.max(2, height / 48), y.wholeNumbers);
  const left = Math.ceil(PAD - 2 + (y.label === "" ? 0 : LABEL_FONT + 8) + widestLabel(yTicks) + TICK_LENGTH + 4);
  const beside = (colourBar ? colourBarWidth(colourBar, height) : 0) + (spec.rightPixels ?? 0);
  const right = Math.max(PAD + 4, beside + PAD - 2);
  const plot = { x: left, y: top, width: Math.max(20, Math.floor(canvas.width - left - right)), height };
  return {
    spec,
    plot,
    xTicks: x.ticks ?? fittingTicks(x, plot.width),
    yTicks,
    x: scaleOf(x, plot.x, plot.width),
    y: scaleOf(y, plot.y + plot.height, -plot.height),
    header: header.svg,
  };
}

/** The whole document: background, header, what lies under the axes, axes, and what lies over them. */
export function drawFigure(layout: Layout, marks: Marks): string {
  const { spec, plot } = layout;
  const { theme, width, height } = spec.canvas;
  const barX = plot.x + plot.width + (spec.rightPixels ?? 0);
  return drawDocument(spec.canvas, {
    label: spec.title ?? `${spec.y.label} by ${spec.x.label}`,
    content: [
      layout.header,
      marks.under ?? "",
      clipped(marks.inside, plot),
      drawXAxis(spec.x, { box: plot, ticks: layout.xTicks, theme }, height - PAD + 1),
      drawYAxis(spec.y, { box: plot, ticks: layout.yTicks, theme }),
      spec.colourBar ? drawColourBar(spec.colourBar, { ...plot, x: barX, width: width - barX }, theme) : "",
      marks.over ?? "",
      marks.empty ? emptyNote(layout) : "",
    ].join(""),
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

/** Cut markup off at a box. A nested viewport needs no id, so that figures can share a page. */
function clipped(markup: string, { x, y, width, height }: Box): string {
  if (markup === "") return "";
  return element("svg", { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}`, overflow: "hidden" }, markup);
}

function emptyNote({ plot, spec }: Layout): string {
  return textElement("No data", {
    x: plot.x + plot.width / 2,
    y: plot.y + plot.height / 2 + 5,
    "text-anchor": "middle",
    "font-size": LABEL_FONT,
    fill: spec.canvas.theme.muted,
  });
}
