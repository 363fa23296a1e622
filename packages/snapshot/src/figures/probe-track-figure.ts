import { figureGrid, linePlot, type NumericArray, type ProbeRegion, probeSites } from "@neurophys/figures";
import { type BrainRegions } from "../atlas/brain-regions.ts";
import { type SvgFigure } from "../images/image-source.ts";
import { type Points } from "../probe/polyline.ts";
import { type NamedFigureOptions } from "./svg-figure.ts";

/** What {@link probeTrackFigure} draws: what `getChannels` gives of a probe whose place is known. */
export interface ProbeTrack {
  /** Across the shank, in µm, shape `(nChannels,)`. */
  readonly lateralUm: NumericArray;
  /** Above the tip, in µm, shape `(nChannels,)`. */
  readonly axialUm: NumericArray;
  /** Metres from bregma, shape `(nChannels, 3)`: ml, ap, dv. */
  readonly mlapdv: Points;
  /** Ids of brain regions, shape `(nChannels,)`. */
  readonly atlasIds: ArrayLike<number>;
}

/** How {@link probeTrackFigure} draws. */
export interface ProbeTrackOptions extends Omit<NamedFigureOptions, "xLabel" | "yLabel" | "xLimits" | "yLimits"> {
  /** Regions of the atlas. */
  readonly regions: BrainRegions;
  /** Points that were picked on the track, in metres, shape `(nPicks, 3)`. */
  readonly picks?: Points | undefined;
}

/** How far a stretch goes beyond the first and the last channel, in µm: half of what is between two of most probes. */
const END_UM = 10;

/** The number that is there most often; of several, the first. */
function mostCommon(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

/** Depths from the tip up, each with the region of most channels there. */
function regionsByDepth(
  axialUm: NumericArray,
  atlasIds: ArrayLike<number>,
): readonly { readonly depth: number; readonly id: number }[] {
  const ids = new Map<number, number[]>();
  for (let i = 0; i < axialUm.length; i++) {
    const depth = axialUm[i]!;
    if (Number.isFinite(depth)) ids.set(depth, [...(ids.get(depth) ?? []), atlasIds[i] ?? 0]);
  }
  return [...ids].sort(([a], [b]) => a - b).map(([depth, there]) => ({ depth, id: mostCommon(there) }));
}

/**
 * The regions that a probe passes through, from the tip up: neighbours of one region are one stretch, which ends in the
 * middle between two channels. Where channels of one depth are in several regions, as those of several shanks may be, it is
 * the region of most of them.
 *
 * @param axialUm - Depths of the channels, in µm, in any order, shape `(nChannels,)`.
 * @param atlasIds - Their regions, shape `(nChannels,)`.
 * @throws UnknownRegionError if the table does not have one of the regions.
 */
export function regionsAlongProbe(
  axialUm: NumericArray,
  atlasIds: ArrayLike<number>,
  regions: BrainRegions,
): readonly ProbeRegion[] {
  const depths = regionsByDepth(axialUm, atlasIds);
  const starts = depths.flatMap(({ id }, i) => (i === 0 || depths[i - 1]!.id !== id ? [i] : []));
  const edge = (place: number): number => {
    if (place === 0) return (depths[0]?.depth ?? 0) - END_UM;
    if (place === depths.length) return (depths.at(-1)?.depth ?? 0) + END_UM;
    return (depths[place - 1]!.depth + depths[place]!.depth) / 2;
  };
  return starts.map((start, i) => {
    const { acronym, colour } = regions.get(depths[start]!.id);
    return { fromUm: edge(start), toUm: edge(starts[i + 1] ?? depths.length), label: acronym, colour };
  });
}

/** One axis of points, in mm. */
function coordinates(points: Points, axis: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: points.length / 3 }, (_, row) => points[row * 3 + axis]! * 1e3);
}

/** Half the width of a cross, in mm. */
const CROSS_MM = 0.06;

/** A cross at each place: two strokes, each with a gap after it. */
function crosses(x: Float64Array, y: Float64Array): { readonly x: Float64Array; readonly y: Float64Array } {
  const strokes = (values: Float64Array, offsets: readonly number[]): Float64Array =>
    Float64Array.from([...values].flatMap((value) => offsets.map((offset) => value + offset * CROSS_MM)));
  return {
    x: strokes(x, [-1, 1, Number.NaN, -1, 1, Number.NaN]),
    y: strokes(y, [-1, 1, Number.NaN, 1, -1, Number.NaN]),
  };
}

/** The track as it is seen from the front (axis 0) or from the side (axis 1), a mm as long across as up. */
async function projection(track: ProbeTrack, axis: 0 | 1, { picks, theme }: ProbeTrackOptions): Promise<string> {
  const places = (points: Points): readonly [Float64Array, Float64Array] => [
    coordinates(points, axis),
    coordinates(points, 2),
  ];
  const [x, y] = places(track.mlapdv);
  const picked = picks === undefined ? [] : [{ ...crosses(...places(picks)), label: "Picked points" }];
  const xLabel = axis === 0 ? "Left to right (mm from bregma)" : "Back to front (mm from bregma)";
  return await linePlot([{ x, y, label: "Channels" }, ...picked], {
    widthPixels: 420,
    heightPixels: 320,
    xLabel,
    yLabel: "Height (mm from bregma)",
    equalScales: true,
    theme,
  });
}

/**
 * Draws the way of a probe through the brain: its sites with the regions beside them, and the track from the front and
 * from the side.
 *
 * @returns A figure named `"probe_track"`.
 * @throws errors of `@neurophys/figures` for arrays that do not fit each other.
 * @throws UnknownRegionError if a channel lies in a region that the table does not have.
 * @see Source: `HistologySlices` in ibllib, `ibllib/plots/figures.py`, which shows slices of the atlas.
 */
export async function probeTrackFigure(track: ProbeTrack, options: ProbeTrackOptions): Promise<SvgFigure> {
  const { name = "probe_track", title, subtitle, theme, onWarning } = options;
  const regions = regionsAlongProbe(track.axialUm, track.atlasIds, options.regions);
  const geometry = { lateralUm: track.lateralUm, depthUm: track.axialUm };
  const sites = await probeSites(geometry, { regions, theme, onWarning, widthPixels: 420, heightPixels: 640 });
  const views = figureGrid([await projection(track, 0, options), await projection(track, 1, options)], {
    columns: 1,
    theme,
  });
  return { name, svg: figureGrid([sites, views], { columns: 2, title, subtitle, theme }) };
}
