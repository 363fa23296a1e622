import { createHash } from "node:crypto";
import { type AlyxClient } from "@neurophys/one-client/alyx";
import { type openOneAlyx } from "@neurophys/one-client/node";
import { firstDifference, plain } from "../compare.ts";
import { type PythonServer } from "./python-server.ts";
import { type Difference, type Report } from "./report.ts";

/** Python's ONE and our clients, on the same sandbox. */
export interface Sides {
  readonly python: PythonServer;
  readonly alyx: AlyxClient;
  readonly one: Awaited<ReturnType<typeof openOneAlyx>>;
}

/** Collects the comparisons of a group. */
export class Comparisons {
  readonly #differences: Difference[] = [];
  #count = 0;

  /** Compare two answers; a failure to answer is one too. */
  async add(name: string, python: Promise<unknown>, ours: Promise<unknown>): Promise<void> {
    const [theirs, mine] = (await Promise.allSettled([python, ours])).map((answer) =>
      answer.status === "fulfilled" ? answer.value : { failed: String(answer.reason) },
    );
    this.#count++;
    if (firstDifference(plain(theirs), plain(mine)) !== undefined) {
      this.#differences.push({ name, python: theirs, ours: mine });
    }
  }

  /** Write the group into a report. */
  end(name: string, report: Report): void {
    report.group(name, this.#count, this.#differences);
  }
}

const SESSION_TERMS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { subject: "DM_001" },
  { subject: "dm_002" },
  { subject: "nobody" },
  { lab: "demolab" },
  { date_range: ["2024-05-07", "2024-06-16"] },
  { date_range: ["2024-07-01", null] },
  { date_range: "2024-05-06" },
  { number: 2 },
  { task_protocol: "ephys" },
  { task_protocol: "TRAINING" },
  { project: "demo_brainwide" },
  { projects: "demo_behaviour" },
  { datasets: "spikes.times.npy" },
  { datasets: ["spikes.times.npy", "channels.mlapdv.npy"] },
  { datasets: "spikes.nothing.npy" },
  { dataset_types: "trials.table" },
  { dataset_types: ["spikes.times", "clusters.metrics"] },
  { subject: "DM_001", number: 1, task_protocol: "ephys" },
  { django: "qc__gte,30" },
  { django: "subject__nickname,DM_003" },
  { users: "demo" },
  { location: "demo_rig" },
  { tag: "2024_Q3_Demo" },
  { procedures: "Ephys recording with acute probe(s)" },
  { performance_gte: 50 },
];

const INSERTION_TERMS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { subject: "DM_001" },
  { name: "probe01" },
  { model: "3B2" },
  { project: "demo_brainwide" },
  { datasets: "channels.mlapdv.npy" },
  { date: "2024-06-20" },
  { task_protocol: "ephys", name: "probe00" },
  { django: "json__extended_qc__alignment_resolved,True" },
  { django: "json__extended_qc__tracing_exists,False" },
];

/** The same searches, asked of both. */
export async function compareSearches({ python, one }: Sides, report: Report): Promise<void> {
  const sessions = new Comparisons();
  for (const terms of SESSION_TERMS) {
    const ours = one.search(terms).then((eids) => [...eids].sort());
    await sessions.add(JSON.stringify(terms), python.request("search", { terms }), ours);
  }
  sessions.end("searches for sessions", report);
  const insertions = new Comparisons();
  for (const terms of INSERTION_TERMS) {
    const ours = one.searchInsertions(terms).then((pids) => [...pids].sort());
    await insertions.add(JSON.stringify(terms), python.request("search_insertions", { terms }), ours);
  }
  insertions.end("searches for insertions", report);
}

async function loadOurs(
  one: Sides["one"],
  eid: string,
  { name, collection, revision }: { readonly name: string; readonly collection: string; readonly revision?: string },
): Promise<unknown> {
  const values = await one.loadDataset(eid, name, { collection, revision });
  if (values === undefined || !("kind" in values) || values.kind !== "array")
    throw new TypeError(`${name} is no array`);
  const { dtype, shape, data } = values;
  if (!ArrayBuffer.isView(data)) throw new TypeError(`${name} has no bytes`);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { dtype, shape, md5: createHash("md5").update(bytes).digest("hex") };
}

/** Every session's datasets, and every array of it, downloaded by both. */
export async function compareLoads({ python, one }: Sides, report: Report): Promise<void> {
  const lists = new Comparisons();
  const loads = new Comparisons();
  for (const eid of await one.search({})) {
    const ours = Promise.all([one.listDatasets(eid), one.listCollections(eid), one.listRevisions(eid)]).then(
      ([datasets, collections, revisions]) => ({ datasets: [...datasets].sort(), collections, revisions }),
    );
    await lists.add(eid, python.request("list_datasets", { eid }), ours);
    for (const path of await one.listDatasets(eid)) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      const folders = path.split("/").slice(0, -1);
      const revision = folders.find((folder) => folder.startsWith("#"))?.slice(1, -1);
      const collection = folders.filter((folder) => !folder.startsWith("#")).join("/");
      if (!name.endsWith(".npy")) continue;
      const wanted = { name, collection, ...(revision !== undefined && { revision }) };
      await loads.add(`${eid} ${path}`, python.request("load", { eid, ...wanted }), loadOurs(one, eid, wanted));
    }
  }
  lists.end("datasets, collections and revisions of sessions", report);
  loads.end("arrays downloaded and loaded", report);
}
