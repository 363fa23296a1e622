import { MemoryStore } from "@neurophys/alf/store";
import { createOne, type One, PYTHON_COMPAT, recordsToTable } from "@neurophys/one-client";
import { type FixtureTables } from "./vector-file.ts";

/** How the fixture is opened. */
export interface FixtureOneOptions {
  readonly wildcards: boolean;
  readonly compat: boolean;
  /** Whether the datasets table says which revision is the default one. */
  readonly defaultColumn: boolean;
}

/** Where the recorded caches were. */
export const CACHE_DIR = "/data";

type Row = FixtureTables["sessions"][number];

const opened = new WeakMap<FixtureTables, Map<string, One>>();

/** Folder of a session below the cache. */
function folderOf(session: Row): string {
  const number = String(session["number"]).padStart(3, "0");
  return `${session["lab"]}/Subjects/${session["subject"]}/${session["date"]}/${number}`;
}

/** A store that holds an empty file for every dataset that is said to exist. */
function storeOf({ sessions, datasets }: FixtureTables): MemoryStore {
  const folders = new Map(sessions.map((session) => [session["id"], folderOf(session)]));
  const present = datasets.filter((row) => row["exists"] === true);
  return new MemoryStore(
    new Map(present.map((row) => [`${folders.get(row["eid"])}/${row["rel_path"]}`, new Uint8Array()])),
  );
}

function openFixture(tables: FixtureTables, { wildcards, compat, defaultColumn }: FixtureOneOptions): One {
  const datasets = defaultColumn ? tables.datasets : tables.datasets.map(({ default_revision: _, ...row }) => row);
  return createOne({
    tables: new Map([
      ["sessions", recordsToTable("sessions", tables.sessions as never)],
      ["datasets", recordsToTable("datasets", datasets as never)],
    ]),
    store: storeOf(tables),
    location: CACHE_DIR,
    wildcards,
    compat: compat ? PYTHON_COMPAT : [],
  });
}

/** The fixture as a cache in the mode asked for; made once. */
export function fixtureOne(tables: FixtureTables, options: FixtureOneOptions): One {
  const modes = opened.get(tables) ?? new Map<string, One>();
  opened.set(tables, modes);
  const key = JSON.stringify(options);
  const one = modes.get(key) ?? openFixture(tables, options);
  modes.set(key, one);
  return one;
}
