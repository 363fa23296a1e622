import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isAlfError } from "@neurophys/alf";
import { arrayAttribute, numbers } from "@neurophys/alf/object";
import { isTransferError } from "@neurophys/transfer";
import { describe, expect, test } from "vitest";
import { isAlyxError } from "../../src/alyx/index.ts";
import { isOneError } from "../../src/index.ts";
import { PASSWORD, rejection } from "../alyx/client/loopback-alyx.ts";
import { AGGREGATE, datasetId, E1, E2, E3, FILES, PID, UNKNOWN } from "./lab-server.ts";
import { newLab, openLab } from "./open-lab.ts";

const SESSION = "labA/Subjects/S1/2020-03-04/001";

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => file.slice(folder.length + 1)).filter((file) => !file.startsWith(".rest"));
}

describe("Searching", () => {
  test("gives the ids of all pages in the order of the database", async () => {
    const { one } = await newLab();
    expect(await one.search()).toEqual([E1, E2, E3]);
    expect(await one.search({ subject: "S10" })).toEqual([E2]);
    expect(await one.search({ lab: "labB", date_range: ["2020-03-05", null] })).toEqual([E3]);
  });

  test("asks for a page only when it is looked at", async () => {
    const { one, lab } = await newLab();
    const found = await one.searchLazy();
    expect(found.length).toBe(3);
    expect(await found.at(0)).toBe(E1);
    expect(lab.alyx.requests).toHaveLength(1);
    expect(await found.records.at(-1)).toMatchObject({ eid: E3, lab: "labB", date: "2020-03-05", projects: "p1" });
    expect(lab.alyx.requests).toHaveLength(2);
    const seen: string[] = [];
    for await (const eid of found) seen.push(eid);
    expect(seen).toEqual([E1, E2, E3]);
  });

  test("lets the tables grow by what the answers tell", async () => {
    const { one } = await newLab();
    expect(await one.listSubjects()).toEqual([]);
    await one.search();
    expect(await one.listSubjects()).toEqual(["S1", "S10"]);
    await one.listDatasets(E1);
    const { tables } = await one.updateTables();
    expect([tables.get("sessions")?.numRows, tables.get("datasets")?.numRows]).toEqual([3, FILES.length]);
    expect([...(tables.get("sessions")?.metadata.origin ?? [])]).toEqual([one.alyx.baseUrl]);
  });

  test("an unknown term is refused before anything is sent", async () => {
    const { one, lab } = await newLab();
    expect(isAlfError(await rejection(one.search({ wheel: 1 })), "alf/unknown-name")).toBe(true);
    expect(lab.alyx.requests).toEqual([]);
  });

  test("finds insertions, and sessions of insertions", async () => {
    const { one } = await newLab();
    expect(await one.searchInsertions({ name: "probe00" })).toEqual([PID]);
    const [record] = await one.searchInsertionDetails();
    expect(record).toMatchObject({ eid: E1, id: PID, name: "probe00", subject: "S1", number: 1, json: '{"n":1}' });
    expect(await one.pid2eid(PID)).toEqual({ eid: E1, name: "probe00" });
    expect(await one.pid2eid(UNKNOWN)).toBeUndefined();
    expect(await one.eid2pid(E1)).toEqual({ pids: [PID], names: ["probe00"] });
    expect(await one.eid2pid(E2)).toEqual({ pids: [], names: [] });
  });
});

describe("Names of sessions", () => {
  test.each([
    [E1],
    [`http://alyx/sessions/${E1}`],
    ["2020-03-04_1_S1"],
    ["/x/labA/Subjects/S1/2020-03-04/001/alf"],
    [{ subject: "S1", date: "2020-03-04", number: 1, lab: "labA" }],
  ])("%j is understood", async (id) => {
    const { one } = await newLab();
    expect(await one.toEid(id)).toBe(E1);
  });

  test("what the tables know is not asked again", async () => {
    const { one, lab, folder } = await newLab();
    await one.search();
    const before = lab.alyx.requests.length;
    expect(await one.toEid("2020-03-04_1_S1")).toBe(E1);
    expect(await one.eid2path(E1)).toBe(join(folder, SESSION));
    expect(await one.eid2refText(E1)).toBe("2020-03-04_1_S1");
    expect(lab.alyx.requests).toHaveLength(before);
  });

  test("a folder is asked for where the tables do not have it", async () => {
    const { one, folder } = await newLab();
    expect(await one.eid2path(E1)).toBe(join(folder, SESSION));
    expect(await one.eid2path(UNKNOWN)).toBeUndefined();
    expect(await one.path2eid("/x/labZ/Subjects/S9/2020-03-04/001")).toBeUndefined();
    expect(isOneError(await rejection(one.ref2eid("2020-03-04_7_S1")), "one/ambiguous-session")).toBe(true);
  });

  test("a path becomes the address that the database has", async () => {
    const { one, lab } = await newLab();
    const url = await one.path2url(`/x/${SESSION}/alf/probe00/spikes.clusters.npy`);
    expect(url).toBe(`${lab.dataUrl}/${SESSION}/alf/probe00/spikes.clusters.${datasetId(1)}.npy`);
    const record = await one.path2record(`/x/${SESSION}/alf/probe00/spikes.clusters.npy`);
    expect(record).toMatchObject({ id: datasetId(1), rel_path: "alf/probe00/spikes.clusters.npy" });
  });
});

