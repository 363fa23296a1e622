import { type ColourMap, colourAt, formatColour } from "./colour-map.ts";
import { LABEL_FONT, PAD, TICK_FONT } from "./header.ts";
import { type Box, scaleOf } from "./scale.ts";
import { element, textElement } from "./svg.ts";
import { textWidth } from "./text-width.ts";
import { type Theme } from "./theme.ts";
import { axisTicks, type Domain, type Tick } from "./ticks.ts";

/** The key of a colour scale, right of the plot. */
export interface ColourBarSpec {
  readonly map: ColourMap;
  readonly domain: Domain;
  readonly label: string;
}

const GAP = 16;
const BAR_WIDTH = 12;
const STEPS = 64;

/** Pixels that a colour bar of this height takes right of the plot, up to the free edge of the figure. */
export function colourBarWidth(bar: ColourBarSpec, height: number): number {
  const widest = Math.max(0, ...barTicks(bar, height).map(({ label }) => textWidth(label, TICK_FONT)));
  return GAP + BAR_WIDTH + 8 + widest + 8 + LABEL_FONT;
}

/**
 * The bar, its ticks and its label.
 *
 * @param space - From the right end of the plot to the right end of the figure, as high as the plot.
 */
export function drawColourBar(bar: ColourBarSpec, space: Box, theme: Theme): string {
  const box = { ...space, x: space.x + GAP, width: BAR_WIDTH };
  let svg = "";
  // From the top down, each to the bottom: no seams between them at any zoom, and no gradient whose id could clash.
  for (let i = 0; i < STEPS; i++) {
    const y = box.y + (i * box.height) / STEPS;
    const fill = formatColour(colourAt(bar.map, 1 - i / (STEPS - 1)));
    svg += element("rect", { x: box.x, y, width: box.width, height: box.y + box.height - y, fill });
  }
  const at = scaleOf({ domain: bar.domain }, box.y + box.height, -box.height);
  const right = box.x + box.width;
  const labels = barTicks(bar, box.height).map(
    ({ value, label }) =>
      element("path", { d: `M${right} ${Math.round(at(value)) + 0.5}h4`, stroke: theme.axis }) +
      textElement(label, { x: right + 8, y: at(value) + TICK_FONT * 0.36 }),
  );
  const title = { x: space.x + space.width - PAD + 2, y: box.y + box.height / 2 };
  return (
    svg +
    element("g", { "font-size": TICK_FONT, fill: theme.muted }, labels.join("")) +
    textElement(bar.label, {
      ...title,
      transform: `rotate(-90 ${title.x} ${title.y})`,
      "text-anchor": "middle",
      "font-size": LABEL_FONT,
      fill: theme.ink,
    })
  );
}

function barTicks({ domain }: ColourBarSpec, height: number): readonly Tick[] {
  return axisTicks(domain, Math.max(2, height / 60)).filter(({ label }) => label !== "");
}
