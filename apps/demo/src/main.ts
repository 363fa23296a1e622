import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { isDataError } from "@neurophys/alf";
import { Command } from "commander";
import { createCallLog } from "./call-log.ts";
import { demoLabJob } from "./demo-lab-job.ts";
import { ownDataJob } from "./own-data-job.ts";
import { writeReport } from "./report.ts";

const program = new Command("npm run demo --")
  .description(
    "Make a small lab on disk, index it, search, list, load, draw, and keep the figures in a database of its own; or do the work on a folder of yours.",
  )
  .option("-d, --data <dir>", "a folder of ALF sessions, with or without cache tables; nothing is written into it")
  .option("-o, --out <dir>", "where the report goes", "demo")
  .addHelpText("after", "\nExamples:\n  npm run demo\n  npm run demo -- --data ~/data");

const { data, out } = program.parse().opts<{ data?: string; out: string }>();
// npm starts scripts in the root folder, and tells where the command was typed.
const typedIn = process.env["INIT_CWD"] ?? process.cwd();
const source = data === undefined ? undefined : resolve(typedIn, data);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = resolve(out);
const log = createCallLog(print);
const started = performance.now();

// A reader that closes early (`npm run demo | head`) ends the demo.
process.stdout.on("error", () => process.exit(0));

try {
  await mkdir(folder, { recursive: true });
  const figures = source === undefined ? await demoLabJob(folder, log) : await ownDataJob(source, folder, log);
  const about =
    source === undefined
      ? "A made-up lab of 3 animals and 12 sessions, indexed, searched, loaded, and served by a database; every call with its time."
      : `The sessions in ${source}; every call with its time.`;
  const page = await writeReport(folder, { title: "neurophys demo", about, calls: log.records, figures });
  print(
    `\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s: ${log.records.length} calls, ${figures.length} figures.\nReport: ${page}`,
  );
} catch (error) {
  if (!isDataError(error)) throw error;
  process.stderr.write(`demo: ${error.message}\n`);
  process.exitCode = 1;
}
