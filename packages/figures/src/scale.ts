import { type Domain } from "./ticks.ts";

/** A rectangle in pixels from the top left of the figure. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Maps a value in data units to pixels. */
export type Scale = (value: number) => number;

/**
 * The scale of a domain.
 *
 * @param start - Pixel of the low end.
 * @param length - Pixels to the high end; negative for an axis that points up.
 */
export function scaleOf(
  { domain, reversed }: { readonly domain: Domain; readonly reversed?: boolean | undefined },
  start: number,
  length: number,
): Scale {
  const low = domain.logarithmic ? Math.log10(domain.low) : domain.low;
  const high = domain.logarithmic ? Math.log10(domain.high) : domain.high;
  const from = reversed ? start + length : start;
  const slope = ((reversed ? -1 : 1) * length) / (high - low);
  if (domain.logarithmic) return (value) => from + (Math.log10(value) - low) * slope;
  return (value) => from + (value - low) * slope;
}
