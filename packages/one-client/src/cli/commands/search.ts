import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { collect } from "./collect.ts";
import { helpText } from "./help-text.ts";
import { addRemoteOption } from "./remote-option.ts";

const EXAMPLES = `
Examples:
  one search --subject NP_001
  one search --date-range 2024-05-01 2024-06-30 --dataset spikes.times.npy
  one search --lab cortex --dataset '.*trials.*' --qc PASS --json
  one search --date-range 2024-05-06 --ids | xargs -n 1 one show
  one search --remote --subject NP_001 --term tag=2024_Q2

With --remote the database matches: whole names of subject (whatever the case) and lab, parts of projects and task protocols,
whole names of files; one value of each but of files, and no regular expressions.`;

/** Add `one search`. */
export function addSearch(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addRemoteOption(program.command("search"))
    .description("find sessions; every condition must hold, of several values of one any")
    .option("-s, --subject <name...>", "part of the animal's name, a regular expression; case matters")
    .option("-l, --lab <name...>", "part of the lab's name, likewise")
    .option("-p, --project <name...>", "part of a project's name, likewise")
    .option("-t, --task-protocol <name...>", "part of the task protocol, likewise")
    .option("-n, --number <number...>", "number of the session on its day")
    .option("-d, --date-range <date...>", "a day, or first and last day; - leaves a bound open")
    .option("-D, --dataset <name...>", "file names that must all be there: regular expressions for the whole name")
    .option(
      "--qc <level>",
      "worst quality of a dataset that counts: NOT_SET, PASS, WARNING, FAIL or CRITICAL, best first",
    )
    .option("--term <name=value>", "any other term of the database, with --remote; may be repeated", collect)
    .option("--limit <n>", "show the latest n only")
    .option("--ids", "print session ids only, one a line")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (_options, command: Command) => {
      const { search } = await import("../run/search.ts");
      done(await search(terminal, command.optsWithGlobals()));
    });
}
