import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** What a process printed, and how it ended. */
export interface Ended {
  readonly output: string;
  readonly exitCode: number | null;
}

/** Options of {@link runScript}. */
export interface RunOptions {
  readonly args: readonly string[];
  /** Run without the rights of an administrator, who may write everywhere. */
  readonly asNobody?: boolean;
  /** Shell words before the command, e.g. `ulimit -f 8;`. */
  readonly before?: string;
}

const NOBODY = 65_534;

/** Bundle a script of `scripts/` from sources, so that plain processes can run it. */
export async function bundleScript(
  name: string,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "one-script-"));
  await chmod(folder, 0o755);
  const path = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`scripts/${name}.ts`, import.meta.url))],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@neurophys/source"],
    logLevel: "error",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return { path, remove: () => rm(folder, { recursive: true }) };
}

/** Run a bundled script in a process of its own. */
export function runScript(path: string, { args, asNobody, before = "" }: RunOptions): Promise<Ended> {
  const ids = asNobody === true && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const command = [process.execPath, path, ...args].map((word) => `'${word}'`).join(" ");
  const child = spawn("sh", ["-c", `${before} exec ${command}`], { ...ids, stdio: ["ignore", "pipe", "pipe"] });
  return new Promise((done, fail) => {
    let output = "";
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.stderr.on("data", (text) => {
      output += text;
    });
    child.on("error", fail);
    child.on("close", (exitCode) => done({ output, exitCode }));
  });
}
