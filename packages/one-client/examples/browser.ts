import { arrayAttribute, numbers } from "@neurophys/alf/object";
import { HttpStore } from "@neurophys/alf/store";
import { createOne, loadTables } from "@neurophys/one-client";

/** Times of the first spikes of the latest session of an animal, from a folder served over HTTP. */
export async function firstSpikeTimes(url: string, subject: string): Promise<ArrayLike<number> | undefined> {
  const store = new HttpStore(url);
  const tables = await loadTables(store, { now: new Date(), files: ["sessions.pqt", "datasets.pqt"] });
  const one = createOne({ tables, store });

  const [eid] = await one.search({ subject, datasets: "spikes.times.npy" });
  if (eid === undefined) return undefined;
  const spikes = await one.loadObject(eid, "spikes", { collection: "alf/probe00", parts: { attribute: "times" } });
  return numbers(arrayAttribute(spikes, "times")).subarray(0, 10);
}
