import { type AnnotationVolume } from "./annotation-volume.ts";

/** Extent of the Allen CCF, in µm. */
const EXTENT_UM = { ml: 11_400, ap: 13_200, dv: 8000 } as const;

/**
 * Edge of a voxel by how many the Allen CCF has of them: 528 × 320 × 456 are of 25 µm.
 *
 * @returns In µm; `undefined` if it is another volume.
 */
export function allenVoxelSize({ size }: Pick<AnnotationVolume, "size">): number | undefined {
  const edge = EXTENT_UM.ap / size.ap;
  return size.ml * edge === EXTENT_UM.ml && size.dv * edge === EXTENT_UM.dv ? edge : undefined;
}
