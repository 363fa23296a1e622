import { isDataError } from "@neurophys/alf";
import { expect, test } from "vitest";
import * as tables from "../src/index.ts";

const place = { key: "sessions.pqt", column: "id" };
const errors = [
  new tables.TableNotFoundError("sessions.pqt", "/data"),
  new tables.CorruptParquetError(place, "pages disagree"),
  new tables.TruncatedParquetError(place, 20, 10),
  new tables.UnsupportedParquetError(place, "encryption"),
  new tables.TableTooLargeError(place, "rows", { claimed: 2, limit: 1 }),
  new tables.InvalidUtf8Error(place),
  new tables.ColumnNotFoundError("id", ["eid"]),
  new tables.InvalidColumnError("unequal lengths"),
  new tables.UnsupportedColumnTypeError("id", "List", "Parquet"),
  new tables.InvalidYamlError("a.yaml", "a tab"),
];

test("every error that is exported is among these", () => {
  const exported = Object.keys(tables).filter((name) => name.endsWith("Error") && !name.startsWith("is"));
  expect(errors.map((error) => error.constructor.name).toSorted()).toEqual(exported.toSorted());
});

test.each(errors)("$name bears its class's name and a code that the guard knows", (error) => {
  expect(error.name).toBe(error.constructor.name);
  expect(String(error)).toContain(`${error.name}: `);
  expect(isDataError(error) && tables.isTablesError(error) && tables.isTablesError(error, error.code)).toBe(true);
});

test("a missing column's message names some of those there are, not thousands", () => {
  const names = Array.from({ length: 1000 }, (_, i) => `column ${i}`);
  expect(new tables.ColumnNotFoundError("id", names).message).toMatch(/"column 19", … 980 more$/);
});
