import { type Canvas } from "./figure-options.ts";
import { element, textElement } from "./svg.ts";
import { textWidth, wrapText } from "./text-width.ts";

/** A named colour in the row below the title. */
export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
}

/** What stands above the plot. */
export interface HeaderSpec {
  readonly canvas: Canvas;
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  /** In front of the legend, e.g. what the groups are. */
  readonly legendTitle?: string | undefined;
  readonly legend?: readonly LegendEntry[] | undefined;
}

/** Markup and the pixels that it takes from the top. */
export interface Header {
  readonly svg: string;
  readonly height: number;
}

/** Free space along the edges of a figure, in pixels. */
export const PAD = 16;
/** Size of the numbers at ticks and in the legend. */
export const TICK_FONT = 12;
/** Size of axis labels and subtitles. */
export const LABEL_FONT = 13;
const TITLE_FONT = 17;

/** Title, subtitle and legend, each broken into lines where the figure is narrow. */
export function drawHeader(spec: HeaderSpec): Header {
  const { canvas, title, subtitle } = spec;
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
  const legend = drawLegend(spec, height);
  return { svg: svg + legend.svg, height: height + legend.height };
}

function drawLegend({ canvas, legend = [], legendTitle }: HeaderSpec, top: number): Header {
  if (legend.length === 0) return { svg: "", height: 0 };
  const text = { "font-size": TICK_FONT, fill: canvas.theme.muted };
  let x = PAD;
  let y = top + 16;
  let svg = "";
  if (legendTitle !== undefined && legendTitle !== "") {
    svg += textElement(legendTitle, { x, y, ...text });
    x += textWidth(legendTitle, TICK_FONT) + 16;
  }
  for (const { label, colour } of legend) {
    const width = 20 + textWidth(label, TICK_FONT);
    if (x > PAD && x + width > canvas.width - PAD) {
      x = PAD;
      y += 18;
    }
    svg += element("rect", { x, y: y - 7, width: 14, height: 4, rx: 2, fill: colour });
    svg += textElement(label, { x: x + 20, y, ...text });
    x += width + 20;
  }
  return { svg, height: y + 4 - top };
}
