// What a page does with a database: search, load from the data server, read a part of a file.

import { arrayAttribute, numbers } from "@neurophys/alf/object";
import { createAlyxClient, createOneAlyx } from "@neurophys/one-client/alyx";

/** What the page found in the database. */
export interface RemoteAnswer {
  readonly eids: number;
  readonly spikes: number;
  /** Rows of a part of a file, equal to those of the whole one. */
  readonly part: readonly number[];
  readonly columns: readonly string[];
}

/** Use the database that the page's address names. */
export async function remoteAnswer(query: URLSearchParams): Promise<RemoteAnswer> {
  const [baseUrl, dataServer, username, token] = ["alyx", "data", "user", "token"].map((name) => query.get(name) ?? "");
  const alyx = createAlyxClient({
    baseUrl: baseUrl as string,
    username,
    token,
    dataServer: { HTTP_DATA_SERVER: dataServer ?? null, HTTP_DATA_SERVER_LOGIN: null, HTTP_DATA_SERVER_PWD: null },
  });
  const one = createOneAlyx({ alyx });
  const eids = await one.search({ datasets: "spikes.times.npy" });
  const eid = eids[0] as string;
  const collection = "alf/probe00";
  const spikes = await one.loadObject(eid, "spikes", { collection });
  const times = numbers(arrayAttribute(spikes, "times"));
  const opened = await one.openDataset(eid, "spikes.times.npy", { collection });
  if (opened.kind !== "npy") throw new Error("spikes.times is no array");
  const rows = await opened.file.readRows(5, 8);
  if (rows.kind !== "array") throw new Error("rows of spikes.times are no array");
  const part = Array.from(rows.data as Float64Array);
  if (part.some((value, i) => value !== times[5 + i])) throw new Error("a part differs from the whole file");
  const table = await one.openDataset(eid, "_ibl_trials.table.pqt");
  const columns = table.kind === "table" ? table.file.columnNames : [];
  return { eids: eids.length, spikes: times.length, part, columns };
}
