import { expect, test } from "vitest";
import { OneAlyx } from "../../src/alyx/index.ts";
import { rejection } from "../alyx/client/loopback-alyx.ts";
import { datasetId, E1, PID } from "./lab-server.ts";
import { newLab } from "./open-lab.ts";

type Question = (one: OneAlyx, options: { readonly signal: AbortSignal }) => Promise<unknown>;

const PATH = "/x/labA/Subjects/S1/2020-03-04/001/alf/a.b.npy";
const REF = "2020-03-04_1_S1";

/** Every method that asks the database. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  search: (one, options) => one.search({}, options),
  searchDetails: (one, options) => one.searchDetails({}, options),
  searchLazy: (one, options) => one.searchLazy({}, options),
  searchInsertions: (one, options) => one.searchInsertions({}, options),
  searchInsertionDetails: (one, options) => one.searchInsertionDetails({}, options),
  searchInsertionsLazy: (one, options) => one.searchInsertionsLazy({}, options),
  getDetails: (one, options) => one.getDetails(E1, options),
  getDetailsOfMany: (one, options) => one.getDetailsOfMany([E1], options),
  getFullDetails: (one, options) => one.getFullDetails(E1, options),
  getRestDetails: (one, options) => one.getRestDetails(E1, options),
  listDatasets: (one, options) => one.listDatasets(E1, options),
  listDatasetDetails: (one, options) => one.listDatasetDetails(E1, options),
  listCollections: (one, options) => one.listCollections(E1, options),
  listCollectionDetails: (one, options) => one.listCollectionDetails(E1, options),
  listRevisions: (one, options) => one.listRevisions(E1, options),
  listRevisionDetails: (one, options) => one.listRevisionDetails(E1, options),
  listAggregates: (one, options) => one.listAggregates("subjects", options),
  loadAggregate: (one, options) => one.loadAggregate("subjects", options),
  downloadAggregate: (one, options) => one.downloadAggregate("subjects", options),
  loadObject: (one, options) => one.loadObject(E1, "spikes", options),
  downloadObject: (one, options) => one.downloadObject(REF, "spikes", options),
  loadDataset: (one, options) => one.loadDataset(E1, "a.b.npy", options),
  downloadDataset: (one, options) => one.downloadDataset(E1, "a.b.npy", options),
  openDataset: (one, options) => one.openDataset(E1, "a.b.npy", options),
  loadDatasets: (one, options) => one.loadDatasets(E1, ["a.b.npy"], options),
  downloadDatasets: (one, options) => one.downloadDatasets(E1, ["a.b.npy"], options),
  loadDatasetFromId: (one, options) => one.loadDatasetFromId(datasetId(1), options),
  downloadDatasetFromId: (one, options) => one.downloadDatasetFromId(datasetId(1), options),
  loadCollection: (one, options) => one.loadCollection(E1, "alf", options),
  downloadCollection: (one, options) => one.downloadCollection(E1, "alf", options),
  loadCache: (one, options) => one.loadCache(options),
  refreshCache: (one, options) => one.refreshCache(options),
  toEid: (one, options) => one.toEid(REF, options),
  eid2path: (one, options) => one.eid2path(E1, options),
  path2eid: (one, options) => one.path2eid(PATH, options),
  path2record: (one, options) => one.path2record(PATH, options),
  path2url: (one, options) => one.path2url(PATH, options),
  record2url: (one, options) => one.record2url({ eid: E1, id: datasetId(1), rel_path: "alf/a.b.npy" }, options),
  record2path: (one, options) => one.record2path({ eid: E1, id: datasetId(1), rel_path: "alf/a.b.npy" }, options),
  eid2ref: (one, options) => one.eid2ref(E1, options),
  eid2refStrings: (one, options) => one.eid2refStrings(E1, options),
  eid2refText: (one, options) => one.eid2refText(E1, options),
  ref2eid: (one, options) => one.ref2eid(REF, options),
  ref2path: (one, options) => one.ref2path(REF, options),
  pid2eid: (one, options) => one.pid2eid(PID, options),
  eid2pid: (one, options) => one.eid2pid(E1, {}, options),
  eid2pidDetails: (one, options) => one.eid2pidDetails(E1, { name: "probe00" }, options),
  type2datasets: (one, options) => one.type2datasets(E1, "spikes.times", options),
  type2datasetDetails: (one, options) => one.type2datasetDetails(E1, "spikes.times", options),
  dataset2type: (one, options) => one.dataset2type(datasetId(1), options),
  listDatasetTypes: (one, options) => one.listDatasetTypes(options),
  describeDataset: (one, options) => one.describeDataset("spikes.times", options),
  describeRevision: (one, options) => one.describeRevision("2024-01-01", options),
};

/** Methods that ask the tables alone, or nothing. */
const WITHOUT_QUESTION = [
  "constructor",
  "catalog",
  "offline",
  "cacheDir",
  "wildcards",
  "uuidFilenames",
  "recordLoaded",
  "cache",
  "tables",
  "toString",
  "close",
  "saveCache",
  "saveLoadedIds",
  "updateTables",
  "listSubjects",
  "searchTerms",
  "path2ref",
  "path2refText",
  // protected
  "scope",
  "scopeIfKnown",
  "scopeOf",
  "orTables",
  "bringSession",
  "needEid",
  "needDatabase",
  "folderOf",
  "asking",
  // the description of the database, as for `search`
  "remoteSearchTerms",
];

