/** Names of the axes of a volume: medio-lateral, antero-posterior, dorso-ventral. */
export type AtlasAxis = "ml" | "ap" | "dv";

/** Labels of voxels: ids of regions, or places in a table. */
export type LabelData =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** A block of labels as a file holds it. */
export interface LabelBlock {
  /** All voxels, the last axis of `shape` fastest. */
  readonly data: LabelData;
  /** Voxels along each axis. */
  readonly shape: readonly [number, number, number];
  /** Edge of a voxel, in µm, where the file says it. */
  readonly voxelSizeUm?: number | undefined;
}

/** A block of labels whose axes are known. */
export interface AnnotationVolume {
  /** All voxels. */
  readonly data: LabelData;
  /** Voxels along each axis. */
  readonly size: Readonly<Record<AtlasAxis, number>>;
  /** Places in `data` between neighbours along each axis. */
  readonly strides: Readonly<Record<AtlasAxis, number>>;
}

/** Names the axes of a block. */
export function withAxes(
  { data, shape }: LabelBlock,
  axes: readonly [AtlasAxis, AtlasAxis, AtlasAxis],
): AnnotationVolume {
  const steps = [shape[1] * shape[2], shape[2], 1];
  const of = (values: readonly number[]): Record<AtlasAxis, number> => {
    const at = (axis: AtlasAxis): number => values[axes.indexOf(axis)] ?? 0;
    return { ml: at("ml"), ap: at("ap"), dv: at("dv") };
  };
  return { data, size: of(shape), strides: of(steps) };
}
