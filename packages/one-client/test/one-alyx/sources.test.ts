import { readdir } from "node:fs/promises";
import { isDataError } from "@neurophys/alf";
import { isTransferError } from "@neurophys/transfer";
import { expect, test } from "vitest";
import { type FilesSummary } from "../../src/node/fetch-files.ts";
import { rejection } from "../alyx/client/loopback-alyx.ts";
import { datasetId, E1, FILES, type LabServer, startLab } from "./lab-server.ts";
import { openLab } from "./open-lab.ts";

const KEY = "labA/Subjects/S1/2020-03-04/001/alf/probe00";

/** A lab whose files are in a bucket of the same server too, in the folder of the bucket's name. */
async function labWithBucket(json: Readonly<Record<string, string>>): Promise<LabServer> {
  const lab = await startLab();
  const [, clusters] = FILES[1] as (typeof FILES)[number];
  lab.files.set(`/${json["bucket_name"]}/data/${KEY}/spikes.clusters.${datasetId(1)}.npy`, clusters);
  lab.bucket = { name: "aws_cortexlab", json };
  return lab;
}

const endpointOf = (lab: LabServer): string => new URL(lab.dataUrl).origin;

test("files come from the public bucket first, without a key", async () => {
  const lab = await labWithBucket({ bucket_name: "lab-public" });
  const { one } = await openLab(lab, { aws: { endpoint: endpointOf(lab) } });
  await one.loadDataset(E1, "spikes.clusters.npy");
  expect(lab.downloads).toEqual([`GET /lab-public/data/${KEY}/spikes.clusters.${datasetId(1)}.npy`]);
  expect(lab.authorizations).toEqual([undefined]);
});

test("a private bucket is asked with the key that the database hands out, which no other server sees", async () => {
  const json = { bucket_name: "lab-private", "Access key ID": "AKIA1", "Secret access key": "secret1" };
  const lab = await labWithBucket(json);
  const { one } = await openLab(lab, { aws: { endpoint: endpointOf(lab) } });
  await one.loadDataset(E1, "spikes.clusters.npy");
  expect(lab.authorizations[0]).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIA1\//);
  expect(lab.authorizations[0]).not.toContain("secret1");
});

test("what the bucket does not have comes from the data server, file by file", async () => {
  const lab = await labWithBucket({ bucket_name: "lab-public" });
  const summaries: number[][] = [];
  const { one, folder } = await openLab(lab, {
    aws: { endpoint: endpointOf(lab) },
    downloads: {
      onSummary: ({ counts }) => void summaries.push([counts.downloaded, counts.failed]),
      transfer: { backoffMs: () => 1 },
    },
  });
  await one.loadObject(E1, "spikes", { collection: "alf/probe00" });
  expect(summaries).toEqual([[2, 0]]);
  expect(await readdir(`${folder}/${KEY}`)).toContain("spikes.clusters.npy");
});

test("a database without a bucket is asked for it once", async () => {
  const lab = await startLab();
  const { one, warnings } = await openLab(lab);
  await one.loadDataset(E1, "spikes.clusters.npy");
  await one.loadDataset(E1, "_ibl_trials.table.pqt");
  expect(lab.alyx.requests.filter(({ url }) => url.startsWith("/data-repository"))).toHaveLength(1);
  expect(warnings).toEqual([]);
});

test("a bucket that is not described is a warning, and the files come from elsewhere", async () => {
  const lab = await startLab();
  lab.bucket = { name: "aws_cortexlab", json: null };
  const { one, warnings } = await openLab(lab);
  expect(await one.loadDataset(E1, "spikes.clusters.npy")).toMatchObject({ shape: [4] });
  expect(warnings.map(({ code }) => code)).toEqual(["one/source-unusable"]);
});

test("several files fail one by one: those that can come do, and the error is that of the one that cannot", async () => {
  const { one, lab, folder } = await openLab(await startLab());
  lab.faults.set("spikes.clusters.npy", "wrong");
  const error = await rejection(one.loadObject(E1, "spikes", { collection: "alf/probe00" }));
  expect(isTransferError(error, "transfer/integrity")).toBe(true);
  expect(await readdir(`${folder}/${KEY}/#2024-01-01#`)).toEqual(["spikes.times.npy"]);
});

test("progress tells bytes and files, and the summary what was there already", async () => {
  const seen: number[] = [];
  const summaries: FilesSummary["counts"][] = [];
  const { one } = await openLab(await startLab(), {
    downloads: {
      onProgress: ({ doneFiles }) => void seen.push(doneFiles),
      onSummary: ({ counts }) => void summaries.push(counts),
    },
  });
  await one.loadObject(E1, "spikes", { collection: "alf/probe00" });
  expect(seen.at(-1)).toBe(2);
  await one.loadDataset(E1, "spikes.clusters.npy");
  await one.loadCollection(E1, "alf/probe00");
  const none = { cache: 0, shared: 0, resumed: 0, downloaded: 0, failed: 0 };
  expect(summaries).toEqual([
    { ...none, downloaded: 2 },
    { ...none, cache: 1 },
    { ...none, cache: 2, downloaded: 1 },
  ]);
});

test.each([
  ["../../evil", "store/invalid-key"],
  ["/etc", "store/invalid-key"],
  ["C:\\x", "store/invalid-key"],
  ["nul", "transfer/unsafe-path"],
])("a subject called %j leads nowhere out of the folder", async (subject, code) => {
  const lab = await startLab();
  lab.rename(E1, subject);
  const { one } = await openLab(lab);
  const error = await rejection(one.loadDataset(E1, "spikes.clusters.npy"));
  expect(isDataError(error) && error.code).toBe(code);
  expect(lab.downloads).toEqual([]);
});
