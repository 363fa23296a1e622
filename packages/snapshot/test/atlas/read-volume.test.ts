import { gzipSync } from "node:zlib";
import { encodeNpy, ndArray } from "@neurophys/alf/npy";
import { describe, expect, test } from "vitest";
import { create, root, set } from "zarrita";
import { readNpyVolume, readZarrVolume } from "../../src/atlas/read-label-array.ts";
import { readNrrd } from "../../src/atlas/read-nrrd.ts";
import { rejection } from "../test-client.ts";

const SIZES = "sizes: 2 3 4";
const LABELS = Uint32Array.from({ length: 24 }, (_, i) => i * 1_000_003);

function nrrd(lines: readonly string[], content: Uint8Array, line = "\n"): Uint8Array<ArrayBuffer> {
  const head = `${["NRRD0004", "# a comment", "dimension: 3", ...lines].join(line)}${line}${line}`;
  return new Uint8Array(Buffer.concat([Buffer.from(head), content]));
}

function content(isLittle: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(96));
  LABELS.forEach((label, i) => {
    view.setUint32(i * 4, label, isLittle);
  });
  return new Uint8Array(view.buffer);
}

const DIRECTIONS = ["space directions: (25,0,0) (0,25,0) (0,0,25)", 'space units: "microns" "microns" "microns"'];

describe("NRRD", () => {
  test.each([
    ["raw, little", ["type: unsigned int", SIZES, "encoding: raw", "endian: little"], content(true), "\n"],
    ["raw, big", ["type: uint32", SIZES, "encoding: raw", "endian: big"], content(false), "\n"],
    ["gzip, little", ["type: uint", SIZES, "encoding: gzip", "endian: little"], gzipSync(content(true)), "\n"],
    [
      "gzip, big, lines of Windows",
      ["type: uint", SIZES, "encoding: gz", "endian: big"],
      gzipSync(content(false)),
      "\r\n",
    ],
  ])("of encoding %s", async (_name, lines, body, line) => {
    const { data, shape, voxelSizeUm } = await readNrrd(nrrd([...lines, ...DIRECTIONS], body, line));
    expect([...data]).toEqual([...LABELS]);
    expect([shape, voxelSizeUm]).toEqual([[4, 3, 2], 25]);
  });

  test.each([
    ["unsigned char", 1, 255],
    ["signed char", 1, -1],
    ["short", 2, -1],
    ["ushort", 2, 65_535],
    ["int", 4, -1],
  ])("of type %s", async (type, bytes, value) => {
    const body = new Uint8Array(24 * bytes).fill(255);
    const { data } = await readNrrd(nrrd([`type: ${type}`, SIZES, "encoding: raw", "endian: little"], body));
    expect([data.length, data[23]]).toEqual([24, value]);
  });

  test.each<[readonly string[], number | undefined]>([
    [["spacings: 0.025 0.025 0.025", 'space units: "mm" "mm" "mm"'], 25],
    [["spacings: 25 25 25"], undefined],
    [["space directions: (25,0,0) (0,50,0) (0,0,25)", 'space units: "um" "um" "um"'], undefined],
    [[], undefined],
  ])("says how large its voxels are: %j", async (lines, size) => {
    const all = ["type: uchar", SIZES, "encoding: raw", ...lines];
    expect((await readNrrd(nrrd(all, new Uint8Array(24)))).voxelSizeUm).toBe(size);
  });

  const raw = ["type: uchar", SIZES, "encoding: raw"];
  test.each([
    ["no NRRD header", new Uint8Array([1, 2, 3])],
    ["a header without an end", new Uint8Array(Buffer.from("NRRD0004\ntype: uchar\n"))],
    ["23 bytes", nrrd(raw, new Uint8Array(23))],
    ["25 bytes", nrrd(raw, new Uint8Array(25))],
    ['type "block"', nrrd(["type: block", SIZES, "encoding: raw"], new Uint8Array(24))],
    ['encoding "hex"', nrrd(["type: uchar", SIZES, "encoding: hex"], new Uint8Array(24))],
    ['sizes "2 3"', nrrd(["type: uchar", "sizes: 2 3", "encoding: raw"], new Uint8Array(6))],
    ["content in another file", nrrd([...raw, "data file: a.raw"], new Uint8Array(24))],
    ["damaged", nrrd(["type: uchar", SIZES, "encoding: gzip"], gzipSync(new Uint8Array(24)).subarray(0, 12))],
  ])("is refused with %s", async (message, bytes) => {
    const error = await rejection(readNrrd(bytes));
    expect(error).toMatchObject({ code: "snapshot/invalid-volume" });
    expect(String(error)).toContain(message);
  });
});

test("npy volumes have three dimensions of numbers", async () => {
  const block = readNpyVolume(
    encodeNpy(
      ndArray(
        BigInt64Array.from({ length: 24 }, (_, i) => BigInt(i)),
        { shape: [4, 3, 2] },
      ),
    ),
  );
  expect([[...block.data], block.shape]).toEqual([Array.from({ length: 24 }, (_, i) => i), [4, 3, 2]]);
  expect(() => readNpyVolume(encodeNpy(ndArray(new Uint8Array(6), { shape: [2, 3] })))).toThrow("2 dimensions");
});

test("Zarr volumes are read in chunks", async () => {
  const store = new Map<string, Uint8Array>();
  const options = { shape: [4, 3, 2], chunkShape: [2, 2, 2], dtype: "uint32", data_type: "uint32" } as const;
  const array = await create(root(store), { ...options, chunk_shape: [2, 2, 2] } as never);
  await set(array as never, null as never, { data: LABELS, shape: [4, 3, 2], stride: [6, 2, 1] } as never);
  const { data, shape } = await readZarrVolume(store as never);
  expect([[...data], shape]).toEqual([[...LABELS], [4, 3, 2]]);
});
