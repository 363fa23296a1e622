import { execFile, fork } from "node:child_process";
import { mkdir, mkdtemp, open, rm, stat, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { md5File } from "@neurophys/alf/io/node";
import { ensurePython } from "../conformance/python-environment.ts";
import { type AlyxAnswer, type BenchFile, BLOCK_BYTES, md5Of, nameOf, pathOf } from "./alyx-content.ts";

const run = promisify(execFile);

/** Where the run keeps its data, its scripts, and the programs of our side and the server. */
export interface AlyxFolders {
  readonly cache: string;
  readonly results: string;
  readonly pythonScript: string;
  readonly caseProgram: string;
  readonly serverProgram: string;
}

/** One line of the result: the medians of both sides. */
export interface AlyxRow {
  readonly name: string;
  readonly ours: AlyxAnswer;
  readonly theirs: AlyxAnswer;
  /** Their time divided by ours: how many times faster. */
  readonly ratio: number;
  readonly aim: number | undefined;
}

/** Highest memory that our process may take, whatever the size of the files. */
const MEMORY_AIM_BYTES = 200e6;
const LARGE_BYTES = 512 * 1024 * 1024;

interface AlyxCase {
  readonly name: string;
  readonly files: readonly BenchFile[];
  /** What the other side is: a case of the Python script. */
  readonly against: "one" | "curl" | "curl-md5";
  readonly delayMs: number;
  readonly withMd5: boolean;
  readonly aim?: number;
  readonly rounds: number;
}

/** A download left something out, or brought the wrong bytes. */
class WrongFilesError extends Error {
  override readonly name = "WrongFilesError";
}

function casesOf(quick: boolean): readonly AlyxCase[] {
  const small = Array.from({ length: 2000 }, (_, index) => ({ index, sizeBytes: 64_000 }));
  const large = Array.from({ length: 4 }, (_, index) => ({ index, sizeBytes: quick ? LARGE_BYTES / 8 : LARGE_BYTES }));
  const largeName = `4 files of ${quick ? 64 : 512} MB`;
  const rounds = quick ? 3 : 7;
  const one = { files: small, against: "one", withMd5: true, aim: 3 } as const;
  const curl = { files: large, delayMs: 0, rounds: quick ? 3 : 5 } as const;
  return [
    { name: "2,000 files of 64 kB, against ONE", ...one, delayMs: 0, rounds },
    { name: "the same, 10 ms to each answer", ...one, delayMs: 10, rounds: 3 },
    { name: `${largeName}, against curl`, ...curl, against: "curl", withMd5: false, aim: 0.9 },
    { name: "the same with md5, against curl and md5sum", ...curl, against: "curl-md5", withMd5: true },
  ];
}

/**
 * Measure downloads from a loopback server, ours and the others' in turn, print a table and write the JSON.
 *
 * Times are of the work, without the start of a process. After every run all files are compared with what was served.
 */
export async function runAlyxBench(
  folders: AlyxFolders,
  { quick, say }: { readonly quick: boolean; readonly say: (line: string) => void },
): Promise<readonly AlyxRow[]> {
  await mkdir(folders.cache, { recursive: true });
  const python = await ensurePython(join(folders.cache, "..", "conformance-venv"));
  const work = await mkdtemp(join(folders.cache, "alyx-"));
  const server = fork(folders.serverProgram);
  const rows: AlyxRow[] = [];
  try {
    const port = await new Promise<number>((resolve, reject) => {
      server.once("message", (message) => resolve(Number(message)));
      server.once("exit", () => reject(new Error("the data server has ended")));
    });
    const bench = new AlyxBench({ ...folders, python, work, url: `http://127.0.0.1:${port}` });
    say(`medians; Node ${process.version}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`);
    say(`${"".padEnd(46)}${"ours".padStart(22)}${"theirs".padStart(22)}${"ratio".padStart(9)}   aim`);
    for (const each of casesOf(quick)) {
      const row = await bench.compare(each);
      rows.push(row);
      say(lineOf(row));
    }
  } finally {
    server.disconnect();
    await rm(work, { recursive: true });
  }
  const peakBytes = Math.max(...rows.map(({ ours }) => ours.peakBytes));
  say(`peak memory of our process ${(peakBytes / 1e6).toFixed(0)} MB   < ${MEMORY_AIM_BYTES / 1e6} MB`);
  await mkdir(folders.results, { recursive: true });
  const file = join(folders.results, "alyx.json");
  await writeFile(
    file,
    `${JSON.stringify({ node: process.version, cores: cpus().length, peakBytes, rows }, undefined, 2)}\n`,
  );
  say(`written to ${file}`);
  return rows;
}

/** What the run did not reach, one line each. */
export function missedAims(rows: readonly AlyxRow[]): readonly string[] {
  const slow = rows.filter(({ aim, ratio }) => aim !== undefined && ratio < aim).map(({ name }) => name);
  const isHeavy = rows.some(({ ours }) => ours.peakBytes > MEMORY_AIM_BYTES);
  return isHeavy ? [...slow, "peak memory"] : slow;
}

interface AlyxSetup extends AlyxFolders {
  readonly python: string;
  readonly work: string;
  readonly url: string;
}

class AlyxBench {
  readonly #setup: AlyxSetup;
  readonly #md5s = new Map<string, string>();

  constructor(setup: AlyxSetup) {
    this.#setup = setup;
  }

  async compare(each: AlyxCase): Promise<AlyxRow> {
    const list = join(this.#setup.work, "list.json");
    const items = each.files.map((file) => ({
      url: this.#setup.url + pathOf(file, each.delayMs),
      target: nameOf(file.index),
      sizeBytes: file.sizeBytes,
      ...(each.withMd5 && { md5: this.#md5Of(file) }),
    }));
    await writeFile(list, JSON.stringify(items));
    const { caseProgram, pythonScript, python } = this.#setup;
    const sides = {
      ours: [process.execPath, caseProgram, list],
      theirs: [python, pythonScript, each.against, list],
    };
    const found: Record<"ours" | "theirs", AlyxAnswer[]> = { ours: [], theirs: [] };
    for (let round = 0; round < each.rounds; round += 1) {
      // The machine's mood changes: who goes first does too.
      const order = round % 2 === 0 ? (["ours", "theirs"] as const) : (["theirs", "ours"] as const);
      for (const side of order) found[side].push(await this.#run(each, sides[side]));
    }
    const [ours, theirs] = [medianOf(found.ours), medianOf(found.theirs)];
    return { name: each.name, ours, theirs, ratio: theirs.seconds / ours.seconds, aim: each.aim };
  }

  async #run(each: AlyxCase, [program = "", ...args]: readonly string[]): Promise<AlyxAnswer> {
    const folder = await mkdtemp(join(this.#setup.work, "run-"));
    await this.#warmUp(each);
    const { stdout } = await run(program, [...args, folder], { maxBuffer: 1 << 24 });
    const answer = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as AlyxAnswer;
    await this.#verify(each, folder, answer.count);
    // Small ones stay until the end: ext4 for a while passes over the numbers of removed files, one by one, for each new
    // one, so that what one side leaves would be paid by the other.
    if (each.files.length < 100) await rm(folder, { recursive: true });
    await run("sync", []);
    return answer;
  }

  /**
   * Take the memory that the files will lie in, and let it go again. The host of a virtual machine takes free memory back, and
   * the first to use it pays for its return: up to 2 s for 2 GB, whoever that is.
   */
  async #warmUp({ files }: AlyxCase): Promise<void> {
    const path = join(this.#setup.work, "warm");
    const block = Buffer.alloc(BLOCK_BYTES);
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const file = await open(path, "w");
    for (let at = 0; at < 1.15 * bytes; at += block.length) await file.write(block);
    await file.close();
    await rm(path);
  }

  async #verify({ name, files }: AlyxCase, folder: string, count: number): Promise<void> {
    if (count !== files.length) throw new WrongFilesError(`${name}: ${count} files of ${files.length}`);
    for (const file of files) {
      const path = join(folder, nameOf(file.index));
      const isRight = (await stat(path)).size === file.sizeBytes && (await md5File(path)) === this.#md5Of(file);
      if (!isRight) throw new WrongFilesError(`${name}: wrong content in ${nameOf(file.index)}`);
    }
  }

  #md5Of(file: BenchFile): string {
    const key = `${file.index} ${file.sizeBytes}`;
    const known = this.#md5s.get(key) ?? md5Of(file);
    this.#md5s.set(key, known);
    return known;
  }
}

/** The middle of each number; of the memory the highest. */
function medianOf(answers: readonly AlyxAnswer[]): AlyxAnswer {
  const middle = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return {
    seconds: middle(answers.map(({ seconds }) => seconds)),
    cpuSeconds: middle(answers.map(({ cpuSeconds }) => cpuSeconds)),
    count: answers[0]?.count ?? 0,
    peakBytes: Math.max(...answers.map(({ peakBytes }) => peakBytes)),
  };
}

function lineOf({ name, ours, theirs, ratio, aim }: AlyxRow): string {
  const cell = ({ seconds, cpuSeconds }: AlyxAnswer): string =>
    `${seconds.toPrecision(3)} s (${cpuSeconds.toPrecision(3)} s cpu)`.padStart(22);
  const wanted = aim === undefined ? "" : `≥ ${aim} ×`;
  return `${name.padEnd(46)}${cell(ours)}${cell(theirs)}${`${ratio.toFixed(2)} ×`.padStart(9)}   ${wanted}`;
}
