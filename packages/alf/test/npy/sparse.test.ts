import { describe, expect, test } from "vitest";
import { type NdArray, type SparseArray } from "../../src/ndarray.ts";
import { decodeNpz, decodeSparseNpz, encodeNpz, isNpyError, ndArray } from "../../src/npy/index.ts";
import { errorOf } from "../error-of.ts";
import { type Described, describeArray, fixture, fixtureJson } from "./golden.ts";

const cases = fixtureJson<Record<string, Described>>("sparse.json");

function toDense({ shape, coords, values, fillValue }: SparseArray): (number | bigint)[] {
  const dense = Array<number | bigint>(shape.reduce((product, length) => product * length, 1)).fill(fillValue);
  const count = values.data.length;
  for (let i = 0; i < count; i++) {
    const index = shape.reduce((flat, length, axis) => flat * length + Number(coords.data[axis * count + i]), 0);
    dense[index] = values.data[i] as number | bigint;
  }
  return dense;
}

/** The members of a saved array with some of them replaced, saved again. */
async function replaced(file: string, members: Record<string, NdArray | undefined>): Promise<Uint8Array<ArrayBuffer>> {
  const archive = decodeNpz(fixture(file));
  const arrays: Record<string, NdArray> = {};
  for (const name of archive.names) {
    const array = name in members ? members[name] : await archive.get(name);
    if (array?.kind === "array") arrays[name] = array;
  }
  return encodeNpz(arrays);
}

describe("decodeSparseNpz", () => {
  test.each(Object.entries(cases))("reads %s as the package sparse does", async (file, expected) => {
    const sparse = await decodeSparseNpz(fixture(file));
    const dense = describeArray({
      kind: "array",
      dtype: sparse.values.dtype,
      shape: sparse.shape,
      data: new Float64Array(),
    });
    const values = toDense(sparse).map((value) => (typeof value === "bigint" ? String(value) : value));
    expect({ ...dense, values }).toEqual(expected);
  });

  test("keeps the fill value and its type", async () => {
    expect((await decodeSparseNpz(fixture("coo-fill.sparse_npz"))).fillValue).toBe(7n);
  });

  test.each([
    ["no data", "coo.sparse_npz", { data: undefined }],
    ["fewer coordinates than values", "coo.sparse_npz", { coords: ndArray(new BigInt64Array(3), { shape: [3, 1] }) }],
    ["a coordinate outside", "coo.sparse_npz", { shape: ndArray(BigInt64Array.of(4n, 5n, 2n)) }],
    ["a negative coordinate", "coo-fill.sparse_npz", { coords: ndArray(Int8Array.of(0, -1, 2, 1), { shape: [2, 2] }) }],
    ["lengths that are no integers", "coo.sparse_npz", { shape: ndArray(Float64Array.of(4, 5, 6)) }],
    ["a length beyond 2^53", "coo.sparse_npz", { shape: ndArray(BigInt64Array.of(4n, 5n, 2n ** 60n)) }],
    ["text for values", "coo-fill.sparse_npz", { data: ndArray(["a", "b"]) }],
    ["an index outside", "gcxs.sparse_npz", { indices: ndArray(new BigInt64Array(20).fill(99n)) }],
    ["an axis that is none", "gcxs.sparse_npz", { compressed_axes: ndArray(BigInt64Array.of(3n)) }],
    ["an axis twice", "gcxs-two-axes.sparse_npz", { compressed_axes: ndArray(BigInt64Array.of(0n, 0n)) }],
    ["rows that go back", "gcxs.sparse_npz", { indptr: ndArray(BigInt64Array.of(0n, 8n, 4n, 12n, 16n, 20n)) }],
    ["rows for another shape", "gcxs.sparse_npz", { indptr: ndArray(BigInt64Array.of(0n, 20n)) }],
  ] as const)("refuses %s", async (_, file, members) => {
    const bytes = await replaced(file, members);
    expect(isNpyError(await errorOf(() => decodeSparseNpz(bytes)), "npy/invalid-sparse")).toBe(true);
  });
});
