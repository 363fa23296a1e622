import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { collect } from "./collect.ts";
import { addDatabaseOptions, addNoCacheOption, DATABASE_ENVIRONMENT } from "./database-options.ts";
import { helpText } from "./help-text.ts";

const EXAMPLES = `
Examples:
  one insertions --subject NP_001
  one insertions --project brainwide --dataset spikes.times.npy --limit 20
  one insertions --term atlas_acronym=CA1 --ids
  one insertions --local --name probe00   (by the tables of a folder)

Exit codes: 0 found; 1 nothing found, or it failed; 2 the command line is wrong; 130 stopped.
${DATABASE_ENVIRONMENT}`;

/** Add `one insertions`. */
export function addInsertions(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addNoCacheOption(addDatabaseOptions(program.command("insertions")))
    .description("find probe insertions in the database; every condition must hold")
    .option("-s, --subject <name>", "the animal's name")
    .option("-l, --lab <name>", "the lab's name")
    .option("-p, --project <name>", "a project's name")
    .option("-N, --name <label>", "label of the probe, e.g. probe00")
    .option("-m, --model <name>", "model of the probe, e.g. 3B2")
    .option("-n, --number <number>", "number of the session on its day")
    .option("-D, --dataset <name...>", "names of files that must all be there")
    .option("--term <name=value>", "any other term of the database; may be repeated", collect)
    .option("--local", "by the tables of the folder instead")
    .option("--limit <n>", "show the first n only")
    .option("--ids", "print insertion ids only, one a line")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (_options, command: Command) => {
      const { insertions } = await import("../run/insertions.ts");
      done(await insertions(terminal, command.optsWithGlobals()));
    });
}
