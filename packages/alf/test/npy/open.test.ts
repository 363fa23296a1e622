import { describe, expect, test } from "vitest";
import { decodeNpy, encodeNpy, isNpyError, type NpyFile, ndArray, openNpy } from "../../src/npy/index.ts";
import { type ByteRange, MemoryStore } from "../../src/store/index.ts";
import { CountingStore } from "../../src/testing/index.ts";
import { errorOf } from "../error-of.ts";
import { describeArray, fixture, fixtureJson, type GoldenCase } from "./golden.ts";

const cases = fixtureJson<GoldenCase[]>("cases.json");

function storeOf(bytes: Uint8Array): CountingStore {
  return new CountingStore(new MemoryStore([["a.npy", bytes]]));
}

function rangesOf(store: CountingStore): (ByteRange | undefined)[] {
  return store.calls.filter(({ operation }) => operation === "read").map(({ range }) => range);
}

async function open(store: CountingStore): Promise<NpyFile> {
  const file = await openNpy(store, "a.npy");
  if (file === undefined) throw new TypeError("expected a file");
  return file;
}

/** 1000 rows of 10 columns whose value is 10 * row + column. */
function matrix(fortranOrder: boolean, columns = 10): Uint8Array<ArrayBuffer> {
  const data = Float64Array.from({ length: 1000 * columns }, (_, i) => i);
  return encodeNpy(ndArray(data, { shape: [1000, columns] }), { fortranOrder });
}

describe("openNpy", () => {
  test.each(cases.map(({ file }) => [file]))("reads all of %s as decodeNpy does", async (file) => {
    const opened = await open(storeOf(fixture(file)));
    expect(describeArray(await opened.read())).toEqual(describeArray(decodeNpy(fixture(file))));
    const [rowCount] = opened.shape;
    if (rowCount === undefined) return;
    expect(describeArray(await opened.readRows(0, rowCount))).toEqual(describeArray(decodeNpy(fixture(file))));
  });

  test("says what the file holds after one read of its header", async () => {
    const store = storeOf(matrix(false));
    const { dtype, shape, fortranOrder } = await open(store);
    expect({ dtype, shape, fortranOrder }).toEqual({ dtype: "float64", shape: [1000, 10], fortranOrder: false });
    expect(rangesOf(store)).toEqual([{ offset: 0, length: 4096 }]);
  });

  test("needs a second read for a header of more than 4 kB", async () => {
    const bytes = fixture("structured-wide.npy");
    const store = storeOf(bytes);
    expect((await open(store)).dtype).toBe("structured");
    expect(rangesOf(store)).toHaveLength(2);
    expect(rangesOf(store).reduce((sum, range) => sum + (range?.length ?? 0), 0)).toBeLessThan(bytes.length);
  });

  test("reads rows by one range that covers them and nothing else", async () => {
    const store = storeOf(matrix(false));
    const rows = await (await open(store)).readRows(500, 502);
    expect(rows.shape).toEqual([2, 10]);
    expect(rows.kind === "array" && rows.data).toEqual(Float64Array.from({ length: 20 }, (_, i) => 5000 + i));
    expect(rangesOf(store).slice(1)).toEqual([{ offset: 128 + 500 * 80, length: 160 }]);
  });

  test.each([
    ["one range a column where few rows are asked for", 10, 500, 502, 10, 160],
    ["one range for all where most rows are asked for", 10, 100, 900, 1, 9 * 8000 + 800 * 8],
    ["one range for all where there are many columns", 100, 500, 502, 1, 99 * 8000 + 16],
  ])("reads rows in Fortran order by %s", async (_, columns, start, end, requests, bytes) => {
    const store = storeOf(matrix(true, columns));
    const file = await open(store);
    const rows = await file.readRows(start, end);
    const expected = Float64Array.from({ length: (end - start) * columns }, (_, i) => start * columns + i);
    expect(file.fortranOrder).toBe(true);
    expect(rows.kind === "array" && rows.data).toEqual(expected);
    expect(rangesOf(store).slice(1)).toHaveLength(requests);
    expect(
      rangesOf(store)
        .slice(1)
        .reduce((sum, range) => sum + (range?.length ?? 0), 0),
    ).toBe(bytes);
  });

  test("asks for nothing where there is nothing to read", async () => {
    const store = storeOf(fixture("empty-2d.npy"));
    expect((await (await open(store)).readRows(0, 0)).shape).toEqual([0, 3]);
    expect(rangesOf(store)).toHaveLength(1);
  });

  test.each([
    [-1, 2],
    [3, 2],
    [0, 1001],
    [0.5, 2],
    [0, Number.NaN],
  ])("refuses the rows [%d, %d)", async (start, end) => {
    const file = await open(storeOf(matrix(false)));
    expect(isNpyError(await errorOf(() => file.readRows(start, end)), "npy/invalid-row-range")).toBe(true);
  });

  test("says that a single value has no rows", async () => {
    const file = await open(storeOf(fixture("zero-d.npy")));
    expect(isNpyError(await errorOf(() => file.readRows(0, 0)), "npy/invalid-row-range")).toBe(true);
  });

  test("gives undefined for a key that is not there", async () => {
    expect(await openNpy(storeOf(matrix(false)), "b.npy")).toBeUndefined();
  });

  test.each([
    ["an empty file", new Uint8Array(0)],
    ["a file cut in its header", fixture("structured-wide.npy").slice(0, 5000)],
    ["a file cut in its data", matrix(false).slice(0, -1)],
  ])("refuses %s before any row is read", async (_, bytes) => {
    const error = await errorOf(() => openNpy(storeOf(bytes), "a.npy"));
    expect(isNpyError(error, "npy/truncated")).toBe(true);
  });

  test("stops at an aborted signal", async () => {
    const file = await open(storeOf(matrix(false)));
    const error = await errorOf(() => file.readRows(0, 1, { signal: AbortSignal.abort() }));
    expect((error as Error).name).toBe("AbortError");
  });
});
