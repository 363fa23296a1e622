import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command } from "commander";
import { indexFolder } from "../../node/tables-index-folder.ts";
import { showWarning } from "../open-cache.ts";
import { createProgress, type Progress } from "../output/progress.ts";
import { count } from "../output/units.ts";
import { print, remark, type Terminal, toJson } from "../terminal.ts";

interface IndexOptions {
  readonly hash?: boolean;
  readonly lab?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  one index ~/data
  one index ~/data --hash                 (with MD5 sums, so that changed files are noticed)
  one index /mnt/server --out ~/tables    (the folder itself stays untouched)`;

/** Add `one index`. */
export function addIndex(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  program
    .command("index")
    .description("find the sessions and datasets of a folder and write its cache tables")
    .argument("<dir>", "folder with lab/Subjects/subject/date/number or subject/date/number below it")
    .option("--hash", "work out the MD5 sum of every file")
    .option("--lab <name>", "lab of sessions that lie in no lab/Subjects folder")
    .option("-o, --out <dir>", "folder for the tables (default: the folder itself)")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (dir: string, _options, command: Command) =>
      done(await index(terminal, dir, command.optsWithGlobals())),
    );
}

async function index(terminal: Terminal, dir: string, options: IndexOptions): Promise<number> {
  const started = performance.now();
  const folder = resolve(terminal.cwd, dir);
  const outDir = resolve(terminal.cwd, options.out ?? dir);
  if (options.out !== undefined) await mkdir(outDir, { recursive: true });
  const bars = new Map<string, Progress>();
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once("SIGINT", stop);
  try {
    const { sessions, datasets } = await indexFolder(folder, {
      outDir,
      lab: options.lab,
      hashFiles: options.hash ?? false,
      signal: controller.signal,
      onWarning: (warning) => showWarning(terminal, warning),
      onProgress: ({ phase, done, total }) => {
        const progress = bars.get(phase) ?? createProgress(phase, terminal.stderr);
        bars.set(phase, progress);
        if (total !== undefined) progress.update(done, total);
        if (done === total) progress.stop();
      },
    });
    const seconds = (performance.now() - started) / 1000;
    if (options.json)
      print(
        terminal,
        toJson({ folder, tables: outDir, sessions: sessions.numRows, datasets: datasets.numRows, seconds }),
      );
    else
      print(
        terminal,
        `${count(sessions.numRows, "session")} and ${count(datasets.numRows, "dataset")} in ${seconds.toFixed(1)} s; tables in ${outDir}`,
      );
    if (sessions.numRows === 0) remark(terminal, "A session is a folder subject/YYYY-MM-DD/NNN, at any depth.");
    return sessions.numRows > 0 ? 0 : 1;
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    remark(terminal, "Stopped; the tables on disk are as they were.");
    return 1;
  } finally {
    process.removeListener("SIGINT", stop);
    for (const bar of bars.values()) bar.stop();
  }
}
