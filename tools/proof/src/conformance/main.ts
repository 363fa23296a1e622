import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PYTHON_COMPAT } from "@neurophys/one-client";
import { openOne } from "@neurophys/one-client/node";
import { tableDecoders } from "@neurophys/tables";
import { readVectorFolder } from "../vectors/vector-file.ts";
import { compareCalls } from "./call-group.ts";
import { compareNpy } from "./npy-group.ts";
import { ensurePython, PythonUnavailableError } from "./python-environment.ts";
import { PythonServer } from "./python-server.ts";
import { type QuerySession, randomQueries } from "./queries.ts";
import { compareQueries } from "./query-group.ts";
import { Random } from "./random.ts";
import { Report } from "./report.ts";
import { planSessions } from "./session-plan.ts";
import { compareChanges, compareIndexing, readSessions, type TableFolders } from "./table-group.ts";

const SEED = 20_260_214;
const SESSIONS = 300;
const QUERIES = 300;

/** Where the run keeps things, and where its Python scripts are. */
export interface ConformanceFolders {
  /** Kept between runs, not part of the repository. */
  readonly cache: string;
  readonly scripts: string;
  /** Recorded calls. */
  readonly vectors: string;
}

function tableFolders(work: string): TableFolders {
  const folder = (name: string): string => join(work, name);
  return {
    data: folder("data"),
    python: folder("tables-python"),
    ours: folder("tables-ours"),
    varied: folder("tables-varied"),
    old: folder("tables-old"),
    mergedByPython: folder("merged-python"),
    mergedByUs: folder("merged-ours"),
    savedByUs: folder("saved-ours"),
  };
}

async function compareTablesAndQueries(python: PythonServer, work: string, report: Report): Promise<void> {
  const folders = tableFolders(work);
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  const random = new Random(SEED);
  const plan = planSessions(random, SESSIONS);
  await python.request("build", { root: folders.data, plan });
  report.line(`${SESSIONS} sessions with ${plan.length} files`);
  await compareIndexing(python, folders, report);
  await compareChanges(python, folders, report);
  const opened = [
    ["our tables", folders.ours],
    ["Python's tables", folders.python],
    ["tables merged by us", folders.mergedByUs],
    ["tables of an old release", folders.old],
  ] as const;
  for (const [handle, tablesDir] of opened) {
    const sessions: readonly QuerySession[] = await readSessions(python, tablesDir);
    await python.request("open_cache", { handle, cache_dir: folders.data, tables_dir: tablesDir });
    const ours = await openOne(folders.data, { tablesDir, compat: PYTHON_COMPAT, decoders: tableDecoders });
    await compareQueries({ python, handle, ours }, randomQueries(random, sessions, QUERIES), report);
  }
}

/**
 * Compare ourselves with Python's ONE on the same files.
 *
 * @param write - Receives every line of the report.
 * @returns Whether everything was equal; also true when there is no Python, after a line that says so.
 */
export async function runConformance(folders: ConformanceFolders, write: (line: string) => void): Promise<boolean> {
  let python: string;
  try {
    python = await ensurePython(join(folders.cache, "conformance-venv"));
  } catch (error) {
    if (!(error instanceof PythonUnavailableError)) throw error;
    write(`conformance one was not run: ${error.message}`);
    return true;
  }
  const server = new PythonServer(python, join(folders.scripts, "server.py"));
  const work = join(folders.cache, "conformance-one");
  try {
    const versions = (await server.request("versions")) as Record<string, string>;
    const named = Object.entries(versions).map((entry) => entry.join(" "));
    write(`beside ${named.join(", ")}`);
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    const report = new Report(write);
    await compareNpy(server, join(work, "npy"), report);
    await compareCalls(server, await readVectorFolder(folders.vectors), { random: new Random(SEED), report });
    await compareTablesAndQueries(server, work, report);
    return report.end();
  } finally {
    await server.close();
  }
}
