import { describe, expect, test } from "vitest";
import { openParquetBytes } from "../../src/index.ts";
import { expectedTable, fixtureBytes, parquetFixtures } from "../fixtures.ts";
import { plainColumn } from "../plain-column.ts";

describe.each(parquetFixtures)("%s.parquet", (name) => {
  const expected = expectedTable(name);

  test("has the rows and columns that pyarrow finds", async () => {
    const file = await openParquetBytes(fixtureBytes(name));
    expect(file.numRows).toBe(expected.rows);
    expect(file.columnNames).toEqual(Object.keys(expected.columns));
  });

  test.each(Object.keys(expected.columns))("%s has the values that pyarrow reads", async (column) => {
    const file = await openParquetBytes(fixtureBytes(name));
    const table = await file.readColumns([column]);
    const vector = table.getChild(column)!;
    expect(vector.data).toHaveLength(1);
    expect(plainColumn(vector)).toEqual(expected.columns[column]!.values);
  });

  test("reads all columns at once to the same values", async () => {
    const file = await openParquetBytes(fixtureBytes(name));
    const table = await file.readColumns();
    for (const [column, { values }] of Object.entries(expected.columns)) {
      expect(plainColumn(table.getChild(column)!), column).toEqual(values);
    }
  });
});
