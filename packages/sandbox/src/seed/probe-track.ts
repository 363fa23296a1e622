import { SITES, siteCoordinates } from "./draw-spikes.ts";

/** Where a probe enters the brain, and how: micrometres from bregma (right, front, up), degrees. */
export interface ProbeTrack {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Micrometres along the probe. */
  readonly depth: number;
  /** From the vertical. */
  readonly theta: number;
  /** Around the vertical, from the right. */
  readonly phi: number;
  readonly roll: number;
}

/** Micrometres between the tip and the first row of sites. */
const TIP_UM = 200;

/** Regions from the brain's surface down, by id in the Allen atlas: layers of visual cortex, hippocampus, thalamus. */
const REGIONS = [593, 821, 721, 778, 33, 382, 10703, 632, 218, 1020];

/**
 * The point at a distance above the tip, in micrometres from bregma.
 *
 * @see Source: `Insertion` in iblatlas, `iblatlas/atlas.py`, for the angles.
 */
export function pointOnTrack({ x, y, z, depth, theta, phi }: ProbeTrack, aboveTip: number): readonly number[] {
  const [polar, azimuth] = [(theta * Math.PI) / 180, (phi * Math.PI) / 180];
  const below = depth - aboveTip;
  return [
    x - below * Math.sin(polar) * Math.cos(azimuth),
    y - below * Math.sin(polar) * Math.sin(azimuth),
    z - below * Math.cos(polar),
  ];
}

/** Points that someone marked along the track in the slices, from the tip up, `(nPicks, 3)` in whole micrometres. */
export function tracePicks(track: ProbeTrack, count = 9): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, i) =>
    // the tissue bends: the picks are not quite on a line
    pointOnTrack(track, (i * track.depth) / (count - 1)).map((value, axis) =>
      Math.round(value + (axis === 0 ? 40 * Math.sin((Math.PI * i) / (count - 1)) : 0)),
    ),
  );
}

/** Where the sites are in the brain, `(384, 3)` row-major in micrometres, and the region of each. */
export function sitesInBrain(track: ProbeTrack): {
  readonly mlapdv: Float32Array<ArrayBuffer>;
  readonly regions: Int32Array<ArrayBuffer>;
} {
  const sites = siteCoordinates();
  const mlapdv = new Float32Array(3 * SITES);
  const regions = new Int32Array(SITES);
  for (let site = 0; site < SITES; site++) {
    const aboveTip = sites[2 * site + 1]! + TIP_UM;
    mlapdv.set(pointOnTrack(track, aboveTip), 3 * site);
    const fraction = Math.max(0, 1 - aboveTip / track.depth);
    regions[site] = REGIONS[Math.min(REGIONS.length - 1, Math.floor(fraction * REGIONS.length))]!;
  }
  return { mlapdv, regions };
}
