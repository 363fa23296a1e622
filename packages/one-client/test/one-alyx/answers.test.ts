import { readdir } from "node:fs/promises";
import { inspect } from "node:util";
import { isTransferError } from "@neurophys/transfer";
import { describe, expect, test } from "vitest";
import { isAlyxError } from "../../src/alyx/index.ts";
import { isOneError } from "../../src/index.ts";
import { PASSWORD, rejection } from "../alyx/client/loopback-alyx.ts";
import { AGGREGATE, datasetId, E1, E2, E3, startLab, UNKNOWN } from "./lab-server.ts";
import { newLab, openLab } from "./open-lab.ts";

const E4 = "44444444-4444-4444-8444-444444444444";

describe("Names of sessions", () => {
  test("a folder of another lab is not taken for the session that the tables happen to know", async () => {
    const { one, lab } = await newLab();
    lab.sessions.push({ ...lab.sessions[0], id: E4, lab: "labB" });
    await one.getDetails(E1);
    expect(await one.toEid("/x/labA/Subjects/S1/2020-03-04/001")).toBe(E1);
    expect(await one.toEid("/x/labB/Subjects/S1/2020-03-04/001")).toBe(E4);
    expect(
      isOneError(await rejection(one.path2eid("/x/labZ/Subjects/S1/2020-03-04/001")), "one/ambiguous-session"),
    ).toBe(true);
  });

  test("offline a file is found by the id in its name, wherever it lies", async () => {
    const { one, lab, folder } = await newLab();
    await one.listDatasets(E1);
    await one.searchDetails();
    await one.saveCache();
    const { one: offline } = await openLab(lab, { mode: "local", cacheDir: folder });
    const record = await offline.path2record(`/tmp/spikes.clusters.${datasetId(1)}.npy`);
    expect(record).toMatchObject({ id: datasetId(1), rel_path: "alf/probe00/spikes.clusters.npy" });
  });
});

describe("Records", () => {
  test("several at once are as one by one, in one request", async () => {
    const { one, lab } = await newLab({ cacheMode: null });
    const before = lab.alyx.requests.length;
    const many = await one.getDetailsOfMany([E3, E1, E3]);
    expect(lab.alyx.requests).toHaveLength(before + 1);
    expect(many).toEqual([await one.getDetails(E3), await one.getDetails(E1), await one.getDetails(E3)]);
  });

  test("auto: the tables also stand in for questions about many records and addresses", async () => {
    const policy = { retries: 0, backoffMs: () => 1, timeoutMs: 2000 };
    const { one, lab, warnings } = await newLab({ mode: "auto", policy, cacheMode: null });
    await one.search();
    await one.listDatasets(E1);
    await lab.close();
    expect((await one.getDetailsOfMany([E2, E1])).map(({ subject }) => subject)).toEqual(["S10", "S1"]);
    const url = await one.path2url("/x/labA/Subjects/S1/2020-03-04/001/alf/probe00/spikes.clusters.npy");
    expect(url).toContain(`spikes.clusters.${datasetId(1)}.npy`);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(["one/offline"]));
  });
});

test("auto: a database that goes away between two pages is no half of an answer", async () => {
  const policy = { retries: 0, backoffMs: () => 1, timeoutMs: 300 };
  const { one, lab, warnings } = await newLab({ mode: "auto", policy, cacheMode: null });
  await one.search();
  const before = lab.alyx.requests.length;
  Object.defineProperty(lab, "isSilent", { get: () => lab.alyx.requests.length > before + 1 });
  expect((await one.search()).sort()).toEqual([E1, E2, E3]);
  expect(lab.alyx.requests).toHaveLength(before + 2);
  expect(warnings.map(({ code }) => code)).toEqual(["one/offline"]);
});

