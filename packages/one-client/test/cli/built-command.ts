import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Ran } from "./run-one.ts";

/** The command as a file that plain Node runs, made from sources. */
export interface BuiltCommand {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Bundle the command. */
export async function buildCommand(): Promise<BuiltCommand> {
  const folder = await mkdtemp(join(tmpdir(), "one-command-"));
  await mkdir(join(folder, "dist"));
  await writeFile(join(folder, "package.json"), '{ "version": "1.2.3", "type": "module" }');
  const path = join(folder, "dist", "cli.js");
  await build({
    entryPoints: [fileURLToPath(new URL("../../src/cli.ts", import.meta.url))],
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

/** A command that runs in a process of its own. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** Start the command in a process of its own. */
export function startCommand(
  { path }: BuiltCommand,
  args: readonly string[],
  { env, input = "" }: { readonly env: Readonly<Record<string, string>>; readonly input?: string },
): Running {
  const child = spawn(process.execPath, [path, ...args], { env, stdio: ["pipe", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  child.stdin.end(input);
  const ended = new Promise<Ran>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code: code ?? -1, out, err }));
  });
  return { child, ended };
}
