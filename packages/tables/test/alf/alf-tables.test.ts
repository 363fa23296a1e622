import { type AlfColumn, type AlfTable, type DType, type NdData } from "@neurophys/alf";
import { describe, expect, test } from "vitest";
import { readCsvTable, writeCsvTable } from "../../src/csv/index.ts";
import {
  makeTable,
  makeUtf8Vector,
  openParquetBytes,
  parquetDecoder,
  tableDecoders,
  tableFromAlf,
  tableToAlf,
  writeParquet,
} from "../../src/index.ts";
import { fixtureBytes, parquetFixtures } from "../fixtures.ts";

const context = { key: "alf/trials.table.pqt", location: "memory" };

function column(dtype: DType, data: NdData, more: Partial<AlfColumn> = {}): AlfColumn {
  return { values: { kind: "array", dtype, shape: [data.length], data }, ...more };
}

async function alfOf(name: string): Promise<AlfTable> {
  return (await parquetDecoder(fixtureBytes(name), context))!;
}

describe("tableToAlf", () => {
  test("gives each type the form ALF has for it", async () => {
    const { columns } = await alfOf("types-snappy");
    const dtypes = new Map([...columns].map(([name, { values }]) => [name, values.dtype]));
    expect(Object.fromEntries(dtypes)).toMatchObject({
      bool: "bool",
      int8: "int8",
      uint64: "uint64",
      float16: "float32",
      float64: "float64",
      text: "string",
      binary: "bytes",
      fixed: "bytes",
      date: "datetime64[D]",
      time_us: "timedelta64[us]",
      stamp_ns: "datetime64[ns]",
      decimal9: "string",
      nothing: "string",
    });
  });

  test("says what is missing: NaN, null, or validity", async () => {
    const { columns } = await alfOf("types-snappy");
    expect(columns.get("float64")!.values.data[3]).toBeNaN();
    expect(columns.get("text")!.values.data[3]).toBeNull();
    expect(columns.get("int8")!.validity?.[3]).toBe(0);
    expect(columns.get("required")!.validity).toBeUndefined();
  });

  test("writes decimals out exactly", async () => {
    const { columns } = await alfOf("types-snappy");
    expect(columns.get("decimal9")!.values.data[0]).toBe("-100.000");
    expect(columns.get("decimal38")!.values.data[1]).toBe("-1000000000000000000000000000.0000000001");
  });

  test("knows index and categories of a pandas frame", async () => {
    const table = await alfOf("datasets-new");
    expect(table.indexColumns).toEqual(["eid", "id"]);
    expect(table.columns.get("qc")!.categories).toEqual(["NOT_SET", "PASS", "WARNING", "FAIL", "CRITICAL"]);
    expect(table.columns.get("qc")!.values.data[1]).toBe("PASS");
    expect(table.columns.get("rel_path")!.categories).toBeUndefined();
  });

  test("writes nested values as JSON", async () => {
    const { columns } = await alfOf("nested-v1");
    expect(columns.get("list_text")!.values.data[2]).toBe('["é0","é1"]');
    expect(columns.get("list_text")!.values.data[4]).toBeNull();
  });

  test.each(parquetFixtures)("gives all columns of %s.parquet one value a row", async (name) => {
    const table = await alfOf(name);
    for (const { values } of table.columns.values()) expect(values.data).toHaveLength(table.rowCount);
  });
});

describe("tableFromAlf", () => {
  const table: AlfTable = {
    kind: "table",
    rowCount: 3,
    indexColumns: ["id"],
    columns: new Map([
      ["id", column("string", ["a", null, "c"])],
      ["qc", column("string", ["PASS", "FAIL", null], { categories: ["NOT_SET", "PASS", "FAIL"] })],
      ["int", column("int64", new BigInt64Array([1n, 0n, 3n]), { validity: new Uint8Array([1, 0, 1]) })],
      ["float", column("float64", new Float64Array([1, Number.NaN, 3]))],
      ["flag", column("bool", new Uint8Array([1, 0, 1]))],
      ["day", column("datetime64[D]", new BigInt64Array([0n, -1n, 19849n]))],
      ["at", column("datetime64[ns]", new BigInt64Array([0n, -1n, 19849n]))],
      ["lasted", column("timedelta64[us]", new BigInt64Array([5n, 6n, 7n]))],
      ["raw", column("bytes", [new Uint8Array([1]), new Uint8Array(0), new Uint8Array([2, 3])])],
    ]),
  };

  test("is undone by tableToAlf", () => {
    expect(tableToAlf(tableFromAlf(table))).toEqual(table);
  });

  test("survives a Parquet file, its index and categories too", async () => {
    const file = await openParquetBytes(writeParquet(tableFromAlf(table)));
    expect(tableToAlf(await file.readColumns())).toEqual(table);
  });

  test("makes NumPy's not-a-time a missing value", () => {
    const times = {
      ...table,
      columns: new Map([["at", column("datetime64[s]", new BigInt64Array([1n, -(2n ** 63n), 3n]))]]),
      indexColumns: [],
    };
    expect(tableToAlf(tableFromAlf(times)).columns.get("at")!.validity).toEqual(new Uint8Array([1, 0, 1]));
  });

  test.each([
    ["complex numbers", column("complex128", new Float64Array(6)), "tables/invalid-column"],
    ["times in weeks", column("datetime64[W]", new BigInt64Array(3)), "tables/unsupported-type"],
    ["too few values", column("int64", new BigInt64Array(2)), "tables/invalid-column"],
    [
      "text outside its categories",
      column("string", ["a", "b", "c"], { categories: ["a", "b"] }),
      "tables/invalid-column",
    ],
  ])("refuses %s", (_, broken, code) => {
    const one: AlfTable = { kind: "table", rowCount: 3, columns: new Map([["x", broken]]) };
    expect(() => tableFromAlf(one)).toThrow(expect.objectContaining({ code }));
  });
});

describe("CSV tables", () => {
  const text = 'id,n,x,flag,note\n1,,0.5,True,a b\n2,3,,False,"q"""\n';

  test("are read with pandas' types and written back the same", () => {
    const table = readCsvTable(new TextEncoder().encode(text));
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      "Int64",
      "Float64",
      "Float64",
      "Bool",
      "Utf8",
    ]);
    expect(new TextDecoder().decode(writeCsvTable(table))).toBe(text.replace("3,,", "3.0,,"));
  });

  test("come of any Arrow table", () => {
    const table = makeTable({ a: makeUtf8Vector(["x", null]), b: makeUtf8Vector(["y", "z"]) });
    expect(new TextDecoder().decode(writeCsvTable(table, { delimiter: "\t" }))).toBe("a\tb\nx\ty\n\tz\n");
  });
});

describe("tableDecoders", () => {
  test("decode Parquet datasets", async () => {
    const value = await tableDecoders.pqt(fixtureBytes("sessions-new"), context);
    expect(value).toMatchObject({ kind: "table", rowCount: 3, indexColumns: ["id"] });
  });

  test("have nothing to say of an empty file", async () => {
    expect(await tableDecoders.pqt(new Uint8Array(0), context)).toBeUndefined();
  });

  test("name the dataset that is broken", async () => {
    await expect(parquetDecoder(new Uint8Array(40), context)).rejects.toThrow(/trials\.table\.pqt/);
  });
});
