import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { compareNpy } from "./npy-group.ts";
import { ensurePython, PythonUnavailableError } from "./python-environment.ts";
import { PythonServer } from "./python-server.ts";
import { Report } from "./report.ts";

/** Where the run keeps things, and where its Python scripts are. */
export interface ConformanceFolders {
  /** Kept between runs, not part of the repository. */
  readonly cache: string;
  readonly scripts: string;
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
    write(
      `beside ${Object.entries(versions)
        .map((entry) => entry.join(" "))
        .join(", ")}`,
    );
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    const report = new Report(write);
    await compareNpy(server, join(work, "npy"), report);
    return report.end();
  } finally {
    await server.close();
  }
}
