import { describe, expect, test } from "vitest";
import { type AlfTable, type DataWarning, type NdArray } from "../../src/index.ts";
import { createObject, objectFromTable, objectToTable } from "../../src/object/index.ts";
import { array, floats, table, zeros } from "../objects.ts";
import { expected, outcome, vectors } from "../vectors.ts";

/** The float table that recorded cases are made of: 0, 1, 2… row by row. */
function counted(names: readonly string[]): AlfTable {
  const columns = names.map((name, i) => [name, floats([i, names.length + i])] as const);
  return table(Object.fromEntries(columns));
}

const plain = ({ shape, data }: NdArray): unknown => ({ shape, dtype: "f", data: [...(data as Float64Array)] });

describe("objects from tables", () => {
  test.each(vectors("dims", "from_df"))("$id: columns $args give $result (compat)", (vector) => {
    const object = (): unknown => {
      const found = objectFromTable(counted(vector.args[0] as string[]), { compat: true });
      return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, plain(value as NdArray)]));
    };
    expect(outcome(vector, object)).toEqual(expected(vector));
  });

  test("have columns paired by name; in Python by position (only with compat)", () => {
    expect(Object.keys(objectFromTable(counted(["foo_0", "bar_0"])))).toEqual(["foo_0", "bar_0"]);
    expect(Object.keys(objectFromTable(counted(["b_0", "x", "a_1", "a_0", "b_1"])))).toEqual(["x", "a", "b"]);
    expect(objectFromTable(counted(["t_2", "t_0", "t_1"]))["t"]).toEqual(floats([1, 2, 4, 5], [2, 2]));
  });

  test("leave columns apart whose types do not go together", () => {
    const given = table({ x_0: array("string", ["a"]), x_1: floats([1]), y_0: floats([1]), y_1: floats([2]) });
    expect(Object.keys(objectFromTable(given))).toEqual(["x_0", "x_1", "y"]);
  });

  test("keep each column's type; in Python all get one (only with compat)", () => {
    const mixed = table({ choice: array("int8", Int8Array.of(1, -1)), times: floats([0.5, 1]) });
    expect(objectFromTable(mixed)["choice"]).toEqual(array("int8", Int8Array.of(1, -1)));
    expect(objectFromTable(mixed, { compat: true })["choice"]).toEqual(floats([1, -1]));
  });

  test("have NaN where values are missing, and no index", () => {
    const given: AlfTable = {
      kind: "table",
      rowCount: 2,
      columns: new Map([
        ["id", { values: array("string", ["a", "b"]) }],
        ["n", { values: array("int32", Int32Array.of(1, 0)), validity: Uint8Array.of(1, 0) }],
        ["t", { values: array("datetime64[ns]", BigInt64Array.of(1n, 0n)), validity: Uint8Array.of(1, 0) }],
      ]),
      indexColumns: ["id"],
    };
    expect(objectFromTable(given)).toEqual(
      createObject([
        ["n", floats([1, Number.NaN])],
        ["t", array("datetime64[ns]", BigInt64Array.of(1n, -(2n ** 63n)))],
      ]),
    );
  });
});

describe("tables of objects", () => {
  test.each(vectors("dims", "to_df"))("$id: $args gives $result $error", (vector) => {
    const given = Object.entries(vector.args[0] as Record<string, number[] | number[][]>).map(([name, values]) => {
      const [first] = values;
      return [
        name,
        Array.isArray(first) ? floats(values.flat(), [values.length, first.length]) : floats(values as number[]),
      ] as const;
    });
    const rows = (): unknown => {
      const { columns, rowCount } = objectToTable(createObject(given));
      const data = [...columns.values()].map(({ values }) => values.data as Float64Array);
      return {
        columns: [...columns.keys()],
        rows: Array.from({ length: rowCount }, (_, row) => data.map((column) => column[row])),
      };
    };
    expect(outcome(vector, rows)).toEqual(expected(vector));
  });

  test("hold ten columns of an attribute, and none of one with more dimensions", () => {
    const warnings: DataWarning[] = [];
    const object = createObject([
      ["a", zeros(2, 12)],
      ["b", zeros(2, 2, 2)],
    ]);
    const { columns } = objectToTable(object, { onWarning: (warning) => warnings.push(warning) });
    expect([...columns.keys()]).toEqual(Array.from({ length: 10 }, (_, i) => `a_${i}`));
    expect(warnings.map(({ code }) => code)).toEqual(["alf/columns-dropped", "alf/columns-dropped"]);
  });

  test("are made of arrays with the same number of rows", () => {
    expect(() =>
      objectToTable(
        createObject([
          ["a", zeros(2)],
          ["b", zeros(3)],
        ]),
      ),
    ).toThrow(expect.objectContaining({ code: "alf/shape-mismatch", shapes: { a: [2], b: [3] } }));
    expect(() => objectToTable(createObject([["a", { kind: "json", value: 1 }]]))).toThrow(
      expect.objectContaining({ code: "alf/attribute-mismatch", found: "json" }),
    );
    expect(objectToTable(createObject([])).rowCount).toBe(0);
  });
});
