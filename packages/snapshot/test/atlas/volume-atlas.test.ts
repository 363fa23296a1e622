import { describe, expect, test } from "vitest";
import { withAxes } from "../../src/atlas/annotation-volume.ts";
import { BrainRegions } from "../../src/atlas/brain-regions.ts";
import { VolumeAtlas } from "../../src/atlas/volume-atlas.ts";
import { LIMITS, ORIGIN } from "../alignment-vectors.ts";
import { VECTOR_REGIONS, vectorAtlas } from "../vector-atlas.ts";

const place = (...xyz: readonly number[]): Float64Array<ArrayBuffer> => Float64Array.from(xyz);

describe("An atlas of the size of the original's", () => {
  const atlas = vectorAtlas();

  test("has its limits and its first voxel", () => {
    const limits = [atlas.xLimits, atlas.yLimits, atlas.zLimits];
    limits.flat().forEach((limit, i) => {
      expect(limit).toBeCloseTo(LIMITS.flat()[i]!, 15);
    });
    expect(limits.map(([first]) => first)).toEqual(ORIGIN.map((value) => expect.closeTo(value, 15) as number));
  });

  test("has the region that was painted where it was painted, as it was printed", () => {
    const z = (voxel: number): number => 0.000332 - voxel * 25e-6;
    const column = [99, 100, 104, 105].flatMap((voxel) => [0, 0, z(voxel)]);
    expect([...atlas.getLabels(place(...column))]).toEqual([0, 304325711, 304325711, 0]);
  });

  test.each([
    ["x", [0.0057, 0, 0]],
    ["y", [0, 0.00542, 0]],
    ["z", [0, 0, -0.0077]],
    ["x", [Number.NaN, 0, 0]],
  ])("refuses a place outside of it on %s", (axis, xyz) => {
    expect(() => atlas.getLabels(place(...xyz))).toThrow(
      expect.objectContaining({ code: "snapshot/outside-atlas", axis }),
    );
  });

  test("gives the left hemisphere negative ids where they are wanted", () => {
    const both = place(-1e-3, 0, 0.000332 - 100 * 25e-6, 1e-3, 0, 0.000332 - 100 * 25e-6, -1e-3, 0, 0);
    expect([...atlas.getLabels(both, { lateralised: true })]).toEqual([-304325711, 304325711, 0]);
  });
});

describe("A volume of labels", () => {
  // Three voxels of 1 mm across, two from front to back, two from top to bottom; bregma in the first one's centre.
  const labels = Uint32Array.from([997, 8, 997, 8, 997, 304325711, 0, 0, 0, 0, 0, 8]);
  const regions = new BrainRegions([...VECTOR_REGIONS], new Map([["Root", new Map([[997, 997]])]]));
  const options = { regions, voxelSizeUm: 1000, bregmaUm: { ml: 0, ap: 0, dv: 0 } };
  const atlas = new VolumeAtlas(withAxes({ data: labels, shape: [2, 2, 3] }, ["ap", "dv", "ml"]), options);

  test("is read along the axes that its file has", () => {
    const last = place(0.002, -0.001, -0.001);
    expect([...atlas.getLabels(place(0.002, 0, -0.001))]).toEqual([304325711]);
    expect([...atlas.getLabels(last)]).toEqual([8]);
    const turned = new VolumeAtlas(withAxes({ data: labels, shape: [3, 2, 2] }, ["ml", "dv", "ap"]), options);
    expect([...turned.getLabels(place(0.001, -0.001, 0))]).toEqual([304325711]);
    expect([...turned.getLabels(place(0.001, 0, -0.001))]).toEqual([0]);
  });

  test("takes places between voxels to the even one, as NumPy rounds", () => {
    const halves = [0.0005, 0.0015, 0.00149].map((x) => [x, 0, 0]);
    expect([...atlas.getLabels(place(...halves.flat()))]).toEqual([997, 997, 8]);
  });

  test("maps its regions onto coarser ones", () => {
    const places = place(0.001, 0, 0, 0.001, -0.001, 0);
    expect([...atlas.getLabels(places, { mapping: "Root" })]).toEqual([997, 0]);
    expect(() => atlas.getLabels(places, { mapping: "Beryl" })).toThrow('expected one of "Allen", "Root"');
  });

  test("must have as many voxels as it says, of a size", () => {
    const volume = withAxes({ data: labels, shape: [2, 2, 2] }, ["ap", "dv", "ml"]);
    expect(() => new VolumeAtlas(volume, options)).toThrow("12 voxels (expected 8");
    const even = withAxes({ data: labels, shape: [2, 2, 3] }, ["ap", "dv", "ml"]);
    expect(() => new VolumeAtlas(even, { ...options, voxelSizeUm: 0 })).toThrow("voxels of 0 µm");
    const short = new VolumeAtlas(even, { ...options, ids: [0] });
    expect(() => short.getLabels(place(0, 0, 0))).toThrow("label 997");
  });
});
