import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { encodeNpy, ndArray } from "@neurophys/alf/npy";
import { expect, test } from "vitest";
import { create, root, set } from "zarrita";
import { allenVoxelSize } from "../../src/atlas/allen-voxel-size.ts";
import { openAtlas } from "../../src/node/open-atlas.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { rejection } from "../test-client.ts";

const ONTOLOGY = "id,acronym,name,parent_structure_id\n997,root,root,\n8,grey,grey,997\n";
const MAPPINGS = "id,Coarse\n997,997\n";
/** The same four voxels as each kind of file orders them: 8 is the second one to the right, and the front and the top. */
const LABELS = Uint32Array.of(997, 8, 997, 997);
const options = { voxelSizeUm: 1000, bregmaUm: { ml: 0, ap: 0, dv: 0 } };
const second = Float64Array.of(0.001, 0, 0, 0, -0.001, 0);

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  return await temporaryFolder({ "structures.csv": ONTOLOGY, "mappings.csv": MAPPINGS, ...files });
}

async function labelsOf(folder: string, name: string): Promise<readonly number[]> {
  const atlas = await openAtlas({
    annotation: join(folder, name),
    ontology: join(folder, "structures.csv"),
    mappings: join(folder, "mappings.csv"),
    ...options,
  });
  expect(atlas.regions.mappings).toEqual(["Allen", "Coarse"]);
  expect([...atlas.getLabels(second, { mapping: "Coarse" })]).toEqual([997, 997]);
  return [...atlas.getLabels(second)];
}

test("An atlas is read from NRRD, with the axes of the Allen Institute", async () => {
  const head = Buffer.from("NRRD0004\ntype: uint\nsizes: 2 1 2\nencoding: raw\nendian: little\n\n");
  const turned = Uint32Array.of(997, 997, 8, 997);
  const nrrd = Buffer.concat([head, Buffer.from(turned.buffer)]);
  expect(await labelsOf(await folderWith({ "annotation_25.nrrd": nrrd }), "annotation_25.nrrd")).toEqual([8, 997]);
});

test("An atlas is read from npy", async () => {
  const npy = encodeNpy(ndArray(LABELS, { shape: [2, 1, 2] }));
  expect(await labelsOf(await folderWith({ "annotation.npy": npy }), "annotation.npy")).toEqual([8, 997]);
});

test("An atlas is read from the folder of a Zarr array", async () => {
  const files = new Map<`/${string}`, Uint8Array>();
  const array = await create(root(files), { shape: [2, 1, 2], chunkShape: [1, 1, 2], dtype: "uint32" });
  await set(array, null, { data: LABELS, shape: [2, 1, 2], stride: [2, 2, 1] });
  const stored = Object.fromEntries([...files].map(([key, bytes]) => [`annotation.zarr${key}`, bytes]));
  expect(await labelsOf(await folderWith(stored), "annotation.zarr")).toEqual([8, 997]);
});

test("The size of voxels follows from how many the Allen CCF has", () => {
  const sizes = [10, 25, 50, 100].map((um) => ({ ml: 11_400 / um, ap: 13_200 / um, dv: 8000 / um }));
  expect(sizes.map((size) => allenVoxelSize({ size }))).toEqual([10, 25, 50, 100]);
  expect(allenVoxelSize({ size: { ml: 2, ap: 2, dv: 1 } })).toBeUndefined();
});

test("An atlas whose voxels have no known size, or of another kind of file, is refused", async () => {
  const folder = await folderWith({ "a.npy": encodeNpy(ndArray(LABELS, { shape: [2, 1, 2] })) });
  const ontology = join(folder, "structures.csv");
  const unknown = await rejection(openAtlas({ annotation: join(folder, "a.npy"), ontology }));
  expect(String(unknown)).toContain("option voxelSizeUm");
  await writeFile(join(dirname(ontology), "a.tif"), "");
  expect(String(await rejection(openAtlas({ annotation: join(folder, "a.tif"), ontology })))).toContain(".nrrd");
});
