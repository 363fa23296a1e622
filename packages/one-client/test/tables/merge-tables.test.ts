import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CacheTable } from "../../src/tables/cache-table.ts";
import { defaultCache, withTable } from "../../src/tables/cache-tables.ts";
import { mergeTables } from "../../src/tables/merge-tables.ts";
import { recordsToTable, type TableRecord } from "../../src/tables/records-to-table.ts";
import { tableRecords } from "../../src/tables/table-records.ts";

const NOW = new Date(2024, 4, 6, 12, 34);
const EID = "41dd36f8-2548-4883-81a7-f3627dc88945";
const OTHER = "69503e28-5bcf-466d-8b1d-3f807dbd4905";

function session(id: string, facts: TableRecord = {}): TableRecord {
  return { id, lab: "lab", subject: "KS001", date: "2020-01-01", number: 1, task_protocol: "", projects: "", ...facts };
}

function dataset(eid: string, id: string, facts: TableRecord = {}): TableRecord {
  return { eid, id, rel_path: `alf/${id}.x.npy`, file_size: 8, hash: null, exists: true, qc: "NOT_SET", ...facts };
}

async function records(table: CacheTable | undefined): Promise<object[]> {
  return tableRecords(table!);
}

describe("merging records into cache tables", () => {
  test("adds new rows, replaces known ones and sorts all by index", async () => {
    const first = recordsToTable("sessions", [session(OTHER), session(EID, { subject: "old" })]);
    const second = recordsToTable("sessions", [session(EID, { subject: "new" })]);
    const { tables } = await mergeTables(defaultCache(NOW), { sessions: first }, { now: NOW });
    const { tables: merged, updated } = await mergeTables(tables, { sessions: second }, { now: NOW });
    expect(await records(merged.tables.get("sessions"))).toEqual([session(EID, { subject: "new" }), session(OTHER)]);
    expect(updated).toEqual(NOW);
    expect(merged.modifiedTime).toEqual(NOW);
  });

  test("does not touch the tables it was given", async () => {
    const before = defaultCache(NOW);
    await mergeTables(before, { sessions: recordsToTable("sessions", [session(EID)]) }, { now: NOW });
    expect(before.tables.get("sessions")?.numRows).toBe(0);
    expect(before.modifiedTime).toBeUndefined();
  });

  test("D24: merging nothing keeps the time of the last change", async () => {
    const given = { ...defaultCache(NOW), modifiedTime: new Date(2020, 0, 1) };
    const { tables, updated } = await mergeTables(given, { sessions: undefined }, { now: NOW });
    expect(updated).toBeUndefined();
    expect(tables.modifiedTime).toEqual(new Date(2020, 0, 1));
  });

  test("takes the first of records with the same index", async () => {
    const twice = recordsToTable("sessions", [session(EID, { number: 1 }), session(EID, { number: 2 })]);
    const { tables } = await mergeTables(defaultCache(NOW), { sessions: twice }, { now: NOW });
    expect(await records(tables.tables.get("sessions"))).toEqual([session(EID, { number: 1 })]);
  });

  test("fills columns that records lack, exists_… from exists", async () => {
    const full = recordsToTable("datasets", [dataset(EID, "a", { exists_aws: true, default_revision: true })]);
    const { tables } = await mergeTables(defaultCache(NOW), { datasets: full }, { now: NOW });
    const partial = recordsToTable("datasets", [{ eid: EID, id: "b", rel_path: "b.c.npy", exists: false }]);
    const { tables: merged } = await mergeTables(tables, { datasets: partial }, { now: NOW });
    expect(await records(merged.tables.get("datasets"))).toEqual([
      dataset(EID, "a", { exists_aws: true, default_revision: true }),
      {
        ...{ eid: EID, id: "b", rel_path: "b.c.npy", file_size: null, hash: null, exists: false, qc: null },
        ...{ exists_aws: false, default_revision: false },
      },
    ]);
  });

  test("D23: keeps default_revision when the table had no such column", async () => {
    const plain = recordsToTable("datasets", [dataset(EID, "a", { exists: false })]);
    const { tables } = await mergeTables(defaultCache(NOW), { datasets: plain }, { now: NOW });
    const revised = recordsToTable("datasets", [dataset(EID, "b", { default_revision: true, exists_aws: true })]);
    const { tables: merged } = await mergeTables(tables, { datasets: revised }, { now: NOW });
    expect(await records(merged.tables.get("datasets"))).toEqual([
      dataset(EID, "a", { exists: false, default_revision: false, exists_aws: false }),
      dataset(EID, "b", { default_revision: true, exists_aws: true }),
    ]);
  });

  test("leaves unknown columns out, and in compat mode the optional ones too", async () => {
    const odd = recordsToTable("datasets", [dataset(EID, "a", { default_revision: true, colour: "red" })]);
    const { tables } = await mergeTables(defaultCache(NOW), { datasets: odd }, { now: NOW });
    const { tables: compat } = await mergeTables(defaultCache(NOW), { datasets: odd }, { now: NOW, compat: true });
    expect(tables.tables.get("datasets")?.columnNames).not.toContain("colour");
    expect(tables.tables.get("datasets")?.columnNames).toContain("default_revision");
    expect(compat.tables.get("datasets")?.columnNames).not.toContain("default_revision");
  });

  test("converts values to the types of the table", async () => {
    const old = recordsToTable("trials", [{ eid: EID, id: "a", count: 1.5 }]);
    const tables = withTable(defaultCache(NOW), old);
    const { tables: merged } = await mergeTables(
      tables,
      { trials: recordsToTable("trials", [{ eid: EID, id: "b", count: "2" }]) },
      { now: NOW },
    );
    expect(await records(merged.tables.get("trials"))).toEqual([
      { eid: EID, id: "a", count: 1.5 },
      { eid: EID, id: "b", count: 2 },
    ]);
  });

  test.each([
    ["text for a number", { count: "many" }],
    ["a fraction for a whole number", { count: 0.5 }],
  ])("refuses %s before anything is merged", async (_, facts) => {
    const tables = withTable(defaultCache(NOW), recordsToTable("trials", [{ eid: EID, id: "a", count: 1 }]));
    const bad = recordsToTable("trials", [{ eid: EID, id: "b", ...facts }]);
    await expect(mergeTables(tables, { trials: bad }, { now: NOW })).rejects.toMatchObject({ code: "one/table-value" });
  });

  test("refuses records for a table that is not loaded", async () => {
    const insertions = recordsToTable("insertions", [{ eid: EID, id: OTHER, name: "probe00" }]);
    await expect(mergeTables(defaultCache(NOW), { insertions }, { now: NOW })).rejects.toMatchObject({
      code: "one/table-unknown",
      known: ["datasets", "sessions"],
    });
  });

  test("strict merging refuses missing and unexpected columns", async () => {
    const { lab: _, ...partial } = session(EID, { colour: "red" });
    const sessions = recordsToTable("sessions", [partial]);
    await expect(mergeTables(defaultCache(NOW), { sessions }, { now: NOW, strict: true })).rejects.toMatchObject({
      code: "one/table-columns",
      missing: ["lab"],
      unexpected: ["colour"],
    });
  });

  test("adds the origin, and the time of making where a table has none", async () => {
    const cache = withTable(defaultCache(NOW), recordsToTable("trials", [{ eid: EID, id: "a" }]));
    const more = recordsToTable("trials", [{ eid: EID, id: "b" }]);
    const { tables } = await mergeTables(cache, { trials: more }, { now: NOW, origin: "here" });
    expect(tables.tables.get("trials")?.metadata).toEqual({
      dateCreated: "2024-05-06 12:34",
      origin: new Set(["here"]),
    });
  });

  test("random merges equal a map that is written over", async () => {
    const ids = fc.constantFrom("a", "b", "é", "𝒜", "z", "zz", "\ufffd");
    const row = fc.record({
      eid: fc.constantFrom(EID, OTHER, "aaa"),
      id: ids,
      rel_path: fc.option(fc.string(), { nil: null }),
      file_size: fc.option(fc.bigInt(0n, 2n ** 64n - 1n).map(plain), { nil: null }),
      hash: fc.option(fc.string({ unit: "grapheme" }), { nil: null }),
      exists: fc.boolean(),
      qc: fc.constantFrom("NOT_SET", "FAIL", null),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { maxLength: 12 }), { maxLength: 6 }), async (batches) => {
        const model = new Map<string, object>();
        let tables = defaultCache(NOW);
        for (const batch of batches) {
          const merged = batch.length === 0 ? undefined : recordsToTable("datasets", batch);
          ({ tables } = await mergeTables(tables, { datasets: merged }, { now: NOW }));
          const seen = new Map(batch.toReversed().map((record) => [`${record.eid} ${record.id}`, record]));
          for (const [key, record] of seen) model.set(key, record);
        }
        const expected = [...model].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(await records(tables.tables.get("datasets"))).toEqual(expected.map(([, record]) => record));
      }),
      { numRuns: 300 },
    );
  });
});

function plain(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
