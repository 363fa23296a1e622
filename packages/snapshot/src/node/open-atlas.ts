import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { allenVoxelSize } from "../atlas/allen-voxel-size.ts";
import { type AtlasAxis, type LabelBlock, withAxes } from "../atlas/annotation-volume.ts";
import { BrainRegions } from "../atlas/brain-regions.ts";
import { parseMappings, parseOntology } from "../atlas/parse-ontology.ts";
import { readNpyVolume, readZarrVolume } from "../atlas/read-label-array.ts";
import { readNrrd } from "../atlas/read-nrrd.ts";
import { VolumeAtlas, type VolumeAtlasOptions } from "../atlas/volume-atlas.ts";
import { InvalidVolumeError } from "../errors/atlas-errors.ts";

/** Which files an atlas is read from. */
export interface OpenAtlasOptions extends Partial<Omit<VolumeAtlasOptions, "regions">> {
  /** The annotation volume: `.nrrd`, `.npy`, or the folder of a Zarr array, `.zarr`. */
  readonly annotation: string;
  /** The table of regions, CSV. */
  readonly ontology: string;
  /** A table of mappings, CSV: ids of regions, and a column of ids of coarser ones for each mapping. */
  readonly mappings?: string | undefined;
  /** Axes of the volume, the slowest first. Default: `["ml", "dv", "ap"]` for NRRD, `["ap", "dv", "ml"]` for others. */
  readonly axes?: readonly [AtlasAxis, AtlasAxis, AtlasAxis] | undefined;
}

type Axes = readonly [AtlasAxis, AtlasAxis, AtlasAxis];

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path));
}

async function readChunk(folder: string, key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return await bytesOf(join(folder, ...key.split("/"))).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
}

async function readBlock(path: string): Promise<{ readonly block: LabelBlock; readonly axes: Axes }> {
  const slowestFirst: Axes = ["ap", "dv", "ml"];
  if (/\.nrrd$/i.test(path)) return { block: await readNrrd(await bytesOf(path)), axes: ["ml", "dv", "ap"] };
  if (/\.npy$/i.test(path)) return { block: readNpyVolume(await bytesOf(path)), axes: slowestFirst };
  if (/\.zarr\/?$/i.test(path)) {
    return { block: await readZarrVolume({ get: (key) => readChunk(path, key) }), axes: slowestFirst };
  }
  throw new InvalidVolumeError(`file name ${JSON.stringify(path)}`, "one that ends in .nrrd, .npy or .zarr");
}

/**
 * Opens an atlas from files, e.g. the annotation volume and the structure table of the Allen Institute.
 *
 * @throws InvalidVolumeError if the volume is none, or nothing says how large its voxels are.
 * @throws InvalidOntologyError if a table is none.
 * @see Source: `AllenAtlas` in iblatlas, which fetches its files.
 * @example
 * ```ts
 * const brainAtlas = await openAtlas({ annotation: "annotation_25.nrrd", ontology: "structures.csv" });
 * ```
 */
export async function openAtlas(options: OpenAtlasOptions): Promise<VolumeAtlas> {
  const { block, axes } = await readBlock(options.annotation);
  const volume = withAxes(block, options.axes ?? axes);
  const voxelSizeUm = options.voxelSizeUm ?? block.voxelSizeUm ?? allenVoxelSize(volume);
  if (voxelSizeUm === undefined) throw new InvalidVolumeError("voxels of unknown size", "option voxelSizeUm");
  const mappings = options.mappings === undefined ? undefined : parseMappings(await bytesOf(options.mappings));
  const regions = new BrainRegions(parseOntology(await bytesOf(options.ontology)), mappings);
  const { bregmaUm, ids } = options;
  return new VolumeAtlas(volume, { regions, voxelSizeUm, bregmaUm, ids });
}
