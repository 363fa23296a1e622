import { type Points } from "../probe/polyline.ts";
import { type BrainRegions } from "./brain-regions.ts";

/** How labels are wanted. */
export interface LabelOptions {
  /** A mapping of the atlas' regions, e.g. `"Beryl"`. Default: the regions as they are. */
  readonly mapping?: string | undefined;
  /** Regions of the left hemisphere with negative ids. Default false. */
  readonly lateralised?: boolean | undefined;
}

/**
 * An atlas of a brain. Coordinates are metres from bregma: x to the right, y to the front, z up.
 *
 * An atlas of your own needs no more than this.
 */
export interface BrainAtlas {
  /** Left and right end, in metres. */
  readonly xLimits: readonly [number, number];
  /** Front and back, in metres. */
  readonly yLimits: readonly [number, number];
  /** Top and bottom, in metres. */
  readonly zLimits: readonly [number, number];
  /** Its regions. */
  readonly regions: BrainRegions;
  /**
   * Ids of the regions at places.
   *
   * @param xyz - Shape `(nPlaces, 3)`, in metres.
   * @returns Shape `(nPlaces,)`; 0 outside the brain.
   * @throws OutsideAtlasError for a place that is not in the volume.
   * @throws UnknownMappingError if the atlas has no such mapping.
   */
  getLabels(xyz: Points, options?: LabelOptions): Int32Array<ArrayBuffer>;
}
