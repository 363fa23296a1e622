import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ensurePython } from "../conformance/python-environment.ts";
import { type BenchData, makeData } from "./data.ts";

const run = promisify(execFile);
const RUNS = 5;
/** Calls in one run of the case that lists sessions one by one: 50 of them, 20 times. */
const LISTINGS = 1000;

/** Where the run keeps its data, its scripts, and our case program. */
export interface BenchFolders {
  readonly cache: string;
  readonly results: string;
  readonly pythonScript: string;
  readonly caseProgram: string;
}

/** One line of the result: both sides' medians and their ratio. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly python: number | undefined;
  /** Python's divided by ours: how many times faster, or smaller. */
  readonly ratio: number | undefined;
  readonly aim: number | undefined;
  readonly unit: "s" | "bytes";
}

interface Side {
  readonly seconds: readonly number[];
  readonly count: number;
  readonly peakBytes: number;
}

/** Python's answer to a case is compared with ours before its time is. */
class DifferentAnswerError extends Error {
  override readonly name = "DifferentAnswerError";
}

/** Measure all cases, print a table, write the JSON; returns the rows. */
export async function runBench(
  folders: BenchFolders,
  options: { quick: boolean; say: (line: string) => void },
): Promise<readonly BenchRow[]> {
  const { say } = options;
  await mkdir(folders.cache, { recursive: true });
  const python = await ensurePython(join(folders.cache, "..", "conformance-venv"));
  const data = await makeData(folders.cache, python, { script: folders.pythonScript, ...options });
  const bench = new Bench(folders, python, say);
  say(`median of ${RUNS}; Node ${process.version}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`);
  say(`${"".padEnd(58)}${"ours".padStart(11)}${"Python".padStart(11)}${"ratio".padStart(9)}   aim`);
  await compare(bench, data);
  if (data.hugeTables !== undefined) await measureHuge(bench, data.hugeTables);
  await mkdir(folders.results, { recursive: true });
  const file = join(folders.results, "one.json");
  await writeFile(file, `${JSON.stringify({ node: process.version, runs: RUNS, rows: bench.rows }, undefined, 2)}\n`);
  say(`written to ${file}`);
  return bench.rows;
}

async function compare(bench: Bench, data: BenchData): Promise<void> {
  const { tables } = data;
  await bench.start("a  start to first answer, search(subject)", "first-subject", { folder: tables, aim: 30 });
  const first = await bench.start("a  start to first answer, search(datasets)", "first-datasets", {
    folder: tables,
    aim: 30,
  });
  bench.memory("f  peak memory of that process", first, { aim: 1 });
  await bench.work("b  search(datasets) over all sessions", "search-datasets", { folder: tables, aim: 500 });
  await bench.work("b  the same, tables opened anew each time", "search-datasets", {
    folder: tables,
    ours: "search-cold",
  });
  await bench.work("c  listDatasets(eid), mean of 1,000 calls", "list-eid", { folder: tables, aim: 20, per: LISTINGS });
  await bench.work("c  listDatasets() of all, with a filter", "list-filter", { folder: tables, aim: 20 });
  await bench.work("d  loadDataset of a 500 MB npy", "load-npy", { folder: data.npy, aim: 0.9 });
  const npyFile = join(data.npy, "SUB_000", "2024-05-06", "001", "big.values.npy");
  await bench.work("d  the same beside bare numpy.load", "np-load", {
    folder: data.npy,
    ours: "load-npy",
    pythonFolder: npyFile,
    aim: 0.9,
  });
  await bench.work("e  index 50,000 files", "index", { folder: data.files, aim: 3 });
  await bench.work("e  index 200 files with MD5", "index-hash", { folder: data.fewFiles, aim: 1.5, pythonRuns: 1 });
  await bench.oursOnly("e  index 50,000 files with MD5 (ours alone)", "index-hash", data.files);
}

async function measureHuge(bench: Bench, folder: string): Promise<void> {
  const first = await bench.startOurs(
    "10,000,000 datasets: start to first answer, search(datasets)",
    "first-datasets",
    folder,
  );
  await bench.oursOnly("10,000,000 datasets: search(datasets)", "search-datasets", folder);
  await bench.oursOnly("10,000,000 datasets: listDatasets(eid), 1,000 times", "list-eid", folder);
  bench.memory("10,000,000 datasets: peak memory", { ours: first, python: undefined }, {});
}

interface CaseOptions {
  readonly folder: string;
  readonly aim?: number;
  /** Our case, if it has another name. */
  readonly ours?: string;
  readonly pythonFolder?: string;
  readonly pythonRuns?: number;
  /** Divide the times by this: how many calls one run makes. */
  readonly per?: number;
}

