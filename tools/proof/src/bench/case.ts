// Our side of `pnpm bench one`: one case a process, times and peak memory as one JSON line on standard output.
import { mkdir } from "node:fs/promises";
import { indexFolder, openOne } from "@neurophys/one-client/node";

/** What both sides print. */
interface CaseAnswer {
  /** One element a run; empty where the process as a whole is timed from outside. */
  readonly seconds: readonly number[];
  /** What was found, to be compared with the other side. */
  readonly count: number;
  readonly peakBytes: number;
}

/** Listings of one session are too short to time one by one. */
const LIST_ROUNDS = 20;
const DATASETS = ["spikes.times.npy", "_ibl_trials.table.pqt"];

async function timed(runs: number, work: () => Promise<number>): Promise<void> {
  const seconds: number[] = [];
  let count = 0;
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    count = await work();
    seconds.push((performance.now() - started) / 1000);
  }
  answer(seconds, count);
}

function answer(seconds: readonly number[], count: number): void {
  const result: CaseAnswer = { seconds, count, peakBytes: process.resourceUsage().maxRSS * 1024 };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function listSample(folder: string, runs: number): Promise<void> {
  const one = await openOne(folder);
  const all = (await one.search()).sort();
  const eids = all.filter((_, i) => i % Math.max(1, Math.floor(all.length / 50)) === 0).slice(0, 50);
  for (const eid of eids.slice(0, 2)) await one.listDatasets(eid);
  await timed(runs, async () => {
    let count = 0;
    for (let round = 0; round < LIST_ROUNDS; round += 1) {
      for (const eid of eids) count += (await one.listDatasets(eid)).length;
    }
    return count / (eids.length * LIST_ROUNDS);
  });
}

async function run(name: string, folder: string, runs: number, out: string): Promise<void> {
  switch (name) {
    case "first-subject":
      return answer([], (await (await openOne(folder)).search({ subject: "SUB_007" })).length);
    case "first-datasets":
      return answer([], (await (await openOne(folder)).search({ datasets: DATASETS })).length);
    case "search-datasets": {
      const one = await openOne(folder);
      await one.search({ datasets: DATASETS });
      return timed(runs, async () => (await one.search({ datasets: DATASETS })).length);
    }
    case "search-cold": {
      return timed(runs, async () => (await (await openOne(folder)).search({ datasets: DATASETS })).length);
    }
    case "list-eid":
      return listSample(folder, runs);
    case "list-filter": {
      const one = await openOne(folder);
      const filter = { filename: "spikes.*", collection: "alf/probe0?" };
      await one.listDatasets(undefined, filter);
      return timed(runs, async () => (await one.listDatasets(undefined, filter)).length);
    }
    case "load-npy": {
      const one = await openOne(folder);
      const [eid = ""] = await one.search();
      return timed(runs, async () => {
        const value = await one.loadDataset(eid, "big.values.npy", { checkHash: false });
        return value?.kind === "array" ? (value.shape[0] ?? 0) : 0;
      });
    }
    case "index":
    case "index-hash":
      await mkdir(out, { recursive: true });
      return timed(runs, async () => {
        const indexed = await indexFolder(folder, { outDir: out, hashFiles: name === "index-hash" });
        return indexed.datasets.numRows;
      });
    default:
      throw new RangeError(`unknown case ${name}`);
  }
}

const [name = "", folder = "", runs = "5", out = ""] = process.argv.slice(2);
await run(name, folder, Number(runs), out);
