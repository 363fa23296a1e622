import { type Layout } from "./layout.ts";
import { assertNumeric, type NumericArray } from "./numeric-array.ts";
import { element } from "./svg.ts";

/** Vertical lines through the plot at `times`; those outside or not finite are skipped. */
export function drawReferences(
  times: NumericArray | undefined,
  { spec, plot, x }: Layout,
  colour: string = spec.canvas.theme.reference,
): string {
  if (times === undefined) return "";
  assertNumeric("eventTimes", times);
  const { low, high } = spec.x.domain;
  let path = "";
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (time >= low && time <= high) path += `M${Math.round(x(time)) + 0.5} ${plot.y}v${plot.height}`;
  }
  if (path === "") return "";
  return element("path", { d: path, stroke: colour, "stroke-dasharray": "4 3", fill: "none" });
}
