import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channelLocations, insertionTrack, tracedLocations } from "../../src/probe/ephys-alignment.ts";
import { fitLine, pointAtHeight } from "../../src/probe/fit-line.ts";
import { neuropixels1Layout } from "../../src/probe/neuropixels-layout.ts";
import { cumulativeDistance, interpolateAlongTrack, pointsOf } from "../../src/probe/polyline.ts";
import { DEPTHS_UM, FEATURE, LAYOUT, PICKS, PRINTED, PRINTED_TRACED, TRACK } from "../alignment-vectors.ts";

/** The original's numbers are printed with 16 digits: 1e-15 of a metre is the last of them. */
function expectAlike(found: ArrayLike<number>, printed: readonly (readonly number[])[]): void {
  const wanted = printed.flat();
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThan(1e-15);
  });
}

const LIMITS = [0.000332, -0.007643] as const;

describe("The original's numbers, to the last digit that it printed", () => {
  const track = insertionTrack(PICKS, LIMITS);

  test("of the track", () => {
    expectAlike(track.points, PRINTED.xyz_track);
    expectAlike([...track.extent], [[...PRINTED.track_extent]]);
  });

  test("of channels that were aligned", () => {
    expectAlike(channelLocations(track, { feature: FEATURE, track: TRACK }, DEPTHS_UM), PRINTED.loc);
  });

  test("of channels that were aligned, with the features in another order", () => {
    const order = [2, 0, 3, 1];
    const alignment = { feature: order.map((i) => FEATURE[i]!), track: order.map((i) => TRACK[i]!) };
    expectAlike(channelLocations(track, alignment, DEPTHS_UM), PRINTED.loc);
  });

  test("of channels that were traced", () => {
    expectAlike(tracedLocations(PICKS, DEPTHS_UM), PRINTED_TRACED);
  });

  test("of the sites of a Neuropixels probe", () => {
    const { lateralUm, axialUm } = neuropixels1Layout();
    const heads = [lateralUm.slice(0, 6), axialUm.slice(0, 6), lateralUm.slice(-4), axialUm.slice(-4)];
    expect(heads.map((head) => [...head])).toEqual(LAYOUT.slice(0, 4));
    expect(lateralUm).toHaveLength(384);
  });
});

describe("Along a track", () => {
  const coordinate = fc.double({ min: -0.01, max: 0.01, noNaN: true });
  const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 2, maxLength: 12 });

  test("a place as far as a point is that point, and beyond the ends are the ends", () => {
    fc.assert(
      fc.property(points, (rows) => {
        const line = pointsOf(rows);
        const along = cumulativeDistance(line);
        const total = along.at(-1) ?? 0;
        fc.pre(along.every((value, i) => i === 0 || value > along[i - 1]! + 1e-9));
        const found = interpolateAlongTrack(line, [...along, -1, total + 1]);
        expectAlike(found.slice(0, line.length), rows);
        expectAlike(found.slice(line.length), [rows[0]!, rows.at(-1)!]);
      }),
    );
  });

  test("a line through points of a line is that line", () => {
    fc.assert(
      fc.property(coordinate, coordinate, fc.double({ min: 0.1, max: 1, noNaN: true }), (a, b, slope) => {
        const rows = Array.from({ length: 7 }, (_, i) => [a + slope * i * 1e-3, b - slope * i * 2e-3, i * 1e-3]);
        const [x, y, z] = pointAtHeight(fitLine(pointsOf(rows)), 0.02);
        expect(x).toBeCloseTo(a + slope * 0.02, 12);
        expect(y).toBeCloseTo(b - slope * 0.04, 12);
        expect(z).toBeCloseTo(0.02, 12);
      }),
    );
  });

  test("a level line has no place at another height", () => {
    const level = pointsOf([
      [0, 0, 0],
      [1e-3, 0, 0],
    ]);
    expect(pointAtHeight(fitLine(level), 1e-3)[0]).toBeNaN();
  });

  test("of few points the ends are fitted to all of them", () => {
    const rows = [
      [0, 0, 0],
      [1e-4, 0, -1e-3],
    ];
    expectAlike(insertionTrack(pointsOf(rows), [1e-3, -3e-3]).points, [
      [3e-4, 0, -3e-3],
      [1e-4, 0, -1e-3],
      [0, 0, 0],
      [-1e-4, 0, 1e-3],
    ]);
  });
});
