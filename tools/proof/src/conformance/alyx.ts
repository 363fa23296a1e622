import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type JsonValue } from "@neurophys/alf";
import { type AlyxClient, type OneAlyx } from "@neurophys/one-client/alyx";
import { nodeSettings, openOneAlyx } from "@neurophys/one-client/node";
import { createSandbox } from "@neurophys/sandbox/node";
import { type Questions, questionsFor } from "./alyx-questions.ts";
import { ensurePython, PythonUnavailableError } from "./python-environment.ts";
import { PythonServer } from "./python-server.ts";
import { Report } from "./report.ts";
import { type SandboxFolders } from "./sandbox.ts";
import { Comparisons, type Sides } from "./sandbox-reading.ts";

/** A database, and who asks it. */
interface Login {
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  readonly dataUrl?: string | undefined;
}

/** The database that the environment names; `undefined` if it names none. */
function givenLogin(): Login | undefined {
  const { ALYX_BASE_URL: baseUrl, ALYX_USER: username = "", ALYX_PASSWORD: password = "" } = process.env;
  return baseUrl === undefined || baseUrl === "" ? undefined : { baseUrl, username, password };
}

/**
 * Ask one database through Python's ONE and through our client: searches in the order of the database, pages, records,
 * names, types. Nothing is written. The database is that of `ALYX_BASE_URL`, `ALYX_USER` and `ALYX_PASSWORD`, else a
 * sandbox.
 *
 * @param write - Receives every line of the report.
 * @returns Whether everything was equal; also true when there is no Python, after a line that says so.
 */
export async function runAlyxConformance(folders: SandboxFolders, write: (line: string) => void): Promise<boolean> {
  let interpreter: string;
  try {
    interpreter = await ensurePython(join(folders.cache, "conformance-venv"));
  } catch (error) {
    if (!(error instanceof PythonUnavailableError)) throw error;
    write(`conformance alyx was not run: ${error.message}`);
    return true;
  }
  const given = givenLogin();
  if (given !== undefined) return compare(given, { interpreter, folders, write });
  await using sandbox = await createSandbox({ seed: "demo" });
  const { alyxUrl, dataUrl, username, password } = sandbox;
  return await compare({ baseUrl: alyxUrl, dataUrl, username, password }, { interpreter, folders, write });
}

async function compare(
  { baseUrl, username, password, dataUrl }: Login,
  run: { readonly interpreter: string; readonly folders: SandboxFolders; readonly write: (line: string) => void },
): Promise<boolean> {
  const work = await mkdtemp(join(tmpdir(), "alyx-conformance-"));
  // Python keeps its settings below the home folder
  const script = join(run.folders.scripts, "sandbox_check.py");
  const python = new PythonServer(run.interpreter, script, { HOME: work, APPDATA: work });
  const report = new Report(run.write);
  try {
    const cacheDir = join(work, "cache-python");
    await python.request("open_one", { alyx_url: baseUrl, data_url: dataUrl, username, password, cache_dir: cacheDir });
    const settings = nodeSettings({ paramsDir: join(work, "settings"), cacheRoot: join(work, "caches") });
    const one = await openOneAlyx({
      baseUrl,
      username,
      password,
      settings,
      cacheDir: join(work, "ours"),
      cacheMode: null,
    });
    const questions = await questionsFor(one.alyx);
    await compareOrder({ python, alyx: one.alyx, one }, { questions, report });
    await comparePages({ python, alyx: one.alyx, one }, report);
    await compareNames({ python, alyx: one.alyx, one }, { questions, report });
    await one.close();
  } finally {
    await python.close();
    await rm(work, { recursive: true, force: true });
  }
  return report.end();
}

const MOST_IDS = 500;

async function compareOrder(
  { python, one }: Sides,
  { questions, report }: { readonly questions: Questions; readonly report: Report },
): Promise<void> {
  for (const [what, method, terms, search] of [
    ["sessions", "search", questions.sessions, one.searchLazy.bind(one)],
    ["insertions", "search_insertions", questions.insertions, one.searchInsertionsLazy.bind(one)],
  ] as const) {
    const comparisons = new Comparisons();
    for (const term of terms) {
      const ours = search(term).then(async (found) => ({
        length: found.length,
        ids: [...(await found.slice(0, MOST_IDS))],
      }));
      await comparisons.add(JSON.stringify(term), python.request("ordered", { method, terms: term }), ours);
    }
    comparisons.end(`searches for ${what}, in order`, report);
  }
}

