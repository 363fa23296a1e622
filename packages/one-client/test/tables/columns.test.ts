import {
  Bool,
  type DataType,
  DateDay,
  Field,
  Float64,
  Int16,
  Int64,
  List,
  Null,
  Uint8,
  Uint16,
  Uint64,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { castColumn, storeText } from "../../src/tables/cast-column.ts";
import { columnValues } from "../../src/tables/column-values.ts";
import { makeColumn } from "../../src/tables/make-column.ts";
import { MemoryTable } from "../../src/tables/memory-table.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import { tableRecords } from "../../src/tables/table-records.ts";
import { takeRows } from "../../src/tables/take-rows.ts";
import { dictionaryType } from "../../src/tables/text-rows.ts";

const PLACE = { column: "c" };

function all(vector: ReturnType<typeof makeColumn>): unknown[] {
  const value = columnValues(vector);
  return Array.from({ length: vector.length }, (_, row) => value(row));
}

describe("making columns of plain values", () => {
  test.each<[string, DataType, unknown[], unknown[]]>([
    ["text", dictionaryType(), ["a", null, "b", "a", 1], ["a", null, "b", "a", "1"]],
    ["plain text", new Utf8(), ["é", undefined, "", { a: 1 }], ["é", null, "", '{"a":1}']],
    ["flags", new Bool(), [true, 0, null, 1], [true, false, null, true]],
    ["small whole numbers", new Uint16(), ["002", 65_535, null, 7n], [2, 65_535, null, 7]],
    ["large whole numbers", new Uint64(), [2n ** 64n - 1n, 5, null], [2n ** 64n - 1n, 5, null]],
    ["fractions", new Float64(), [1.5, "2.5", Number.NaN, null], [1.5, 2.5, null, null]],
    ["dates", new DateDay(), ["2024-02-29", "1969-12-31T23:00", null], ["2024-02-29", "1969-12-31", null]],
    ["levels", dictionaryType(true), ["FAIL", null, "NOT_SET"], ["FAIL", null, "NOT_SET"]],
    ["nothing", new Null(), [null, null], [null, null]],
  ])("%s", (_, type, given, expected) => {
    expect(all(makeColumn(given, type, PLACE))).toEqual(expected);
  });

  test.each<[string, DataType, unknown]>([
    ["a number too large", new Uint16(), 65_536],
    ["a negative number", new Uint64(), -1],
    ["a number beyond 64 bits", new Uint64(), 2n ** 64n],
    ["a fraction", new Int64(), 1.5],
    ["text", new Float64(), "many"],
    ["an object as number", new Uint8(), {}],
    ["text as flag", new Bool(), "yes"],
    ["a day that does not exist", new DateDay(), "2024-02-30"],
    ["text as date", new DateDay(), "soon"],
    ["an unknown level", dictionaryType(true), "GOOD"],
  ])("refuses %s", (_, type, value) => {
    expect(() => makeColumn([null, value], type, PLACE)).toThrow(
      expect.objectContaining({ code: "one/table-value", row: 1 }),
    );
  });
});

describe("converting and picking", () => {
  test("numbers of any width keep their value", () => {
    const wide = castColumn(makeColumn([1, null, 300], new Uint16(), PLACE), new Int64(), PLACE);
    expect(all(castColumn(wide, new Int16(), PLACE))).toEqual([1, null, 300]);
    expect(() => castColumn(wide, new Uint8(), PLACE)).toThrow(expect.objectContaining({ value: "300" }));
  });

  test("text keeps its missing values in either form", () => {
    const texts = ["b", null, "a", "b", "", null];
    const plain = makeColumn(texts, new Utf8(), PLACE);
    const repeated = storeText(plain, false);
    expect(all(repeated)).toEqual(texts);
    expect(all(storeText(repeated, true))).toEqual(texts);
    expect(storeText(plain, true)).toBe(plain);
    expect(repeated.data[0]?.dictionary?.length).toBe(3);
  });

  test.each<[string, DataType, unknown[]]>([
    ["text", dictionaryType(), ["a", "b", null, "c"]],
    ["plain text", new Utf8(), ["a", "𝒜", null, ""]],
    ["flags", new Bool(), [true, false, null, true]],
    ["numbers", new Uint64(), [1, 2, null, 4]],
    ["dates", new DateDay(), ["2024-01-01", "2024-01-02", null, "2024-01-04"]],
  ])("rows of several columns: %s", (_, type, values) => {
    const first = makeColumn(values, type, PLACE);
    const second = makeColumn(values.toReversed(), type, PLACE);
    const nothing = makeColumn([null, null], new Null(), PLACE);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 9 })), (picks) => {
        const row = [...values, ...values.toReversed(), null, null];
        const picked = takeRows([first, second, nothing], Int32Array.from(picks));
        expect(all(picked)).toEqual(picks.map((pick) => (pick < 0 ? null : row[pick])));
      }),
    );
  });

  test("rows of a column of lists", () => {
    const lists = vectorFromArray([[1], [2, 3], null], new List(new Field("item", new Float64())));
    const picked = takeRows([lists], Int32Array.of(2, 1, 0, 1));
    expect(Array.from(picked, (list) => list && [...list])).toEqual([null, [2, 3], [1], [2, 3]]);
  });
});

describe("tables of columns and records", () => {
  test("types of unknown columns follow from their values", async () => {
    const rows = [
      { id: "a", flag: true, count: 1, depth: 1.5, json: { a: [1] }, none: null },
      { id: "b", flag: null, count: 2, depth: 2, json: null, none: null },
    ];
    const table = recordsToTable("insertions", rows);
    const types = await Promise.all(
      ["flag", "count", "depth"].map(async (name) => String((await table.column(name))?.type)),
    );
    expect(types).toEqual(["Bool", "Int64", "Float64"]);
    expect(await tableRecords(table)).toEqual([{ ...rows[0], json: '{"a":[1]}' }, rows[1]]);
  });

  test("a key that only some records have is missing in the others", async () => {
    const table = recordsToTable("sessions", [
      { id: "a", lab: "x" },
      { id: "b", number: 2 },
    ]);
    expect(await tableRecords(table)).toEqual([
      { id: "a", lab: "x", number: null },
      { id: "b", lab: null, number: 2 },
    ]);
  });

  test("refuses records without id, and columns of different length", () => {
    expect(() => recordsToTable("sessions", [{ lab: "x" }])).toThrow(
      expect.objectContaining({ code: "one/table-index" }),
    );
    const columns = new Map([
      ["id", makeColumn(["a", "b"], new Utf8(), PLACE)],
      ["n", makeColumn([1], new Int64(), PLACE)],
    ]);
    const metadata = { dateCreated: undefined, origin: new Set<string>() };
    expect(() => new MemoryTable("t", { indexNames: ["id"], columns, metadata })).toThrow(
      expect.objectContaining({ code: "one/table-columns", unexpected: ["n"] }),
    );
  });
});
