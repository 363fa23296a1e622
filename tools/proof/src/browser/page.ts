// Runs in a browser: loads the root entries, opens a cache folder over HTTP by Range and a database, and says what it found.

import { decodeNpy, openNpy } from "@neurophys/alf/npy";
import { arrayAttribute, numbers } from "@neurophys/alf/object";
import { AlfPath } from "@neurophys/alf/path";
import { HttpStore } from "@neurophys/alf/store";
import { spikeRaster, svgToPngBlob } from "@neurophys/figures";
import { createOne, loadTables } from "@neurophys/one-client";
import { type RemoteAnswer, remoteAnswer } from "./remote.ts";

/** What the page found, posted to its server as JSON. */
export interface PageAnswer {
  readonly sessions: number;
  readonly datasets: number;
  readonly spikes: number;
  readonly rows: readonly number[];
  readonly pngBytes: number;
  readonly object: string;
  /** What a database had. */
  readonly remote: RemoteAnswer;
}

async function answer(): Promise<PageAnswer> {
  const store = new HttpStore(new URL("data/", location.href));
  const one = createOne({ tables: await loadTables(store, { now: new Date() }), store });
  const eids = await one.search({ subject: "NP_00[12]", datasets: "spikes.times.npy" });
  const eid = "NP_001/2024-05-06/001";
  const datasets = await one.listDatasets(eid, { filename: "spikes.*" });
  const spikes = await one.loadObject(eid, "spikes", { collection: "alf/probe00" });
  const [times, depths] = ["times", "depths"].map((name) => numbers(arrayAttribute(spikes, name))) as [
    Float64Array,
    Float64Array,
  ];
  const file = await openNpy(store, "demolab/Subjects/NP_001/2024-05-06/001/alf/probe00/spikes.times.npy");
  if (file === undefined) throw new Error("the npy file is not there");
  const part = await file.readRows(10, 13);
  const whole = await store.read("demolab/Subjects/NP_001/2024-05-06/001/alf/probe00/spikes.times.npy");
  const same = decodeNpy(whole ?? new Uint8Array());
  if (part.kind !== "array" || same.kind !== "array") throw new Error("not an array");
  const rows = Array.from(part.data as Float64Array);
  if (rows.some((value, i) => value !== (same.data as Float64Array)[10 + i]))
    throw new Error("rows differ from the whole file");
  const png = await svgToPngBlob(await spikeRaster(times, depths));
  const { object } = new AlfPath(datasets[0] ?? "");
  const remote = await remoteAnswer(new URL(location.href).searchParams);
  return {
    sessions: eids.length,
    datasets: datasets.length,
    spikes: times.length,
    rows,
    pngBytes: png.size,
    object,
    remote,
  };
}

const tell = (found: unknown) => fetch("answer", { method: "POST", body: JSON.stringify(found) });

answer().then(tell, (error: unknown) =>
  tell({ error: String(error instanceof Error ? (error.stack ?? error) : error) }),
);
