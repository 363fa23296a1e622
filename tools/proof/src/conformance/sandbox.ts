import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PYTHON_COMPAT } from "@neurophys/one-client";
import { getParams, saveParams } from "@neurophys/one-client/alyx";
import { nodeSettings, openAlyxClient, openOneAlyx } from "@neurophys/one-client/node";
import { createSandbox, type Sandbox } from "@neurophys/sandbox/node";
import { ensurePython, PythonUnavailableError } from "./python-environment.ts";
import { PythonServer } from "./python-server.ts";
import { Report } from "./report.ts";
import { compareLoads, compareSearches, type Sides } from "./sandbox-reading.ts";
import { compareRecords, compareRegistration, compareTables } from "./sandbox-writing.ts";

/** Where the run keeps its environment, and where its Python script is. */
export interface SandboxFolders {
  readonly cache: string;
  readonly scripts: string;
}

/** Both clients on one sandbox, each with settings and a cache of its own. */
async function openSides(sandbox: Sandbox, python: PythonServer, work: string): Promise<Sides> {
  const { alyxUrl, dataUrl, username, password } = sandbox;
  const login = { username, password };
  await python.request("open_one", {
    ...{ alyx_url: alyxUrl, data_url: dataUrl, cache_dir: join(work, "cache-python") },
    ...login,
  });
  const settings = nodeSettings({ paramsDir: join(work, "settings"), cacheRoot: join(work, "caches") });
  await saveParams(settings, { ...(await getParams(settings, { client: alyxUrl })), HTTP_DATA_SERVER: dataUrl });
  const options = { baseUrl: alyxUrl, ...login, settings, cacheDir: join(work, "cache-ours"), cacheMode: null };
  const { alyx } = await openAlyxClient(options);
  const one = await openOneAlyx({ ...options, compat: PYTHON_COMPAT });
  return { python, alyx, one };
}

/**
 * Ask one sandbox through Python's ONE and through our client, and compare what both are told.
 *
 * @param write - Receives every line of the report.
 * @returns Whether everything was equal; also true when there is no Python, after a line that says so.
 */
export async function runSandboxConformance(folders: SandboxFolders, write: (line: string) => void): Promise<boolean> {
  let interpreter: string;
  try {
    interpreter = await ensurePython(join(folders.cache, "conformance-venv"));
  } catch (error) {
    if (!(error instanceof PythonUnavailableError)) throw error;
    write(`conformance sandbox was not run: ${error.message}`);
    return true;
  }
  const work = await mkdtemp(join(tmpdir(), "sandbox-conformance-"));
  // Python keeps its settings below the home folder
  const python = new PythonServer(interpreter, join(folders.scripts, "sandbox_check.py"), {
    HOME: work,
    APPDATA: work,
  });
  const report = new Report(write);
  try {
    await using sandbox = await createSandbox({ seed: "demo" });
    const sides = await openSides(sandbox, python, work);
    await compareSearches(sides, report);
    await compareLoads(sides, report);
    await compareRecords(sides, report);
    await compareRegistration(sides, { sandbox, report });
    await compareTables(sides, { sandbox, work, report });
    await sides.one.close();
  } finally {
    await python.close();
    await rm(work, { recursive: true, force: true });
  }
  return report.end();
}
