import { Int64 } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnValues } from "../../src/tables/column-values.ts";
import { makeColumn } from "../../src/tables/make-column.ts";
import {
  formatMinutes,
  formatTableMetadata,
  parseMinutes,
  parseTableMetadata,
} from "../../src/tables/table-metadata.ts";
import { planTable } from "../../src/tables/table-plan.ts";
import { uuidDictionaryFromIntPairs, uuidsFromIntPairs } from "../../src/tables/uuid-from-int-pairs.ts";

const DATASETS = { table: "datasets", pandasIndex: undefined, minApiVersion: undefined };

describe("planning the present form of a table", () => {
  test.each([
    [["eid", "id", "rel_path", "qc"], undefined, ["eid", "id"]],
    [
      ["id", "x", "eid"],
      ["id", "eid"],
      ["id", "eid"],
    ],
    [
      ["id_0", "id_1", "eid_0", "eid_1", "x"],
      ["id_0", "id_1"],
      ["eid", "id"],
    ],
    [["x", "probe_id"], undefined, ["probe_id"]],
  ])("columns %j with index %j are identified by %j", (columnNames, pandasIndex, indexNames) => {
    expect(planTable({ ...DATASETS, columnNames, pandasIndex }).indexNames).toEqual(indexNames);
  });

  test.each([
    ["no id", ["a", "b"], undefined],
    ["an index that is not in the file", ["id"], ["eid", "id"]],
    ["half a pair", ["id_0", "id_1", "eid_0"], ["id_0", "id_1"]],
    ["a third part", ["id_0", "id_1", "x_2"], ["id_0", "id_1"]],
  ])("refuses %s", (_, columnNames, pandasIndex) => {
    expect(() => planTable({ ...DATASETS, columnNames, pandasIndex })).toThrow(
      expect.objectContaining({ code: "one/table-index" }),
    );
  });

  test.each([
    ["sessions", "1.12.9", ["id", "project"], ["id", "projects"]],
    ["sessions", "1.13.0", ["id", "project"], ["id", "project"]],
    ["sessions", undefined, ["id", "project", "projects"], ["id", "project", "projects"]],
    ["datasets", "2.6.9", ["id", "session_path"], ["id", "qc"]],
    ["datasets", "2.7.0", ["id", "session_path"], ["id"]],
    ["datasets", "2.7.0rc1", ["id"], ["id"]],
    ["insertions", undefined, ["id", "session_path"], ["id", "session_path"]],
  ])("%s for version %s with columns %j has columns %j", (table, minApiVersion, columnNames, expected) => {
    const plan = planTable({ table, minApiVersion, columnNames, pandasIndex: ["id"] });
    expect([...plan.columns.keys()]).toEqual(expected);
  });
});

describe("ids from pairs of integers", () => {
  const column = (values: readonly bigint[]) => makeColumn(values, new Int64(), { column: "id_0" });

  test("are the little-endian bytes in order", () => {
    const pair = { first: column([8737712210713458643n]), second: column([-4920882604093676133n]), column: "id" };
    expect(columnValues(uuidsFromIntPairs(pair))(0)).toBe("d3372b15-f696-4279-9be5-98f15783b5bb");
  });

  test("are the same whether repeated ids are stored once or each time", () => {
    const numbers = fc.array(
      fc.tuple(
        fc.bigInt(-2n, 2n),
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((n) => n >> 62n),
      ),
    );
    fc.assert(
      fc.property(numbers, (pairs) => {
        const pair = { first: column(pairs.map(([a]) => a)), second: column(pairs.map(([, b]) => b)), column: "id" };
        const [plain, once] = [columnValues(uuidsFromIntPairs(pair)), columnValues(uuidDictionaryFromIntPairs(pair))];
        for (let row = 0; row < pairs.length; row++) expect(once(row)).toBe(plain(row));
        const distinct = new Set(pairs.map(String)).size;
        expect(uuidDictionaryFromIntPairs(pair).data[0]?.dictionary?.length ?? 0).toBe(distinct);
      }),
    );
  });

  test("cannot be had from missing numbers", () => {
    const pair = { first: makeColumn([null], new Int64(), { column: "x" }), second: column([1n]), column: "id" };
    expect(() => uuidsFromIntPairs(pair)).toThrow(expect.objectContaining({ code: "one/table-value", column: "id" }));
  });
});

describe("metadata of tables", () => {
  test("what was read is written again", () => {
    const text = fc.string({ minLength: 1 });
    const metadata = fc.record({
      dateCreated: text,
      dateModified: fc.option(text, { nil: undefined }),
      origin: fc.array(text).map((list) => new Set(list)),
      minApiVersion: fc.option(text, { nil: undefined }),
      databaseTags: fc.option(fc.array(text), { nil: undefined }),
      other: fc.option(fc.constant({ note: [1, { a: null }] }), { nil: undefined }),
    });
    fc.assert(
      fc.property(metadata, (given) => {
        expect(parseTableMetadata(formatTableMetadata(given))).toEqual(given);
      }),
    );
  });

  test.each([
    [undefined, ["unknown"]],
    ['{"origin": ""}', []],
    ['{"origin": null}', []],
    ['{"origin": ["a", "", "b"]}', ["a", "b"]],
  ])("the origin of %s is %j", (text, origin) => {
    expect([...parseTableMetadata(text).origin]).toEqual(origin);
  });

  test.each(["[]", "1", "null", "{", ""])("refuses %j", (text) => {
    expect(() => parseTableMetadata(text)).toThrow(SyntaxError);
  });

  test("times are local, to the minute", () => {
    expect(formatMinutes(new Date(2024, 0, 2, 3, 4, 59))).toBe("2024-01-02 03:04");
    expect(parseMinutes("2024-01-02 03:04")).toEqual(new Date(2024, 0, 2, 3, 4));
    expect(parseMinutes("2024-01-02")).toEqual(new Date(2024, 0, 2));
    expect(parseMinutes("2024-01-02T03:04:05")).toEqual(new Date(2024, 0, 2, 3, 4, 5));
    expect([parseMinutes("soon"), parseMinutes(undefined)]).toEqual([undefined, undefined]);
  });
});
