import { isAlfError } from "@neurophys/alf";
import { MemoryStore } from "@neurophys/alf/store";
import { describe, expect, test } from "vitest";
import { AlyxCatalog } from "../../src/alyx/index.ts";
import { type Catalog, withFallback } from "../../src/index.ts";
import { createOne } from "../../src/one/create-one.ts";
import { PASSWORD, rejection } from "../alyx/client/loopback-alyx.ts";
import { datasetId, E1, E2, E3, FILES, PID, UNKNOWN } from "../one-alyx/lab-server.ts";
import { newLab } from "../one-alyx/open-lab.ts";

/** The same lab as its database knows it, and as tables that hold all of it. */
async function bothOf(): Promise<{ alyx: Catalog; tables: Catalog; close: () => Promise<void> }> {
  const policy = { retries: 0, backoffMs: () => 1, timeoutMs: 5000 };
  const { one, lab } = await newLab({ cacheMode: null, policy });
  for (const eid of await one.search()) await one.listDatasets(eid);
  await one.searchInsertions();
  const { tables } = await one.updateTables();
  const local = createOne({ tables, store: new MemoryStore() });
  const alyx = new AlyxCatalog({ rest: one.alyx, cacheDir: one.cacheDir });
  return { alyx, tables: local.catalog, close: () => lab.close() };
}

const CATALOGS: Readonly<Record<string, () => Promise<Catalog>>> = {
  "the database": async () => (await bothOf()).alyx,
  tables: async () => (await bothOf()).tables,
  "the database before tables": async () => {
    const { alyx, tables } = await bothOf();
    return withFallback(alyx, tables, { onWarning: () => undefined });
  },
  "tables in place of a database that is away": async () => {
    const { alyx, tables, close } = await bothOf();
    await close();
    return withFallback(alyx, tables, { onWarning: () => undefined });
  },
};

const SESSION = {
  eid: E1,
  lab: "labA",
  subject: "S1",
  date: "2020-03-04",
  number: 1,
  task_protocol: "task",
  projects: "p1,p2",
};
const eids = async (catalog: Catalog, terms: Parameters<Catalog["searchSessions"]>[0]): Promise<string[]> =>
  (await (await catalog.searchSessions(terms)).toArray()).map(({ eid }) => eid).sort();

describe.each(Object.entries(CATALOGS))("A catalog: %s", (_, make) => {
  test("says where it is, without secrets", async () => {
    const { location } = await make();
    expect(location).not.toBe("");
    expect(location).not.toContain(PASSWORD);
  });

  test("finds sessions by subject, laboratory, project, day, number and files", async () => {
    const catalog = await make();
    expect(await eids(catalog, {})).toEqual([E1, E2, E3]);
    expect(await eids(catalog, { subject: "S10" })).toEqual([E2]);
    expect(await eids(catalog, { laboratory: "labB" })).toEqual([E3]);
    expect(await eids(catalog, { date_range: "2020-03-04" })).toEqual([E1, E2]);
    expect(await eids(catalog, { date_range: ["2020-03-05", null] })).toEqual([E3]);
    expect(await eids(catalog, { number: 2 })).toEqual([E3]);
    expect(await eids(catalog, { subj: "S1", date: "2020-03-05", number: "002" })).toEqual([E3]);
    expect(await eids(catalog, { subject: "nobody" })).toEqual([]);
  });

  test("refuses a term that is none", async () => {
    const catalog = await make();
    expect(isAlfError(await rejection(catalog.searchSessions({ wheel: 1 })), "alf/unknown-name")).toBe(true);
    expect(isAlfError(await rejection(catalog.searchInsertions({ wheel: 1 })), "alf/unknown-name")).toBe(true);
  });

  test("gives a list whose parts are those of the whole", async () => {
    const found = await (await make()).searchSessions({});
    const all = await found.toArray();
    expect(found.length).toBe(all.length);
    expect([await found.at(0), await found.at(-1), await found.at(3)]).toEqual([all[0], all[2], undefined]);
    expect(await found.slice(1)).toEqual(all.slice(1));
    expect(await found.slice(-2, -1)).toEqual(all.slice(-2, -1));
    const seen: unknown[] = [];
    for await (const session of found) seen.push(session);
    expect(seen).toEqual(all);
  });

  test("has the record of a session by its id", async () => {
    const catalog = await make();
    expect(await catalog.findSession(E1)).toMatchObject(SESSION);
    expect(await catalog.findSession(UNKNOWN)).toBeUndefined();
  });

  test("has those of exactly one subject, day and number", async () => {
    const catalog = await make();
    const place = { subject: "S1", date: "2020-03-04", number: "001", isReference: false, text: "" };
    expect(await catalog.findSessions(place)).toMatchObject([SESSION]);
    expect(await catalog.findSessions({ ...place, subject: "S" })).toEqual([]);
    expect(await catalog.findSessions({ ...place, number: 2 })).toEqual([]);
  });

  test("has all datasets of a session by id", async () => {
    const catalog = await make();
    const content = await catalog.readSession(E1);
    expect(content?.session).toMatchObject(SESSION);
    expect(content?.datasets.map(({ id }) => id)).toEqual(FILES.map((__, i) => datasetId(i)));
    FILES.forEach(([relPath, bytes, isDefault], i) => {
      const facts = { eid: E1, rel_path: relPath, file_size: bytes.length, exists: true, qc: "NOT_SET" };
      expect(content?.datasets[i]).toMatchObject({ ...facts, default_revision: isDefault });
      expect(content?.datasets[i]?.hash).toMatch(/^[0-9a-f]{32}$/);
    });
    expect((await catalog.readSession(E2))?.datasets).toEqual([]);
    expect(await catalog.readSession(UNKNOWN)).toBeUndefined();
  });

  test("has the record of a dataset by its id", async () => {
    const catalog = await make();
    const record = { id: datasetId(1), eid: E1, rel_path: "alf/probe00/spikes.clusters.npy", default_revision: true };
    expect(await catalog.findDataset(datasetId(1))).toMatchObject(record);
    expect(await catalog.findDataset(UNKNOWN)).toBeUndefined();
  });

  test("finds insertions, with date, subject and number of their session", async () => {
    const catalog = await make();
    const found = await catalog.searchInsertions({ name: "probe00" });
    const record = { id: PID, eid: E1, name: "probe00", model: "3B2" };
    const ofSession = { date: "2020-03-04", subject: "S1", number: 1 };
    expect(await found.toArray()).toMatchObject([{ ...record, ...ofSession }]);
    expect(await catalog.findInsertion(PID)).toMatchObject(record);
    expect(await catalog.findInsertion(UNKNOWN)).toBeUndefined();
    expect(await catalog.listInsertions(E1)).toMatchObject([record]);
    expect(await catalog.listInsertions(E2)).toEqual([]);
  });

  test("ends a question that is no longer wanted", async () => {
    const catalog = await make();
    const reason = new Error("no longer wanted");
    const options = { signal: AbortSignal.abort(reason) };
    const place = { subject: "S1", date: "2020-03-04", number: 1, isReference: false, text: "" };
    const answers = [
      catalog.searchSessions({}, options),
      catalog.searchInsertions({}, options),
      catalog.findSession(E1, options),
      catalog.findSessions(place, options),
      catalog.readSession(E1, options),
      catalog.findDataset(datasetId(1), options),
      catalog.findInsertion(PID, options),
      catalog.listInsertions(E1, options),
    ];
    expect(await Promise.all(answers.map(rejection))).toEqual(answers.map(() => reason));
  });
});
