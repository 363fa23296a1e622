import fc from "fast-check";
import { expect, test } from "vitest";
import { TableGrowth } from "../../src/one-alyx/table-growth.ts";
import { defaultCache } from "../../src/tables/cache-tables.ts";
import { tableRecords } from "../../src/tables/table-records.ts";

const NOW = new Date("2024-05-06T10:00:00");
const options = { now: NOW, origin: "https://alyx.example.org" };
const eidOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const session = (n: number, subject: string) => ({
  id: eidOf(n),
  subject,
  date: "2024-05-06",
  number: n,
  lab: "lab",
  task_protocol: "",
  projects: "",
});
const dataset = (n: number, size: number) => ({
  eid: eidOf(n % 5),
  id: eidOf(n),
  file_size: size,
  hash: undefined,
  exists: true as const,
  rel_path: `alf/a${n}.b.npy`,
  default_revision: true,
  qc: "PASS",
});

test("however rows come and whenever they are put in, the tables have the last of each", async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("session" as const), n: fc.nat(9), value: fc.nat(99) }),
    fc.record({ kind: fc.constant("dataset" as const), n: fc.nat(30), value: fc.nat(99) }),
    fc.record({ kind: fc.constant("grow" as const), n: fc.nat(0), value: fc.nat(0) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const growth = new TableGrowth(() => undefined);
      const holder = { cache: defaultCache(NOW) };
      const sessions = new Map<string, string>();
      const datasets = new Map<string, number>();
      for (const { kind, n, value } of steps) {
        if (kind === "session") {
          growth.add({ sessions: [session(n, `S${value}`)] });
          sessions.set(eidOf(n), `S${value}`);
        } else if (kind === "dataset") {
          growth.add({ datasets: [dataset(n, value)] });
          datasets.set(eidOf(n), value);
        } else await growth.grow(holder, options);
      }
      await growth.grow(holder, options);
      const { cache } = holder;
      expect(growth.isEmpty).toBe(true);
      const found = await tableRecords(cache.tables.get("sessions")!);
      expect(found.map((row) => [row["id"], row["subject"]])).toEqual([...sessions].sort());
      const files = await tableRecords(cache.tables.get("datasets")!);
      expect(new Map(files.map((row) => [row["id"], row["file_size"]]))).toEqual(datasets);
    }),
    { numRuns: 60 },
  );
});

test("datasets of no session are not in the table, where nothing would find them", async () => {
  const growth = new TableGrowth(() => undefined);
  growth.add({ datasets: [{ ...dataset(1, 1), eid: undefined }] });
  expect(growth.isEmpty).toBe(true);
});

test("of many rows only those that do not fit are left out, each with a warning", async () => {
  const warnings: string[] = [];
  const growth = new TableGrowth(({ message }) => void warnings.push(message));
  const rows = Array.from({ length: 9 }, (_, n) => session(n, `S${n}`));
  growth.add({ sessions: rows.map((row, n) => (n % 4 === 1 ? { ...row, number: "many" } : row)) });
  const holder = { cache: defaultCache(NOW) };
  await growth.grow(holder, options);
  expect(growth.isEmpty).toBe(true);
  const found = await tableRecords(holder.cache.tables.get("sessions")!);
  expect(found.map(({ id }) => id)).toEqual([0, 2, 3, 4, 6, 7, 8].map(eidOf));
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toContain(eidOf(1));
});

test("a field that is a number in one answer and text in the next does not end the growth", async () => {
  const growth = new TableGrowth(() => undefined);
  const holder = { cache: defaultCache(NOW) };
  growth.add({ insertions: [{ eid: eidOf(1), id: eidOf(2), serial: 7 }] });
  await growth.grow(holder, options);
  growth.add({
    insertions: [
      { eid: eidOf(1), id: eidOf(3), serial: "none" },
      { eid: eidOf(1), id: eidOf(4), serial: 8 },
    ],
  });
  await growth.grow(holder, options);
  const found = await tableRecords(holder.cache.tables.get("insertions")!);
  expect(found.map(({ id }) => id)).toEqual([eidOf(2), eidOf(4)]);
});

test("if the tables cannot be read, the rows wait on", async () => {
  const growth = new TableGrowth(() => undefined);
  growth.add({ sessions: [session(1, "S1")] });
  const cache = defaultCache(NOW);
  const broken = { ...cache.tables.get("sessions")!, column: () => Promise.reject(new Error("gone")) };
  const tables = new Map([...cache.tables, ["sessions", broken]]);
  await expect(growth.grow({ cache: { ...cache, tables } }, options)).rejects.toThrow("gone");
  expect(growth.isEmpty).toBe(false);
});

test("insertions make a table of their own", async () => {
  const growth = new TableGrowth(() => undefined);
  growth.add({ insertions: [{ eid: eidOf(1), id: eidOf(2), name: "probe00", json: { a: 1 } }] });
  const holder = { cache: defaultCache(NOW) };
  await growth.grow(holder, options);
  expect(await tableRecords(holder.cache.tables.get("insertions")!)).toEqual([
    { eid: eidOf(1), id: eidOf(2), name: "probe00", json: '{"a":1}' },
  ]);
});