test("the list of questions below is that of the class", () => {
  const names = new Set<string>();
  for (let type: object = OneAlyx.prototype; type !== Object.prototype; type = Object.getPrototypeOf(type) as object) {
    for (const name of Object.getOwnPropertyNames(type)) names.add(name);
  }
  expect([...names].sort()).toEqual([...Object.keys(QUESTIONS), ...WITHOUT_QUESTION].sort());
});

test("every question ends as soon as its answer is no longer wanted", async () => {
  const { one, lab } = await newLab({ cacheMode: null });
  await one.remoteSearchTerms();
  await one.alyx.authenticate();
  lab.isSilent = true;
  const asked: string[] = [];
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const before = lab.alyx.requests.length;
    const giveUp = new AbortController();
    const reason = new Error(`no longer wanted: ${name}`);
    const answer = rejection(question(one, { signal: giveUp.signal }));
    await expect.poll(() => lab.alyx.requests.length, { message: name }).toBe(before + 1);
    giveUp.abort(reason);
    expect(await answer).toBe(reason);
    expect(await rejection(question(one, { signal: giveUp.signal })), name).toBe(reason);
    expect(lab.alyx.requests.length, name).toBe(before + 1);
    asked.push(name);
  }
  expect(asked).toEqual(Object.keys(QUESTIONS));
});

test("what one caller gives up, others who wait for the same login and description still get", async () => {
  const { one, lab } = await newLab({ cacheMode: null });
  const giveUp = new AbortController();
  const reason = new Error("no longer wanted");
  const first = rejection(one.search({}, { signal: giveUp.signal }));
  const second = one.search();
  giveUp.abort(reason);
  expect(await first).toBe(reason);
  expect(await second).toHaveLength(3);
  expect([lab.alyx.logins.length, lab.alyx.schemaRequests.length]).toEqual([1, 1]);
});

test("further pages of a list end with the signal that it was asked for with", async () => {
  const { one, lab } = await newLab({ cacheMode: null });
  const giveUp = new AbortController();
  const found = await one.searchLazy({}, { signal: giveUp.signal });
  lab.isSilent = true;
  const last = rejection(found.at(-1));
  await expect.poll(() => lab.alyx.requests.length).toBe(2);
  const reason = new Error("no longer wanted");
  giveUp.abort(reason);
  expect(await last).toBe(reason);
});

test("a download that is given up leaves no final file", async () => {
  const { one, lab } = await newLab();
  await one.listDatasets(E1);
  lab.faults.set("spikes.clusters.npy", "silent");
  const giveUp = new AbortController();
  const answer = rejection(one.loadDataset(E1, "spikes.clusters.npy", { signal: giveUp.signal }));
  await expect.poll(() => lab.downloads.length).toBe(1);
  const reason = new Error("no longer wanted");
  giveUp.abort(reason);
  expect(await answer).toBe(reason);
});
