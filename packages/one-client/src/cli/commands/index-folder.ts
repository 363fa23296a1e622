import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { helpText } from "./help-text.ts";

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
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (dir: string, _options, command: Command) => {
      const { index } = await import("../run/index-folder.ts");
      done(await index(terminal, dir, command.optsWithGlobals()));
    });
}
