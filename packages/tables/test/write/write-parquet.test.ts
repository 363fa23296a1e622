import { gzipSync } from "node:zlib";
import { Int32 as ArrowInt32, Field, List, type Table, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { parquetMetadata } from "hyparquet/src/metadata.js";
import { describe, expect, test } from "vitest";
import {
  dictionaryColumn,
  makeBoolVector,
  makeDateVector,
  makeDictionaryVector,
  makeNumberVector,
  makeTable,
  makeTimestampVector,
  makeUtf8Vector,
  openParquetBytes,
  type WriteParquetOptions,
  writeParquet,
  writeParquetTo,
} from "../../src/index.ts";
import { fixtureBytes, parquetFixtures } from "../fixtures.ts";
import { plainColumn } from "../plain-column.ts";

async function roundTrip(table: Table, options?: WriteParquetOptions): Promise<Table> {
  const file = await openParquetBytes(writeParquet(table, options));
  return file.readColumns();
}

function contents(table: Table): Record<string, unknown[]> {
  return Object.fromEntries(table.schema.fields.map(({ name }, i) => [name, plainColumn(table.getChildAt(i)!)]));
}

const flatFixtures = parquetFixtures.filter((name) => !name.startsWith("nested"));

describe("writeParquet", () => {
  test.each(flatFixtures)("keeps every value and the frame of %s.parquet", async (name) => {
    const before = await openParquetBytes(fixtureBytes(name));
    const table = await before.readColumns();
    const after = await openParquetBytes(writeParquet(table));
    const copy = await after.readColumns();
    expect(contents(copy)).toEqual(contents(table));
    expect(copy.schema.fields.map(({ type }) => String(type))).toEqual(
      table.schema.fields.map(({ type }) => String(type)),
    );
    if (before.pandas !== undefined) {
      expect(after.pandas?.indexColumns).toEqual(before.pandas.indexColumns);
      expect(after.pandas?.rangeIndex).toEqual(before.pandas.rangeIndex);
    }
  });

  test("writes what another reader reads", async () => {
    const table = makeTable({
      eid: makeDictionaryVector(new Int32Array([0, 0, 1, -1]), ["a", "b"]),
      n: makeNumberVector(new Uint16Array([1, 2, 3, 65535])),
      size: makeNumberVector(new BigUint64Array([1n, 2n ** 64n - 1n, 0n, 4n]), {
        validity: new Uint8Array([1, 1, 0, 1]),
      }),
      date: makeDateVector(new Int32Array([0, -1, 19849, 1])),
      exists: makeBoolVector(new Uint8Array([1, 0, 1, 1])),
      at: makeTimestampVector(new BigInt64Array([0n, 1n, 2n, 1700000000123456n]), { unit: "us", timezone: "UTC" }),
    });
    const bytes = writeParquet(table);
    const rows = await parquetReadObjects({ file: bytes.buffer });
    expect(rows[3]).toEqual({
      eid: null,
      n: 65535,
      size: 4n,
      date: new Date("1970-01-02"),
      exists: true,
      at: new Date(1700000000123),
    });
    expect(rows[1]).toMatchObject({ eid: "a", size: 2n ** 64n - 1n, date: new Date("1969-12-31") });
    expect(rows[2]).toMatchObject({ eid: "b", size: null });
  });

  test("annotates integers only the way that pyarrow accepts from this footer", () => {
    const bytes = writeParquet(
      makeTable({ n: makeNumberVector(new Uint16Array(2)), m: makeNumberVector(new BigUint64Array(2)) }),
    );
    const [, n, m] = parquetMetadata(bytes).schema;
    expect(n).toMatchObject({ type: "INT32", converted_type: "UINT_16", logical_type: undefined });
    expect(m).toMatchObject({ type: "INT64", converted_type: "UINT_64", logical_type: undefined });
  });

  test("keeps any column of any row group size, whatever is missing", async () => {
    const text = fc.option(fc.oneof(fc.string({ unit: "grapheme", maxLength: 12 }), fc.constantFrom("a", "b")), {
      nil: null,
    });
    const row = fc.record({
      text,
      int: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      flag: fc.option(fc.boolean()),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 70 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, rowGroupSize) => {
          const there = (key: "int" | "flag") => Uint8Array.from(rows, (r) => (r[key] === null ? 0 : 1));
          const table = makeTable({
            text: makeUtf8Vector(rows.map((r) => r.text)),
            int: makeNumberVector(
              BigInt64Array.from(rows, (r) => r.int ?? 0n),
              { validity: there("int") },
            ),
            flag: makeBoolVector(
              Uint8Array.from(rows, (r) => (r.flag === true ? 1 : 0)),
              { validity: there("flag") },
            ),
          });
          const copy = await roundTrip(table, { rowGroupSize });
          expect(contents(copy)).toEqual({
            text: rows.map((r) => r.text),
            int: rows.map((r) => (r.int === null ? null : String(r.int))),
            flag: rows.map((r) => r.flag),
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([1, 3, 7, 8, 9, 200, 70_000])("keeps codes into %i values, in runs and without", async (count) => {
    const values = Array.from({ length: count }, (_, i) => `value ${i}`);
    const codes = Int32Array.from({ length: 3 * count + 500 }, (_, i) =>
      i < 500 ? (i % 3 === 0 ? 0 : count - 1) : Math.floor(i / 3) % count,
    );
    const copy = await roundTrip(makeTable({ text: makeDictionaryVector(codes, values, { ordered: true }) }));
    const column = dictionaryColumn(copy.getChild("text")!);
    expect(column.values).toEqual(values);
    expect(column.codes).toEqual(codes);
  });

  test.each([
    ["none", "none"],
    ["snappy", "snappy"],
    ["one that is handed in", { codec: "GZIP", compress: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) }],
  ] as const)("compresses with %s", async (_, compression) => {
    const table = makeTable({ n: makeNumberVector(Float64Array.from({ length: 1000 }, (_value, i) => i % 7)) });
    const copy = await roundTrip(table, { compression });
    expect(copy.getChild("n")!.toArray()).toEqual(table.getChild("n")!.toArray());
  });

  test("makes an index of the columns it is told", async () => {
    const table = makeTable({ id: makeUtf8Vector(["x", "y"]), eid: makeUtf8Vector(["a", "b"]) });
    const file = await openParquetBytes(writeParquet(table, { index: ["eid", "id"] }));
    expect(file.pandas?.indexColumns).toEqual(["eid", "id"]);
    expect(() => writeParquet(table, { index: ["pid"] })).toThrow(
      expect.objectContaining({ code: "tables/column-not-found" }),
    );
  });

  test("makes a range of the index where told, whatever the metadata say", async () => {
    const table = await (await openParquetBytes(fixtureBytes("datasets-new"))).readColumns();
    const file = await openParquetBytes(writeParquet(table, { rangeIndex: true }));
    expect(file.pandas?.indexColumns).toEqual([]);
    expect(file.pandas?.rangeIndex).toEqual({ start: 0, stop: 12, step: 1 });
  });

  test("says which dtype a column had, has to have, or is told to have", async () => {
    const sizes = makeNumberVector(new BigUint64Array(2), { validity: new Uint8Array([1, 0]) });
    const whole = makeNumberVector(new BigUint64Array(2));
    const table = makeTable({ sizes, whole, told: whole });
    const { pandas } = await openParquetBytes(writeParquet(table, { dtypes: { told: "UInt64" } }));
    expect(["sizes", "whole", "told"].map((name) => pandas?.columns.get(name)?.numpyType)).toEqual([
      "UInt64",
      "uint64",
      "UInt64",
    ]);
    const read = await (await openParquetBytes(fixtureBytes("datasets-new"))).readColumns();
    const again = await openParquetBytes(writeParquet(read));
    expect(again.pandas?.columns.get("rel_path")?.numpyType).toBe("str");
  });

  test("calls codes a category only where they are one", async () => {
    const codes = makeDictionaryVector(new Int32Array([0, 1]), ["a", "b"]);
    const ordered = makeDictionaryVector(new Int32Array([0, 1]), ["a", "b"], { ordered: true });
    const file = await openParquetBytes(
      writeParquet(makeTable({ codes, ordered, named: codes }), { categories: ["named"] }),
    );
    const kinds = ["codes", "ordered", "named"].map((name) => file.pandas?.columns.get(name)?.pandasType);
    expect(kinds).toEqual(["unicode", "categorical", "categorical"]);
    expect(file.pandas?.columns.get("ordered")?.isOrdered).toBe(true);
  });

  test("writes the entries it is given, and makes its own anew", async () => {
    const table = makeTable({ n: makeNumberVector(new Int32Array(3)) }, { metadata: new Map([["from", "schema"]]) });
    const kept = await openParquetBytes(writeParquet(table));
    expect(kept.keyValueMetadata.get("from")).toBe("schema");
    const given = new Map([
      ["one_metadata", "{}"],
      ["ARROW:schema", "stale"],
      ["pandas", "stale"],
    ]);
    const file = await openParquetBytes(writeParquet(table, { keyValueMetadata: given }));
    expect(file.keyValueMetadata.get("one_metadata")).toBe("{}");
    expect(file.keyValueMetadata.has("from")).toBe(false);
    expect(file.keyValueMetadata.get("ARROW:schema")).not.toBe("stale");
    expect(file.pandas?.rangeIndex?.stop).toBe(3);
  });

  test("refuses nested columns, by name", () => {
    const type = new List(Field.new({ name: "item", type: new ArrowInt32() }));
    const table = makeTable({ waveforms: vectorFromArray([[1], [2, 3]], type) });
    expect(() => writeParquet(table)).toThrow(/"waveforms"/);
  });

  test("refuses row groups of no rows", () => {
    const table = makeTable({ n: makeNumberVector(new Int32Array(3)) });
    expect(() => writeParquet(table, { rowGroupSize: 0 })).toThrow(
      expect.objectContaining({ code: "tables/invalid-column" }),
    );
  });
});

describe("writeParquetTo", () => {
  const part = (from: number): Table =>
    makeTable({ n: makeNumberVector(new Int32Array([from, from + 1])), text: makeUtf8Vector([`t${from}`, null]) });

  async function collect(tables: Parameters<typeof writeParquetTo>[1]): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = [];
    await writeParquetTo({ write: (bytes) => void parts.push(bytes) }, tables);
    return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  }

  test("makes one file of tables that come one after the other", async () => {
    async function* several(): AsyncGenerator<Table> {
      for (const from of [0, 2, 4]) yield part(from);
    }
    const file = await openParquetBytes(await collect(several()));
    expect(file.numRows).toBe(6);
    expect(file.pandas?.rangeIndex?.stop).toBe(6);
    const table = await file.readColumns();
    expect(table.getChild("n")!.toArray()).toEqual(new Int32Array([0, 1, 2, 3, 4, 5]));
    expect(plainColumn(table.getChild("text")!)).toEqual(["t0", null, "t2", null, "t4", null]);
  });

  test("writes the bytes that writeParquet makes of one table", async () => {
    expect(await collect(part(0))).toEqual(writeParquet(part(0)));
  });

  test("waits for the sink before it makes more", async () => {
    let open = 0;
    const write = async (): Promise<void> => {
      expect(++open).toBe(1);
      await Promise.resolve();
      open--;
    };
    await writeParquetTo({ write }, [part(0), part(2)]);
  });

  test("refuses a table whose columns differ from the first one's", async () => {
    const other = makeTable({ n: makeNumberVector(new Float64Array(2)), text: makeUtf8Vector(["a", "b"]) });
    await expect(collect([part(0), other])).rejects.toThrow(/"n" of Float64.*"n" of Int32/);
  });

  test("refuses to write nothing at all", async () => {
    await expect(collect([])).rejects.toEqual(expect.objectContaining({ code: "tables/invalid-column" }));
  });
});
