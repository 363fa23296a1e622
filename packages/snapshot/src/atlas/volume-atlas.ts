import { InvalidVolumeError, OutsideAtlasError } from "../errors/atlas-errors.ts";
import { type Points } from "../probe/polyline.ts";
import { roundHalfEven } from "../round-half-even.ts";
import { type AnnotationVolume, type AtlasAxis } from "./annotation-volume.ts";
import { type BrainAtlas, type LabelOptions } from "./brain-atlas.ts";
import { type BrainRegions } from "./brain-regions.ts";

/** Where bregma is in the Allen CCF, in µm from its left, front and top corner. */
export const ALLEN_BREGMA_UM: Readonly<Record<AtlasAxis, number>> = { ml: 5739, ap: 5400, dv: 332 };

/** How a {@link VolumeAtlas} is made. */
export interface VolumeAtlasOptions {
  /** Its regions. */
  readonly regions: BrainRegions;
  /** Edge of a voxel, in µm, e.g. 25. */
  readonly voxelSizeUm: number;
  /** Where bregma is, in µm from the first voxel. Default {@link ALLEN_BREGMA_UM}. */
  readonly bregmaUm?: Readonly<Record<AtlasAxis, number>> | undefined;
  /**
   * Ids of regions by the number in the volume, for volumes that hold places in a table. By default the volume holds the
   * ids themselves, as those of the Allen Institute do.
   */
  readonly ids?: ArrayLike<number> | undefined;
}

interface Axis {
  readonly name: "x" | "y" | "z";
  /** Metres of the first voxel's centre, and from one to the next. */
  readonly origin: number;
  readonly step: number;
  readonly size: number;
  readonly stride: number;
}

function limitsOf({ origin, step, size }: Axis): readonly [number, number] {
  return [origin, origin + step * (size - 1)];
}

/**
 * An atlas that is a volume of labels, e.g. the Allen CCF at 25 or 50 µm. Voxels lie around bregma as in iblatlas.
 *
 * @see Source: `AllenAtlas` in iblatlas, `iblatlas/atlas.py`. There labels are places in a table of both hemispheres.
 */
export class VolumeAtlas implements BrainAtlas {
  readonly xLimits: readonly [number, number];
  readonly yLimits: readonly [number, number];
  readonly zLimits: readonly [number, number];
  readonly regions: BrainRegions;
  readonly #axes: readonly [Axis, Axis, Axis];
  readonly #volume: AnnotationVolume;
  readonly #ids: ArrayLike<number> | undefined;

  /** @throws InvalidVolumeError if the volume does not have as many voxels as its size says, or voxels have no size. */
  constructor(volume: AnnotationVolume, options: VolumeAtlasOptions) {
    const { regions, voxelSizeUm, bregmaUm = ALLEN_BREGMA_UM, ids } = options;
    const { size, strides, data } = volume;
    const voxels = size.ml * size.ap * size.dv;
    if (data.length !== voxels) throw new InvalidVolumeError(`${data.length} voxels`, `${voxels}, by its size`);
    if (!(voxelSizeUm > 0)) throw new InvalidVolumeError(`voxels of ${voxelSizeUm} µm`, "a size above 0");
    const axis = (name: Axis["name"], along: AtlasAxis, sign: 1 | -1): Axis => ({
      name,
      origin: (-sign * bregmaUm[along]) / 1e6,
      step: (sign * voxelSizeUm) / 1e6,
      size: size[along],
      stride: strides[along],
    });
    this.#axes = [axis("x", "ml", 1), axis("y", "ap", -1), axis("z", "dv", -1)];
    [this.xLimits, this.yLimits, this.zLimits] = [
      limitsOf(this.#axes[0]),
      limitsOf(this.#axes[1]),
      limitsOf(this.#axes[2]),
    ];
    this.regions = regions;
    this.#volume = volume;
    this.#ids = ids;
  }

  getLabels(xyz: Points, { mapping = "Allen", lateralised = false }: LabelOptions = {}): Int32Array<ArrayBuffer> {
    const labels = Int32Array.from({ length: xyz.length / 3 }, (_, place) => {
      const id = this.#idAt(this.#placeOf(xyz, place * 3));
      if (!lateralised) return Math.abs(id);
      return xyz[place * 3]! < 0 && id > 0 ? -id : id;
    });
    return mapping === "Allen" ? labels : this.regions.remap(labels, mapping);
  }

  #placeOf(xyz: Points, start: number): number {
    return this.#axes.reduce((place, axis, i) => {
      const value = xyz[start + i]!;
      const index = roundHalfEven((value - axis.origin) / axis.step);
      if (!(index >= 0 && index < axis.size)) throw new OutsideAtlasError(axis.name, value, limitsOf(axis));
      return place + index * axis.stride;
    }, 0);
  }

  #idAt(place: number): number {
    const label = this.#volume.data[place]!;
    if (this.#ids === undefined) return label;
    const id = this.#ids[label];
    if (id === undefined)
      throw new InvalidVolumeError(`label ${label}`, `at most ${this.#ids.length - 1}, the last place of the table`);
    return id;
  }
}
