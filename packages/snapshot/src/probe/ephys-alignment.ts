import { roundHalfEven } from "../round-half-even.ts";
import { fitLine, pointAtHeight } from "./fit-line.ts";
import {
  cumulativeDistance,
  extrapolated,
  interpolateAlongTrack,
  type Points,
  pointAt,
  pointsOf,
  sortedByHeight,
} from "./polyline.ts";

/** From the tip of a Neuropixels probe to its lowest site, in metres. */
export const TIP_M = 200e-6;

/** The way of a probe through the brain. */
export interface InsertionTrack {
  /** From the bottom of the atlas over the picked points to its top: the deepest first. */
  readonly points: Points;
  /** Ends of the track as depths above the lowest site's tip, in metres. */
  readonly extent: readonly [number, number];
}

/**
 * The way of a probe through the whole atlas, by the points that were picked on it: beyond the first and the last ones
 * it goes on along the lines nearest to them.
 *
 * @param picks - Shape `(nPicks, 3)`, the highest first, as `xyz_picks` of an insertion.
 * @param zLimits - Top and bottom of the atlas, in metres.
 * @returns NaN where points are all of one height, or there is but one: no line through them reaches top and bottom.
 * @see Source: `EphysAlignment.get_insertion_track` in ibl-neuropixel, with `speedy=True`: there the way ends at the
 *   surface of the brain otherwise, which places of channels do not depend on.
 */
export function insertionTrack(picks: Points, zLimits: readonly [number, number]): InsertionTrack {
  const count = picks.length / 3;
  const near = Math.max(4, roundHalfEven(count / 4));
  const entry = pointAtHeight(fitLine(picks.slice(0, near * 3)), zLimits[0]);
  const exit = pointAtHeight(fitLine(picks.slice(Math.max(0, count - near) * 3)), zLimits[1]);
  const rows = [exit, ...Array.from({ length: count }, (_, row) => pointAt(picks, row)), entry];
  const points = sortedByHeight(pointsOf(rows));
  const along = cumulativeDistance(points);
  const begin = along[1]! + TIP_M;
  return { points, extent: [-begin, along.at(-1)! - begin] };
}

/** How features of a recording were matched with the track: two lists of depths, in metres. */
export interface DepthAlignment {
  /** Depths in the recording, in any order. */
  readonly feature: ArrayLike<number>;
  /** Depths on the track that they belong to. */
  readonly track: ArrayLike<number>;
}

/**
 * Places of channels in the brain.
 *
 * @param depthsUm - Depths of the channels above the lowest site's tip, in µm, shape `(nChannels,)`.
 * @returns Metres from bregma, shape `(nChannels, 3)`: ml, ap, dv. Beyond the track, its ends.
 * @see Source: `EphysAlignment.get_channel_locations` in ibl-neuropixel.
 */
export function channelLocations(
  { points, extent }: InsertionTrack,
  { feature, track }: DepthAlignment,
  depthsUm: ArrayLike<number>,
): Points {
  const onTrack = extrapolated(feature, track);
  return interpolateAlongTrack(
    points,
    Array.from(depthsUm, (depth) => onTrack(depth / 1e6) - extent[0]),
  );
}

/**
 * Places of channels whose track was traced but not aligned: they follow the picked points from the deepest one, where
 * the tip is.
 *
 * @param picks - Shape `(nPicks, 3)`, in any order.
 * @param depthsUm - Depths of the channels, in µm, shape `(nChannels,)`.
 * @see Source: `ReportSnapshotProbe.get_channels` in ibllib, the branch of traced insertions.
 */
export function tracedLocations(picks: Points, depthsUm: ArrayLike<number>): Points {
  return interpolateAlongTrack(
    sortedByHeight(picks),
    Array.from(depthsUm, (depth) => (depth + TIP_M * 1e6) / 1e6),
  );
}
