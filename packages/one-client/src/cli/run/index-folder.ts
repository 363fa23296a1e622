import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { type IndexedFolder, type IndexFolderOptions, indexFolder } from "../../node/tables-index-folder.ts";
import { TableWriteError } from "../../tables/errors.ts";
import { interruptible } from "../interruptible.ts";
import { createProgress } from "../output/progress.ts";
import { count } from "../output/units.ts";
import { print, remark, type Terminal, toJson } from "../terminal.ts";
import { showWarning } from "../warnings.ts";

/** Options of `one index`. */
export interface IndexOptions {
  readonly hash?: boolean;
  readonly lab?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Do what `one index` says. Returns the exit code. */
export async function index(terminal: Terminal, dir: string, options: IndexOptions): Promise<number> {
  const started = performance.now();
  const folder = resolve(terminal.cwd, dir);
  const outDir = resolve(terminal.cwd, options.out ?? dir);
  if (options.out !== undefined) await makeFolder(outDir);
  return await interruptible(
    terminal,
    async (signal) => {
      const indexed = await indexWatched(terminal, folder, {
        outDir,
        lab: options.lab,
        hashFiles: options.hash ?? false,
        signal,
        onWarning: (warning) => showWarning(terminal, warning),
      });
      const seconds = (performance.now() - started) / 1000;
      return report(terminal, { folder, tables: outDir, ...countsOf(indexed), seconds }, options);
    },
    "the tables on disk are as they were.",
  );
}

interface IndexReport {
  readonly folder: string;
  readonly tables: string;
  readonly sessions: number;
  readonly datasets: number;
  readonly seconds: number;
}

function countsOf({ sessions, datasets }: IndexedFolder): Pick<IndexReport, "sessions" | "datasets"> {
  return { sessions: sessions.numRows, datasets: datasets.numRows };
}

function report(terminal: Terminal, facts: IndexReport, options: IndexOptions): number {
  const { sessions, datasets, seconds, tables } = facts;
  const found = `${count(sessions, "session")} and ${count(datasets, "dataset")}`;
  print(terminal, options.json ? toJson(facts) : `${found} in ${seconds.toFixed(1)} s; tables in ${tables}`);
  if (sessions === 0) remark(terminal, "A session is a folder subject/YYYY-MM-DD/NNN, at any depth.");
  return sessions > 0 ? 0 : 1;
}

/** Index with a progress bar a phase. */
async function indexWatched(terminal: Terminal, folder: string, options: IndexFolderOptions): Promise<IndexedFolder> {
  let phaseNow = "";
  let progress = createProgress(phaseNow, terminal.stderr);
  try {
    return await indexFolder(folder, {
      ...options,
      onProgress: ({ phase, done, total }) => {
        if (phase !== phaseNow) {
          progress.stop();
          phaseNow = phase;
          progress = createProgress(phase, terminal.stderr);
        }
        progress.update(done, total);
      },
    });
  } finally {
    progress.stop();
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new TableWriteError(path, { cause });
  }
}
