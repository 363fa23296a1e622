import { DataType, type Vector } from "apache-arrow";
import { describe, expect, test } from "vitest";
import {
  dictionaryColumn,
  makeDictionaryVector,
  makeTable,
  makeUtf8Vector,
  openParquetBytes,
  type ParquetFile,
  textValues,
  writeParquet,
} from "../../src/index.ts";
import { expectedTable, fixtureBytes } from "../fixtures.ts";

const ROWS = 20_000;
const unique = Array.from({ length: ROWS }, (_, i) => `id-${(i * 7919) % ROWS}`);
const repeated = Array.from({ length: ROWS }, (_, i) => (i % 97 === 0 ? null : `alf/obj.attr${i % 40}.npy`));

async function written(values: readonly (string | null)[], rowGroupSize?: number): Promise<ParquetFile> {
  return openParquetBytes(writeParquet(makeTable({ text: makeUtf8Vector(values) }), { rowGroupSize }));
}

async function textColumn(file: ParquetFile, encoding?: "auto" | "dictionary" | "plain"): Promise<Vector> {
  const options = encoding === undefined ? {} : { encoding: { text: encoding } };
  return (await file.readColumns(["text"], options)).getChild("text")!;
}

describe("text columns", () => {
  test.each([undefined, 6000])("come as codes where values repeat (row groups of %s)", async (rowGroupSize) => {
    const vector = await textColumn(await written(repeated, rowGroupSize));
    expect(DataType.isDictionary(vector.type)).toBe(true);
    expect(dictionaryColumn(vector).values).toHaveLength(40);
    expect(textValues(vector)).toEqual(repeated);
  });

  test.each([undefined, 6000])("come in full where they do not (row groups of %s)", async (rowGroupSize) => {
    const vector = await textColumn(await written(unique, rowGroupSize));
    expect(DataType.isUtf8(vector.type)).toBe(true);
    expect(textValues(vector)).toEqual(unique);
  });

  test.each([
    ["repeated", repeated],
    ["unique", unique],
  ])("of %s values come as they are asked for", async (_, values) => {
    const file = await written(values, 7000);
    for (const encoding of ["dictionary", "plain"] as const) {
      const vector = await textColumn(file, encoding);
      expect(DataType.isDictionary(vector.type)).toBe(encoding === "dictionary");
      expect(textValues(vector)).toEqual(values);
    }
  });

  test("that begin with repeats and go on without come in full, none lost", async () => {
    const values = [...Array.from({ length: 5000 }, (_, i) => (i % 9 === 4 ? null : `r${i % 10}`)), ...unique];
    const vector = await textColumn(await written(values, 5000));
    expect(DataType.isUtf8(vector.type)).toBe(true);
    expect(textValues(vector)).toEqual(values);
  });

  test("hold −1 under a null, so that codes can be used as they are", async () => {
    const vector = await textColumn(await written(repeated));
    const { codes } = dictionaryColumn(vector);
    expect(codes).toBe(vector.data[0]!.values);
    expect(codes[0]).toBe(-1);
    expect(vector.nullCount).toBe(repeated.filter((value) => value === null).length);
  });

  test.each(["text-groups", "text-fallback"])(
    "of %s stay codes across chunks whose writer gave them up",
    async (name) => {
      const { eid } = expectedTable(name).columns;
      const file = await openParquetBytes(fixtureBytes(name));
      const table = await file.readColumns(["eid", "rel_path", "mostly_unique"]);
      expect(DataType.isDictionary(table.getChild("eid")!.type)).toBe(true);
      expect(DataType.isDictionary(table.getChild("rel_path")!.type)).toBe(true);
      expect(DataType.isUtf8(table.getChild("mostly_unique")!.type)).toBe(true);
      const distinct = new Set(eid!.values);
      expect(dictionaryColumn(table.getChild("eid")!).values).toEqual([...distinct]);
    },
  );

  test("of a category keep all levels in order, however seldom they occur", async () => {
    const file = await openParquetBytes(fixtureBytes("frame-mixed"));
    const colour = (await file.readColumns(["colour"])).getChild("colour")!;
    expect(colour.type.isOrdered).toBe(false);
    expect(dictionaryColumn(colour).values).toEqual(["green", "blue", "red"]);
    const qc = (await (await openParquetBytes(fixtureBytes("datasets-new"))).readColumns(["qc"])).getChild("qc")!;
    expect(qc.type.isOrdered).toBe(true);
    expect(dictionaryColumn(qc).values).toEqual(["NOT_SET", "PASS", "WARNING", "FAIL", "CRITICAL"]);
  });

  test("that are empty in every row are no trouble", async () => {
    const nothing = Array.from({ length: 10 }, () => null);
    expect(textValues(await textColumn(await written(nothing)))).toEqual(nothing);
    const codes = makeDictionaryVector(new Int32Array(10).fill(-1), []);
    const file = await openParquetBytes(writeParquet(makeTable({ text: codes })));
    expect(textValues(await textColumn(file))).toEqual(nothing);
  });
});
