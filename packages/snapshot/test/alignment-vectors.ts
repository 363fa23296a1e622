import { readFileSync } from "node:fs";
import { type Points, pointsOf } from "../src/probe/polyline.ts";

const TEXT = readFileSync(new URL("../../../fixtures/alyx/ephys_alignment_vectors.txt", import.meta.url), "utf8");

type Rows = readonly (readonly number[])[];

/** What the original printed: its track of the picks, the extent of it, and places of channels. */
export const PRINTED: {
  readonly xyz_track: Rows;
  readonly track_extent: readonly [number, number];
  readonly loc: Rows;
} = JSON.parse(/^\{\n[\s\S]*?^\}/m.exec(TEXT)?.[0] ?? "") as typeof PRINTED;
/** Places of the same channels if the track was traced only. */
export const PRINTED_TRACED = JSON.parse(/^traced (.*)$/m.exec(TEXT)?.[1] ?? "") as Rows;
/** Limits of the atlas. */
export const LIMITS: Rows = ["x", "y", "z"].map((_axis, i) => {
  const numbers = [...(/^lims (.*?\]) (\[.*?\]) (\[.*?\]) /m.exec(TEXT)?.[i + 1] ?? "").matchAll(/-?\d+\.\d+/g)];
  return numbers.map(([text]) => Number(text));
});
/** Its first voxel, and the way to the next. */
export const ORIGIN: readonly number[] = (/(-0\.\S+) (0\.\S+) (0\.\S+) \[ 2\.5e-05/.exec(TEXT) ?? [])
  .slice(1)
  .map(Number);
/** The head of the layout: lateral, axial. */
export const LAYOUT: Rows = [...(/^\[43 .*$/m.exec(TEXT)?.[0] ?? "").matchAll(/\[([^\]]*)\]/g)].map(([, list]) =>
  (list ?? "").trim().split(/\s+/).map(Number),
);

/** The points that were picked, in µm, the highest first. */
export const PICKS_UM: Rows = PRINTED.xyz_track
  .slice(1, -1)
  .toReversed()
  .map((row) => row.map((metres) => Math.round(metres * 1e6)));
export const PICKS: Points = pointsOf(PICKS_UM).map((um) => um / 1e6);
/** The channels that the original was asked about, in µm above the tip. */
export const DEPTHS_UM: readonly number[] = [20, 20, 40, 40, 1000, 2000, 3840];
/** How depths of the recording were matched with the track. */
export const FEATURE: readonly number[] = [-3050e-6, 300e-6, 2100e-6, 4000e-6];
export const TRACK: readonly number[] = [-2875e-6, 350e-6, 2400e-6, 4300e-6];