describe("Listing", () => {
  test("datasets, collections and revisions of a session", async () => {
    const { one } = await newLab();
    expect(await one.listDatasets(E1, { filename: "spikes.*" })).toEqual([
      "alf/probe00/#2024-01-01#/spikes.times.npy",
      "alf/probe00/spikes.clusters.npy",
      "alf/probe00/spikes.times.npy",
    ]);
    expect(await one.listDatasets(E1, { filename: "spikes.times*", defaultRevisionsOnly: true })).toEqual([
      "alf/probe00/#2024-01-01#/spikes.times.npy",
    ]);
    expect(await one.listCollections(E1)).toEqual(["alf/probe00", "alf"]);
    expect(await one.listRevisions(E1)).toEqual(["", "2024-01-01"]);
    expect(await one.listDatasets(UNKNOWN)).toEqual([]);
    expect(await one.listDatasets(E2)).toEqual([]);
  });

  test("without a session those of the tables are listed, and a warning says so", async () => {
    const { one, warnings } = await newLab();
    await one.listDatasets(E1);
    expect(await one.listDatasets()).toHaveLength(FILES.length);
    expect(warnings.map(({ code }) => code)).toContain("alyx/no-session-given");
  });

  test("details hold what tables have, and what only a database knows", async () => {
    const { one, folder } = await newLab();
    expect(await one.getDetails(E1)).toMatchObject({
      eid: E1,
      projects: "p1,p2",
      start_time: "2020-03-04T10:00:00",
      local_path: join(folder, SESSION),
    });
    expect((await one.getDetailsOfMany([E3, E1])).map((record) => record.subject)).toEqual(["S1", "S1"]);
    const full = await one.getFullDetails(E1);
    expect(full.datasets).toHaveLength(FILES.length);
    expect(isAlyxError(await rejection(one.getDetails(UNKNOWN)), "alyx/session-not-found")).toBe(true);
    expect(isAlyxError(await rejection(one.getDetailsOfMany([E1, UNKNOWN])), "alyx/session-not-found")).toBe(true);
  });

  test("types, revisions and aggregates are described", async () => {
    const { one } = await newLab();
    expect(await one.dataset2type(datasetId(0))).toBe("spikes.times");
    expect(await one.type2datasets(E1, "spikes.times")).toEqual([
      "alf/probe00/#2024-01-01#/spikes.times.npy",
      "alf/probe00/spikes.times.npy",
    ]);
    expect(await one.describeDataset("spikes.times")).toMatchObject({ description: "Times of spikes" });
    expect(await one.describeDataset(datasetId(0))).toMatchObject({ name: "spikes.times" });
    await one.listDatasets(E1);
    expect(await one.dataset2type("probe00/spikes.times.npy")).toBe("spikes.times");
    expect(isAlyxError(await rejection(one.dataset2type("x.y.npy")), "alyx/dataset-not-found")).toBe(true);
    expect(await one.describeRevision("2024-01-01")).toMatchObject({ description: "Sorted anew" });
    expect(await one.describeRevision("2000-01-01")).toBeUndefined();
    const [aggregate] = await one.listAggregates("subjects", { identifier: "labA/S1" });
    expect(aggregate?.row.id).toBe(AGGREGATE);
  });
});

