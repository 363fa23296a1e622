import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The release that the specification describes; a patch of the same series if it is no longer offered. */
const REQUIREMENTS = ["ONE-api==3.4.2", "ONE-api>=3.4,<3.5"] as const;
const INSTALL_TIMEOUT_MS = 600_000;

/** Thrown when there is no Python, or no package index to install from: the run is then skipped. */
export class PythonUnavailableError extends Error {
  override readonly name = "PythonUnavailableError";
}

/** Last line of what a failed command said. */
function reason(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  const lines = (stderr || message || String(error)).trim().split("\n");
  return lines.at(-1) ?? "no reason given";
}

async function works(python: string): Promise<boolean> {
  return run(python, ["-c", "import one.api, pandas, yaml"]).then(
    () => true,
    () => false,
  );
}

async function createEnvironment(folder: string, python: string): Promise<void> {
  try {
    await run("python3", ["-m", "venv", "--clear", folder]);
  } catch (error) {
    throw new PythonUnavailableError(`no Python with venv (${reason(error)})`, { cause: error });
  }
  let failure: unknown;
  for (const requirement of REQUIREMENTS) {
    try {
      await run(python, ["-m", "pip", "install", "--quiet", requirement], { timeout: INSTALL_TIMEOUT_MS });
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw new PythonUnavailableError(`ONE-api cannot be installed (${reason(failure)})`, { cause: failure });
}

/**
 * The Python of an environment that has ONE, made on first use.
 *
 * @param folder - Where the environment is kept between runs.
 * @returns Path of the interpreter.
 * @throws {@link PythonUnavailableError} if there is no Python or the packages cannot be had.
 */
export async function ensurePython(folder: string): Promise<string> {
  const binaries = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const python = join(folder, ...binaries);
  const exists = await access(python).then(
    () => true,
    () => false,
  );
  if (exists && (await works(python))) return python;
  await createEnvironment(folder, python);
  if (await works(python)) return python;
  throw new PythonUnavailableError("ONE-api was installed and cannot be imported");
}
