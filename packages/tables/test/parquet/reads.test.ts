import { MemoryStore } from "@neurophys/alf/store";
import { CountingStore } from "@neurophys/alf/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { makeNumberVector, makeTable, makeUtf8Vector, openParquet, writeParquet } from "../../src/index.ts";

const ROWS = 30_000;
const TAIL = 65_536;
let file: Uint8Array<ArrayBuffer>;

/** Three wide columns that do not compress between narrow ones. */
function wideTable(): Uint8Array<ArrayBuffer> {
  let state = 1;
  const noise = (): Int32Array<ArrayBuffer> => {
    const values = new Int32Array(ROWS);
    for (let i = 0; i < ROWS; i++) values[i] = state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return values;
  };
  const few = makeUtf8Vector(Array.from({ length: ROWS }, (_, i) => `alf/obj.attr${i % 20}.npy`));
  const wide = () => makeNumberVector(noise());
  return writeParquet(makeTable({ a: few, b: few, wide1: wide(), wide2: wide(), wide3: wide(), c: few, last: wide() }));
}

beforeAll(() => {
  file = wideTable();
});

function counted(): CountingStore {
  return new CountingStore(new MemoryStore([["t.pqt", file]]));
}

describe("openParquet", () => {
  test("takes the size and one read of the end", async () => {
    const store = counted();
    await openParquet(store, "t.pqt");
    expect(store.readCount).toBe(1);
    expect(store.bytesRead).toBe(TAIL);
  });

  test("takes a second read for a footer larger than that, of the rest only", async () => {
    const large = writeParquet(makeTable({ n: makeNumberVector(new Int32Array(1)) }), {
      keyValueMetadata: new Map([["note", "x".repeat(200_000)]]),
    });
    const store = new CountingStore(new MemoryStore([["t.pqt", large]]));
    const opened = await openParquet(store, "t.pqt");
    expect(opened.keyValueMetadata.get("note")).toHaveLength(200_000);
    expect(store.readCount).toBe(2);
    expect(store.bytesRead).toBeLessThanOrEqual(large.length);
  });

  test("says which key a store does not have", async () => {
    const missing = openParquet(counted(), "other.pqt");
    await expect(missing).rejects.toEqual(expect.objectContaining({ code: "tables/not-found", key: "other.pqt" }));
  });
});

describe("readColumns", () => {
  test("reads one range for neighbouring columns and nothing of the others", async () => {
    const store = counted();
    const opened = await openParquet(store, "t.pqt");
    store.reset();
    await opened.readColumns(["a", "b"]);
    expect(store.readCount).toBe(1);
    expect(store.bytesRead).toBeLessThan(60_000);
  });

  test("reads columns far apart at the same time", async () => {
    const store = counted();
    const opened = await openParquet(store, "t.pqt");
    store.reset();
    await opened.readColumns(["wide1", "wide3"]);
    expect(store.readCount).toBe(2);
    expect(store.mostOpenReads).toBe(2);
    expect(store.bytesRead).toBeLessThan(2 * 4.1 * ROWS);
  });

  test("reads all columns without reading a byte twice", async () => {
    const store = counted();
    const opened = await openParquet(store, "t.pqt");
    store.reset();
    await opened.readColumns();
    expect(store.readCount).toBe(1);
    expect(store.bytesRead).toBeLessThan(file.length);
  });

  test("reads nothing more of a small file, which came whole with its end", async () => {
    const small = writeParquet(makeTable({ n: makeNumberVector(new Int32Array([1, 2, 3])) }));
    const store = new CountingStore(new MemoryStore([["t.pqt", small]]));
    const opened = await openParquet(store, "t.pqt");
    store.reset();
    const table = await opened.readColumns();
    expect(store.readCount).toBe(0);
    expect(table.getChild("n")!.toArray()).toEqual(new Int32Array([1, 2, 3]));
  });

  test("gives the columns in the order they were asked for, one twice if so", async () => {
    const opened = await openParquet(counted(), "t.pqt");
    const table = await opened.readColumns(["last", "a", "last"]);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(["last", "a", "last"]);
    expect(table.numRows).toBe(ROWS);
  });

  test("gives rows without columns when none is asked for", async () => {
    const store = counted();
    const opened = await openParquet(store, "t.pqt");
    store.reset();
    expect((await opened.readColumns([])).numRows).toBe(ROWS);
    expect(store.readCount).toBe(0);
  });

  test("names the columns there are when one is asked for that is not", async () => {
    const opened = await openParquet(counted(), "t.pqt");
    await expect(opened.readColumns(["wide9"])).rejects.toThrow(/"wide9".*"wide1"/);
  });

  test("stops when told to", async () => {
    const opened = await openParquet(counted(), "t.pqt");
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    await expect(opened.readColumns(["wide1"], { signal: stop.signal })).rejects.toThrow("enough");
  });
});
