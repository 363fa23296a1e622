import { Command } from "commander";
import { addList } from "./commands/list.ts";
import { addRegister } from "./commands/register.ts";
import { addReport } from "./commands/report.ts";
import { type Terminal } from "./terminal.ts";

const EXAMPLES = `
Examples:
  snapshot register raster.png --eid EID --text "Spikes of probe00"
  snapshot list EID
  snapshot report EID

The database, its user and token are those of the settings that ONE uses, or ALYX_BASE_URL, ALYX_USER and ALYX_TOKEN (or
ALYX_PASSWORD) of the environment. Nothing is ever asked.

Exit codes: 0 done; 1 it failed, or there was nothing to do; 2 the command line is wrong.`;

/**
 * The `snapshot` command.
 *
 * @param version - Shown by `--version`.
 * @param done - Told the exit code of a command that does not end with 0.
 */
export function createProgram(terminal: Terminal, version: string, done: (exitCode: number) => void): Command {
  const program = new Command("snapshot")
    .description("Register figures as notes on the records of an Alyx database.")
    .version(version)
    .option("--base-url <url>", "the database (default: $ALYX_BASE_URL, else that of the settings)")
    .option("--user <name>", "who registers (default: $ALYX_USER, else that of the settings)")
    .addHelpText("after", EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  addRegister(program, terminal);
  addList(program, terminal);
  addReport(program, terminal, done);
  // Set before the commands are made, these are not handed down.
  for (const command of program.commands) command.exitOverride().configureOutput(program.configureOutput());
  return program;
}
