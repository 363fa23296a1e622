import { type AxisSpec } from "./axis.ts";
import { type Layout, type LayoutSpec, layOut } from "./layout.ts";

function widened(axis: AxisSpec, span: number): AxisSpec {
  const { low, high } = axis.domain;
  const middle = (low + high) / 2;
  return { ...axis, domain: { ...axis.domain, low: middle - span / 2, high: middle + span / 2 } };
}

function stretched({ spec, plot }: Layout): LayoutSpec {
  const [x, y] = [spec.x.domain, spec.y.domain];
  const perPixel = Math.max((x.high - x.low) / plot.width, (y.high - y.low) / plot.height);
  return { ...spec, x: widened(spec.x, perPixel * plot.width), y: widened(spec.y, perPixel * plot.height) };
}

/**
 * Place a plot whose axes are of one unit, as places in space are, so that the unit is as long across as up: the axis that
 * has room begins earlier and ends later.
 *
 * @param spec - With linear axes.
 */
export function layOutEqually(spec: LayoutSpec): Layout {
  // Other ends have other labels, whose width moves the plot's edge: the second time, by nothing.
  return layOut(stretched(layOut(stretched(layOut(spec)))));
}
