import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { castIndex } from "../../src/tables/cast-index.ts";
import { findRow, findRows } from "../../src/tables/find-rows.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import { sessionRows } from "../../src/tables/session-rows.ts";
import { tableRecords } from "../../src/tables/table-records.ts";

const ids = fc.array(
  fc.record({
    eid: fc.constantFrom("a", "b", "bb", "é", "𝒜", "\ufffd"),
    id: fc.string({ unit: "grapheme", maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 40 },
);

describe("looking up rows", () => {
  test("rows of a session are where its eid is, and nowhere else", async () => {
    await fc.assert(
      fc.asyncProperty(ids, async (records) => {
        const table = recordsToTable("datasets", records);
        const rows = (await sessionRows(table))!;
        const eids = (await tableRecords(table)).map(({ eid }) => eid);
        for (const eid of ["a", "b", "bb", "é", "𝒜", "\ufffd", "none"]) {
          const found = rows.range(eid);
          const expected = { start: eids.indexOf(eid), end: eids.lastIndexOf(eid) + 1 };
          expect(found).toEqual(eids.includes(eid) ? expected : undefined);
        }
        const { start, end } = rows.byCode();
        const counted = start.reduce((sum, first, code) => sum + end[code]! - first, 0);
        expect(counted).toBe(records.length);
      }),
    );
  });

  test("an id is found in its first row, the first time and every time after", async () => {
    await fc.assert(
      fc.asyncProperty(ids, fc.boolean(), async (records, alone) => {
        const given = alone ? records.map(({ id }) => ({ id })) : records;
        const table = recordsToTable("any", given);
        const known = (await tableRecords(table, undefined, ["id"])).map(({ id }) => String(id));
        const wanted = [...known, "is not there", known[0]!];
        const expected = wanted.map((id) => known.indexOf(id));
        for (let time = 0; time < 3; time++) expect([...(await findRows(table, wanted))]).toEqual(expected);
      }),
    );
  });

  test("an id that is not there has no row", async () => {
    const table = recordsToTable("datasets", [{ eid: "a", id: "b" }]);
    expect(await findRow(table, "c")).toBeUndefined();
    expect(await findRow(table, "b")).toBe(0);
    expect([...(await findRows(table, []))]).toEqual([]);
  });

  test("a table without eid has no rows of sessions", async () => {
    expect(await sessionRows(recordsToTable("sessions", [{ id: "a" }]))).toBeUndefined();
  });

  test("replacing index texts sorts the rows anew", async () => {
    const table = recordsToTable("datasets", [
      { eid: "a", id: "1", rel_path: "x" },
      { eid: "b", id: "2", rel_path: "y" },
    ]);
    const replaced = await castIndex(table, (id, column) => (column === "eid" ? (id === "a" ? "z" : "q") : id));
    expect(await tableRecords(replaced)).toEqual([
      { eid: "q", id: "2", rel_path: "y" },
      { eid: "z", id: "1", rel_path: "x" },
    ]);
  });
});
