import { type BrainAtlas } from "../src/atlas/brain-atlas.ts";
import { BrainRegions } from "../src/atlas/brain-regions.ts";
import { VolumeAtlas } from "../src/atlas/volume-atlas.ts";

const VOXEL_M = 25e-6;
const SIZE = { ml: 456, ap: 528, dv: 320 };

/** Regions of the atlas that the original's numbers were made with, as far as they are in it. */
export const VECTOR_REGIONS: BrainRegions = new BrainRegions([
  { id: 997, acronym: "root", name: "root", parentId: undefined, path: [997], colour: "#ffffff" },
  { id: 8, acronym: "grey", name: "Basic cell groups and regions", parentId: 997, path: [997, 8], colour: "#bfdae3" },
  { id: 304325711, acronym: "retina", name: "retina", parentId: 997, path: [997, 304325711], colour: "#7f2e7e" },
]);

/** The atlas that the original's numbers were made with: nothing, but for the retina from the 100th voxel below the top on. */
export function vectorAtlas(): BrainAtlas {
  const data = new Uint16Array(SIZE.ml * SIZE.ap * SIZE.dv);
  const strides = { ml: SIZE.dv, ap: SIZE.ml * SIZE.dv, dv: 1 };
  for (let column = 0; column < data.length; column += SIZE.dv) data.fill(1, column + 100, column + 105);
  return new VolumeAtlas(
    { data, size: SIZE, strides },
    { regions: VECTOR_REGIONS, voxelSizeUm: VOXEL_M * 1e6, ids: [0, 304325711] },
  );
}
