import { expect, test } from "vitest";
import { TableGrowth } from "../../src/one-alyx/table-growth.ts";
import { type CacheTables, defaultCache, withTable } from "../../src/tables/cache-tables.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import { tableRecords } from "../../src/tables/table-records.ts";
import { datasetId, E1, FILES } from "./lab-server.ts";
import { newLab } from "./open-lab.ts";

const NOW = new Date("2024-05-06T10:00:00");

/** Tables in which another one takes the place of the datasets as soon as somebody has looked at them. */
class ChangingTables {
  changes = 0;
  #cache = defaultCache(NOW);

  get cache(): CacheTables {
    const cache = this.#cache;
    if (this.changes++ === 0) {
      const row = { eid: E1, id: datasetId(9), rel_path: "alf/a.b.npy", exists: true };
      this.#cache = withTable(cache, recordsToTable("datasets", [row]));
    }
    return cache;
  }

  set cache(cache: CacheTables) {
    this.#cache = cache;
  }
}

test("rows of an answer are not lost when another call changes the tables meanwhile", async () => {
  const growth = new TableGrowth(() => undefined);
  const row = { id: E1, subject: "S1", date: "2020-03-04", number: 1, lab: "l", task_protocol: "", projects: "" };
  growth.add({ sessions: [row] });
  const tables = new ChangingTables();
  await growth.grow(tables, { now: NOW });
  expect((await tableRecords(tables.cache.tables.get("sessions")!)).map(({ id }) => id)).toEqual([E1]);
  expect(tables.cache.tables.get("datasets")?.numRows).toBe(1);
});

test("what was found out of a file is in the tables as soon as the call that found it is over", async () => {
  const { one, lab } = await newLab();
  lab.faults.set("spikes.clusters.npy", "missing");
  await one.downloadDatasets(E1, ["spikes.clusters.npy"], { assertPresent: false });
  const datasets = (await one.updateTables()).tables.get("datasets");
  expect([...((await datasets?.column("exists")) ?? [])]).toEqual(FILES.map((_, i) => i !== 1));
  expect(datasets?.columnNames).not.toContain("data_url");
});

test("a record that does not fit the tables is left out of them with a warning, and nothing else suffers", async () => {
  const { one, lab, warnings } = await newLab();
  lab.sessions.push({ ...lab.sessions[1], id: "55555555-5555-4555-8555-555555555555", number: "two" });
  expect(await one.search()).toHaveLength(4);
  expect((await one.updateTables()).tables.get("sessions")?.numRows).toBe(3);
  expect(warnings.map(({ code }) => code)).toEqual(["one/row-left-out"]);
  expect(await one.listSubjects()).toEqual(["S1", "S10"]);
});

test("many loads of one session at once bring each file once", async () => {
  const { one, lab } = await newLab();
  await Promise.all(Array.from({ length: 8 }, () => one.loadObject(E1, "spikes", { collection: "alf/probe00" })));
  expect(lab.downloads).toHaveLength(2);
  expect((await one.updateTables()).tables.get("datasets")?.numRows).toBe(FILES.length);
});
