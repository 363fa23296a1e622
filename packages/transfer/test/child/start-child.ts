import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** What a process has left behind. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of this package's sources. */
export interface Child {
  readonly process: ChildProcess;
  readonly end: Promise<ChildEnd>;
}

/** Build `download-list.ts` for Node; the package's folder must hold it, so that its dependencies are found. */
export async function buildChild(): Promise<string> {
  const folder = await mkdtemp(join(PACKAGE, "node_modules", ".transfer-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const outfile = join(folder, "download-list.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("download-list.ts", import.meta.url))],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@neurophys/source"],
    external: ["@zip.js/zip.js", "undici"],
  });
  return outfile;
}

/** Start a process, with more in its environment; it is gone when the test is. */
export function startChild(command: readonly [string, ...string[]], environment: Record<string, string> = {}): Child {
  const [file, ...args] = command;
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  onTestFinished(() => void child.kill("SIGKILL"));
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => out.push(part));
  child.stderr.on("data", (part: Buffer) => err.push(part));
  const end = new Promise<ChildEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
  return { process: child, end };
}