describe("Aggregates", () => {
  test("one is found by its own id too, and no session is asked for", async () => {
    const { one, lab, folder } = await newLab();
    const { value, record } = await one.loadDatasetFromId(AGGREGATE);
    expect(value).toMatchObject({ kind: "table" });
    expect(record.rel_path).toBe("aggregates/Subjects/labA/S1/_ibl_subjectTrials.table.pqt");
    expect(lab.alyx.requests.filter(({ url }) => url.startsWith("/sessions"))).toEqual([]);
    expect(await readdir(`${folder}/aggregates/Subjects/labA/S1`)).toEqual(["_ibl_subjectTrials.table.pqt"]);
    expect((await one.updateTables()).tables.get("datasets")?.numRows).toBe(0);
  });

  test("one comes from where its record says that it is", async () => {
    const lab = await startLab();
    const { one } = await openLab({ ...lab, dataUrl: "http://127.0.0.1:9/nowhere" });
    const filter = { identifier: "labA/S1", dataset: "_ibl_subjectTrials.table" };
    expect(await one.loadAggregate("subjects", filter)).toMatchObject({ kind: "table" });
  });

  test("what is no id is refused before anything is asked", async () => {
    const { one, lab } = await newLab();
    await rejection(one.loadDatasetFromId("../sessions"));
    expect(lab.alyx.requests).toEqual([]);
    expect(isOneError(await rejection(one.loadDatasetFromId(UNKNOWN)), "one/dataset-not-found")).toBe(true);
  });
});

describe("Failures", () => {
  test.each([
    ["file:///labA/Subjects/S1/2020-03-04/001/alf/a.b.npy"],
    ["ftp://127.0.0.1/labA/Subjects/S1/2020-03-04/001/alf/a.b.npy"],
  ])("a file at %s is never asked for", async (address) => {
    const { one, lab, folder } = await newLab();
    lab.sessionUrl = (url) => (url.includes("clusters") ? address : url);
    expect(isTransferError(await rejection(one.loadDataset(E1, "a.b.npy")), "transfer/invalid-url")).toBe(true);
    expect(isTransferError(await rejection(one.openDataset(E1, "a.b.npy")), "transfer/invalid-url")).toBe(true);
    expect(lab.downloads).toEqual([]);
    expect(await readdir(folder)).not.toContain("labA");
  });

  test("a source that fails may have the file: its failure is told, not that the next one does not have it", async () => {
    const lab = await startLab();
    lab.bucket = { name: "aws_cortexlab", json: { bucket_name: "lab-public" } };
    const file = "labA/Subjects/S1/2020-03-04/001/alf/probe00/spikes.clusters.npy";
    lab.files.set(`/lab-public/data/${file.replace(".npy", `.${datasetId(1)}.npy`)}`, new Uint8Array(144));
    lab.faults.set(`lab-public/data/${file}`, "broken");
    lab.faults.set(`/data/${file}`, "missing");
    const { one } = await openLab(lab, { aws: { endpoint: new URL(lab.dataUrl).origin } });
    const error = await rejection(one.loadDataset(E1, "spikes.clusters.npy"));
    expect(isTransferError(error)).toBe(true);
  });

  test("addresses in messages are without what is secret in them", async () => {
    const { one, lab } = await newLab();
    lab.sessionUrl = () => "https://me:hunter2@data.lab.org/nothing?token=hunter2";
    const error = (await rejection(one.listDatasets(E1))) as Error;
    expect(isAlyxError(error, "alyx/invalid-record")).toBe(true);
    expect(`${error.stack} ${inspect(error)} ${JSON.stringify(error)}`).not.toContain("hunter2");
  });

  test("a bucket that is described as text is a warning without the key in it", async () => {
    const lab = await startLab();
    lab.bucket = { name: "aws_cortexlab", json: '{"Secret access key": "hunter2"}' };
    const { one, warnings } = await openLab(lab);
    await one.loadDataset(E1, "spikes.clusters.npy");
    expect(warnings.map(({ code }) => code)).toEqual(["one/source-unusable"]);
    expect(JSON.stringify(warnings)).not.toContain("hunter2");
  });

  test("nothing that shows a client shows its password or token", async () => {
    const { one } = await newLab();
    await one.search();
    const shown = inspect(one, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true });
    expect(shown).not.toContain(PASSWORD);
    expect(shown).not.toMatch(/0{38}/);
  });
});
