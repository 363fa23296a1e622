import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { collect } from "./collect.ts";
import { helpText } from "./help-text.ts";
import { addRemoteOption } from "./remote-option.ts";

const EXAMPLES = `
Examples:
  one load NP_001/2024-05-06/001 trials
  one load 2024-05-06_1_NP_001 spikes --collection alf/probe00 --save spikes.npz
  one load NP_001/2024-05-06/001 wheel -a position -a timestamps --save wheel.csv
  one load --remote 2024-05-06_1_NP_001 trials   (downloads what is missing)`;

/** Add `one load`. */
export function addLoad(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addRemoteOption(program.command("load"))
    .description("load an object of a session, show what it holds, and save it to one file if asked")
    .argument("<eid>", "session: id, path, or reference such as 2024-05-06_1_NP_001")
    .argument("<object>", "object, e.g. spikes or trials; * and ? may be used")
    .option("-c, --collection <pattern>", "collection, e.g. alf/probe00")
    .option("-r, --revision <name>", "the last revision up to this one (default: the default revision)")
    .option("-a, --attribute <pattern>", "attribute to load; may be repeated (default: all)", collect)
    .option("-o, --save <file>", "write .npz (arrays), .csv (a table) or .json")
    .option("--json", "print the summary as JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (eid: string, object: string, _options, command: Command) => {
      const { load } = await import("../run/load.ts");
      done(await load(terminal, { eid, object }, command.optsWithGlobals()));
    });
}