const LISTS: readonly (readonly [endpoint: string, limit: number])[] = [
  ["sessions", 3],
  ["insertions", 2],
  ["datasets", 10],
  ["dataset-types", 50],
  ["brain-regions", 100],
  ["labs", 1],
  ["subjects", 2],
];

async function comparePages({ python, alyx }: Sides, report: Report): Promise<void> {
  const comparisons = new Comparisons();
  for (const [endpoint, limit] of LISTS) {
    const { length } = await alyx.listPages(endpoint, { limit });
    if (length === 0) continue;
    const indices = [0, -1, Math.floor(length / 2)];
    const ranges = [
      [0, 1],
      [Math.max(0, limit - 1), limit + 2],
      [length - 1, length],
    ].filter(([a = 0]) => a < length);
    const params = { endpoint, params: { limit }, indices, ranges };
    await comparisons.add(`${endpoint} by ${limit}`, python.request("pages", params), ourPages(alyx, params));
  }
  comparisons.end("pages by index and range", report);
}

async function ourPages(
  alyx: AlyxClient,
  {
    endpoint,
    params,
    indices,
    ranges,
  }: {
    readonly endpoint: string;
    readonly params: Readonly<Record<string, number>>;
    readonly indices: readonly number[];
    readonly ranges: readonly (readonly number[])[];
  },
): Promise<unknown> {
  const found = await alyx.listPages(endpoint, params);
  const first = (await found.at(0)) ?? {};
  const key = ["id", "url", "name"].find((name) => name in first) ?? "id";
  const at: (JsonValue | undefined)[] = [];
  for (const index of indices) at.push((await found.at(index))?.[key]);
  const slices: (JsonValue | undefined)[][] = [];
  for (const [from, to] of ranges) slices.push((await found.slice(from, to)).map((record) => record[key]));
  return { length: found.length, at, slices };
}

async function compareNames(
  { python, one }: Sides,
  { questions, report }: { readonly questions: Questions; readonly report: Report },
): Promise<void> {
  const names = new Comparisons();
  const records = new Comparisons();
  for (const eid of questions.eids) {
    await names.add(eid, python.request("names", { eid }), ourNames(one, eid));
    await records.add(eid, python.request("details", { eid }), ourDetails(one, eid));
    for (const dataset_type of ["spikes.times", "trials.table"]) {
      const ours = one.type2datasets(eid, dataset_type);
      await records.add(`${eid} ${dataset_type}`, python.request("types", { eid, dataset_type }), ours);
    }
  }
  names.end("paths, references and probes of sessions", report);
  records.end("records of sessions and datasets", report);
}

const below = (folder: string, path: string): string => relative(folder, path).replaceAll("\\", "/");

async function ourNames(one: OneAlyx, eid: string): Promise<unknown> {
  const path = (await one.eid2path(eid)) ?? "";
  const { pids, names } = await one.eid2pid(eid);
  const eids = await Promise.all(pids.map(async (pid) => (await one.pid2eid(pid))?.eid));
  return {
    path: below(one.cacheDir, path),
    eid: await one.path2eid(path),
    ref: await one.eid2refText(eid, { padded: false }),
    pids,
    labels: names,
    eids,
  };
}

async function ourDetails(one: OneAlyx, eid: string): Promise<unknown> {
  const [details] = await one.getDetailsOfMany([eid]);
  const { eid: _eid, ...record } = details ?? { eid };
  const datasets = await one.listDatasetDetails(eid);
  return {
    record: {
      ...record,
      local_path: below(one.cacheDir, String((record as Readonly<Record<string, unknown>>)["local_path"])),
    },
    datasets: [...datasets]
      .sort((a, b) => (a.rel_path < b.rel_path ? -1 : 1))
      .map(({ id, rel_path, file_size, hash, exists, qc, default_revision }) => [
        ...[id, rel_path, file_size, hash, exists, qc, default_revision],
      ]),
  };
}