class Bench {
  readonly rows: BenchRow[] = [];
  readonly #folders: BenchFolders;
  readonly #python: string;
  readonly #say: (line: string) => void;

  constructor(folders: BenchFolders, python: string, say: (line: string) => void) {
    this.#folders = folders;
    this.#python = python;
    this.#say = say;
  }

  /** A whole process, timed from outside, several times on each side. */
  async start(name: string, kind: string, { folder, aim }: CaseOptions): Promise<{ ours: Side; python: Side }> {
    const ours = await repeat(RUNS, () => this.#run("ours", [kind, folder]));
    const python = await repeat(RUNS, () => this.#run("python", [kind, folder]));
    this.#compare(name, ours, python);
    this.#add(name, { ours: median(ours.seconds), python: median(python.seconds), aim, unit: "s" });
    return { ours, python };
  }

  /** The same for our side alone. */
  async startOurs(name: string, kind: string, folder: string): Promise<Side> {
    const ours = await repeat(RUNS, () => this.#run("ours", [kind, folder]));
    this.#add(name, { ours: median(ours.seconds), python: undefined, aim: undefined, unit: "s" });
    return ours;
  }

  /** Work within one process, which times its runs itself. */
  async work(
    name: string,
    kind: string,
    { folder, aim, per = 1, pythonRuns = RUNS, ...options }: CaseOptions,
  ): Promise<void> {
    const out = (side: string): string => join(this.#folders.cache, `out-${side}`);
    const ours = await this.#run("ours", [options.ours ?? kind, folder, String(RUNS), out("ours")]);
    const python = await this.#run("python", [kind, options.pythonFolder ?? folder, String(pythonRuns), out("python")]);
    if (!kind.startsWith("index")) this.#compare(name, ours, python); // there Python counts its files, ours the datasets
    this.#add(name, { ours: median(ours.seconds) / per, python: median(python.seconds) / per, aim, unit: "s" });
  }

  async oursOnly(name: string, kind: string, folder: string): Promise<void> {
    const ours = await this.#run("ours", [kind, folder, String(RUNS), join(this.#folders.cache, "out-ours")]);
    this.#add(name, { ours: median(ours.seconds), python: undefined, aim: undefined, unit: "s" });
  }

  memory(name: string, { ours, python }: { ours: Side; python: Side | undefined }, { aim }: { aim?: number }): void {
    this.#add(name, { ours: ours.peakBytes, python: python?.peakBytes, aim, unit: "bytes" });
  }

  async #run(side: "ours" | "python", args: readonly string[]): Promise<Side> {
    const [program, script] =
      side === "ours" ? [process.execPath, this.#folders.caseProgram] : [this.#python, this.#folders.pythonScript];
    const started = performance.now();
    const { stdout } = await run(program, [script, ...args], { maxBuffer: 1 << 26 });
    const seconds = (performance.now() - started) / 1000;
    const side_ = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Side;
    return side_.seconds.length > 0 ? side_ : { ...side_, seconds: [seconds] };
  }

  #compare(name: string, ours: Side, python: Side): void {
    if (ours.count !== python.count)
      throw new DifferentAnswerError(`${name}: ours found ${ours.count}, Python ${python.count}`);
  }

  #add(
    name: string,
    row: { ours: number; python: number | undefined; aim: number | undefined; unit: "s" | "bytes" },
  ): void {
    const ratio = row.python === undefined ? undefined : row.python / row.ours;
    this.rows.push({ name, ...row, ratio });
    const cells = [
      format(row.ours, row.unit),
      row.python === undefined ? "" : format(row.python, row.unit),
      ratio === undefined ? "" : `${ratio.toPrecision(3)} ×`,
    ];
    this.#say(
      `${name.padEnd(58)}${cells[0]?.padStart(11)}${cells[1]?.padStart(11)}${cells[2]?.padStart(9)}   ${row.aim === undefined ? "" : `≥ ${row.aim} ×`}`,
    );
  }
}

/** Several runs of a whole process as one: all times, the last count, the highest peak. */
async function repeat(runs: number, once: () => Promise<Side>): Promise<Side> {
  const sides: Side[] = [];
  for (let i = 0; i < runs; i += 1) sides.push(await once());
  return {
    seconds: sides.flatMap((side) => side.seconds),
    count: sides.at(-1)?.count ?? 0,
    peakBytes: Math.max(...sides.map((side) => side.peakBytes)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function format(value: number, unit: "s" | "bytes"): string {
  if (unit === "bytes") return `${(value / 1e6).toFixed(0)} MB`;
  if (value < 1e-3) return `${(value * 1e6).toFixed(0)} µs`;
  return value < 1 ? `${(value * 1e3).toPrecision(3)} ms` : `${value.toPrecision(3)} s`;
}
