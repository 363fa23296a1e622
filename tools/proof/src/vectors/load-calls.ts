import { type FileReference } from "@neurophys/alf";
import { type One } from "@neurophys/one-client";
import { type Keywords, loadOptions } from "../load-options.ts";
import { type CallHandler, type CallHandlers } from "./call-context.ts";
import { fixtureOne } from "./fixture-one.ts";
import { needTables, sessionOf } from "./fixture-sessions.ts";

interface Load {
  readonly one: One;
  readonly eid: string;
  readonly args: readonly unknown[];
  readonly kwargs: Keywords;
  readonly compat: boolean;
}

/** Path of a file within its session's folder, which is four folders deep after its lab. */
function relativePath(file: FileReference | undefined): string | undefined {
  return file?.key.split("/").slice(5).join("/");
}

async function downloadDatasets({ one, eid, args: [datasets], kwargs, compat }: Load): Promise<unknown> {
  const { files, records } = await one.downloadDatasets(eid, datasets as never, loadOptions(kwargs));
  const all = await one.listDatasets(eid, { filename: "*", qc: "CRITICAL" });
  // Where nothing was asked for or the session has nothing, the original gives no lists at all (O22).
  if (compat && (files.length === 0 || all.length === 0)) return { files: null, records: null };
  return {
    files: files.map(relativePath),
    records: records.map((it) => it && { rel_path: it.rel_path, default_revision: it["default_revision"] }),
  };
}

const LOADS: Readonly<Record<string, (load: Load) => Promise<unknown>>> = {
  load_object: async ({ one, eid, args: [object], kwargs }) =>
    (await one.downloadObject(eid, object as string, loadOptions(kwargs) as never)).map(relativePath),
  load_dataset: async ({ one, eid, args: [dataset], kwargs }) =>
    relativePath(await one.downloadDataset(eid, dataset as string, loadOptions(kwargs))),
  load_datasets: downloadDatasets,
  load_collection: async ({ one, eid, args: [collection], kwargs }) =>
    (await one.downloadCollection(eid, collection as string, loadOptions(kwargs))).map(relativePath),
};

const load: CallHandler = ({ call, args: [, session, args, kwargs] }, { tables: given, compat }) => {
  const tables = needTables(given);
  const one = fixtureOne(tables, { wildcards: true, compat, defaultColumn: true });
  const eid = sessionOf(tables, session) as string;
  const run = LOADS[call] as (load: Load) => Promise<unknown>;
  return run({ one, eid, args: args as unknown[], kwargs: (kwargs ?? {}) as Keywords, compat });
};

/** Loading from the fixture, as far as the files: those of all datasets that exist are there. */
export const loadCalls: CallHandlers = Object.fromEntries(Object.keys(LOADS).map((name) => [name, load]));
