import { readdir } from "node:fs/promises";
import { arrayAttribute, numbers } from "@neurophys/alf/object";
import { describe, expect, test } from "vitest";
import { createAlyxClient, createOneAlyx } from "../../src/alyx/index.ts";
import { PASSWORD } from "../alyx/client/loopback-alyx.ts";
import { E1, startLab } from "./lab-server.ts";
import { newLab, openLab } from "./open-lab.ts";

describe("Reading parts", () => {
  test("rows of an array and columns of a table come by range, and nothing is downloaded", async () => {
    const { one, folder, lab } = await newLab();
    const opened = await one.openDataset(E1, "spikes.clusters.npy");
    expect(opened.kind === "npy" && [...((await opened.file.readRows(1, 3)) as { data: Float64Array }).data]).toEqual([
      2, 1,
    ]);
    const table = await one.openDataset(E1, "_ibl_trials.table.pqt");
    const column = table.kind === "table" ? (await table.file.readColumns(["b"])).getChild("b") : undefined;
    expect([...(column ?? [])]).toEqual([4, 5, 6]);
    expect(lab.ranges.length).toBeGreaterThan(1);
    expect((await readdir(folder)).filter((name) => name !== ".rest")).toEqual([]);
  });

  test("a file that is on the disk is read there", async () => {
    const { one, folder, lab } = await newLab();
    await one.downloadDataset(E1, "spikes.clusters.npy");
    const before = lab.downloads.length;
    const opened = await one.openDataset(E1, "spikes.clusters.npy");
    expect(opened.location.startsWith(folder)).toBe(true);
    expect(lab.downloads).toHaveLength(before);
  });

  test("without a folder everything is read at the server", async () => {
    const lab = await startLab();
    const alyx = createAlyxClient({
      baseUrl: lab.alyx.url,
      username: "test_user",
      password: PASSWORD,
      dataServer: { HTTP_DATA_SERVER: lab.dataUrl, HTTP_DATA_SERVER_LOGIN: null, HTTP_DATA_SERVER_PWD: null },
    });
    const one = createOneAlyx({ alyx });
    const spikes = await one.loadObject(E1, "spikes", { collection: "alf/probe00" });
    expect([...numbers(arrayAttribute(spikes, "times"))]).toEqual([0.15, 0.25, 0.35, 0.45]);
    const opened = await one.openDataset(E1, "spikes.clusters.npy");
    expect(opened.kind).toBe("npy");
  });
});

test("parts are read where the record says that the file is, also if the settings name another server", async () => {
  const { lab } = await newLab();
  const elsewhere = { ...lab, dataUrl: "http://127.0.0.1:9/nowhere" };
  const { one } = await openLab(elsewhere);
  const opened = await one.openDataset(E1, "spikes.clusters.npy");
  expect(opened.location.startsWith(lab.dataUrl)).toBe(true);
  expect(await one.loadDataset(E1, "spikes.clusters.npy")).toMatchObject({ shape: [4] });
});