describe("Loading", () => {
  test("brings the files of an object, each at its default revision, and verifies them", async () => {
    const { one, folder, lab } = await newLab();
    const spikes = await one.loadObject(E1, "spikes", { collection: "alf/probe00" });
    expect([...numbers(arrayAttribute(spikes, "times"))]).toEqual([0.15, 0.25, 0.35, 0.45]);
    expect((await filesBelow(folder)).sort()).toEqual([
      `${SESSION}/alf/probe00/#2024-01-01#/spikes.times.npy`,
      `${SESSION}/alf/probe00/spikes.clusters.npy`,
    ]);
    const before = lab.downloads.length;
    await one.loadObject(E1, "spikes", { collection: "alf/probe00" });
    expect(lab.downloads).toHaveLength(before);
  });

  test("finds a dataset by name, by path, by type of file, and by its own id", async () => {
    const { one } = await newLab();
    const byName = await one.loadDataset(E1, "spikes.times.npy", { revision: "" });
    expect(byName).toMatchObject({ kind: "array", shape: [4] });
    expect(await one.loadDataset(E1, "alf/_ibl_trials.table.pqt")).toMatchObject({ kind: "table" });
    const { value, record } = await one.loadDatasetFromId(datasetId(1));
    expect(value).toMatchObject({ shape: [4] });
    expect(record.rel_path).toBe("alf/probe00/spikes.clusters.npy");
    const { files } = await one.downloadDatasets(E1, ["spikes.clusters.npy", "_ibl_trials.table.pqt"]);
    expect(files.map((file) => file?.key)).toEqual([
      `${SESSION}/alf/probe00/spikes.clusters.npy`,
      `${SESSION}/alf/_ibl_trials.table.pqt`,
    ]);
    const collection = await one.loadCollection(E1, "alf/probe00");
    expect([...collection.keys()]).toEqual(["spikes", "spikes_subset"]);
    expect(isOneError(await rejection(one.loadDatasetFromId(UNKNOWN)), "one/dataset-not-found")).toBe(true);
    expect(isAlyxError(await rejection(one.loadObject(UNKNOWN, "spikes")), "alyx/session-not-found")).toBe(true);
  });

  test("an aggregate is brought too", async () => {
    const { one, folder } = await newLab();
    const table = await one.loadAggregate("subjects", { identifier: "labA/S1", dataset: "_ibl_subjectTrials.table" });
    expect(table).toMatchObject({ kind: "table" });
    expect(await filesBelow(folder)).toEqual(["aggregates/Subjects/labA/S1/_ibl_subjectTrials.table.pqt"]);
    const none = await rejection(one.loadAggregate("subjects", { identifier: "labZ" }));
    expect(isAlyxError(none, "alyx/dataset-not-found")).toBe(true);
  });

  test("a file that is not as its record says is never kept, and the error has both facts", async () => {
    const { one, folder, lab } = await newLab();
    lab.faults.set("spikes.clusters.npy", "wrong");
    const error = await rejection(one.loadDataset(E1, "spikes.clusters.npy"));
    expect(isTransferError(error, "transfer/integrity")).toBe(true);
    expect(await filesBelow(folder)).toEqual([]);
    lab.faults.clear();
    expect(await one.loadDataset(E1, "spikes.clusters.npy")).toMatchObject({ shape: [4] });
  });

  test("a file that changed on the disk is warned about and brought anew", async () => {
    const { one, folder, warnings } = await newLab();
    const { key } = await one.downloadDataset(E1, "spikes.clusters.npy");
    await writeFile(join(folder, key), "not an array");
    expect(await one.loadDataset(E1, "spikes.clusters.npy")).toMatchObject({ shape: [4] });
    expect(warnings.map(({ code }) => code)).toContain("one/file-size-mismatch");
    expect(await readFile(join(folder, key))).toEqual(Buffer.from(FILES[1]?.[1] as Uint8Array));
  });

  test("a file that no server has is missing, and no longer counts as there", async () => {
    const { one, lab } = await newLab();
    lab.faults.set("spikes.clusters.npy", "missing");
    expect(isOneError(await rejection(one.loadDataset(E1, "spikes.clusters.npy")), "one/files-missing")).toBe(true);
    const { tables } = await one.updateTables();
    const exists = await tables.get("datasets")?.column("exists");
    expect([...(exists ?? [])]).toEqual(FILES.map((_, i) => i !== 1));
  });

  test("no error holds the password or the token", async () => {
    const { one, lab } = await newLab();
    lab.faults.set("spikes.clusters.npy", "broken");
    const error = (await rejection(one.loadDataset(E1, "spikes.clusters.npy"))) as Error;
    const text = `${error.stack} ${JSON.stringify(error)} ${String(one)} ${JSON.stringify(one.alyx)}`;
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toMatch(/0{38}/);
  });
});

describe("Modes", () => {
  test("local: nothing is asked, and only what is on the disk is loaded", async () => {
    const { one, lab, folder } = await newLab();
    await one.search();
    await one.loadObject(E1, "spikes", { collection: "alf/probe00" });
    await one.saveCache();
    const asked = lab.alyx.requests.length;
    const offline = (await openLab(lab, { mode: "local", cacheDir: folder })).one;
    expect(offline.offline).toBe(true);
    expect(await offline.search({ subject: "S10" })).toEqual([E2]);
    expect(await offline.listDatasets(E1, { filename: "spikes.clusters.npy" })).toHaveLength(1);
    expect(await offline.loadDataset(E1, "spikes.clusters.npy")).toMatchObject({ shape: [4] });
    expect(isOneError(await rejection(offline.loadDataset(E1, "_ibl_trials.table.pqt")), "one/files-missing")).toBe(
      true,
    );
    expect(isAlyxError(await rejection(offline.listAggregates("subjects")), "alyx/offline")).toBe(true);
    expect(lab.alyx.requests).toHaveLength(asked);
  });

  test("auto: the tables answer while the database is away, and one warning says so", async () => {
    const { one, lab, folder } = await newLab();
    await one.search();
    await one.loadObject(E1, "spikes", { collection: "alf/probe00" });
    await one.saveCache();
    await lab.close();
    const policy = { retries: 0, backoffMs: () => 1, timeoutMs: 2000 };
    const { one: fallback, warnings } = await openLab(lab, { mode: "auto", cacheDir: folder, policy, cacheMode: null });
    expect(await fallback.searchDetails({ subject: "^S10$" })).toMatchObject([{ eid: E2 }]);
    expect(await fallback.loadObject(E1, "spikes", { collection: "alf/probe00" })).toHaveProperty("times");
    expect(warnings.filter(({ code }) => code === "one/offline")).toHaveLength(1);
  });
});
