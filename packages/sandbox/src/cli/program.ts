import { Command } from "commander";
import { addImport } from "./commands/import.ts";
import { addSeed } from "./commands/seed.ts";
import { addStart } from "./commands/start.ts";
import { addTables } from "./commands/tables.ts";
import { addUsers } from "./commands/users.ts";
import { type Terminal } from "./terminal.ts";

const EXAMPLES = `
Examples:
  sandbox start --seed demo                 look around in a lab of made-up data
  sandbox import ~/data --folder lab        register your own ALF files …
  sandbox users add alice --folder lab      … for somebody …
  sandbox start --folder lab                … and serve them

Exit codes: 0 done; 1 it failed; 2 the command line is wrong.`;

/**
 * The `sandbox` command.
 *
 * @param version - Shown by `--version`.
 */
export function createProgram(terminal: Terminal, version: string): Command {
  const program = new Command("sandbox")
    .description("A lab in a box: an Alyx-compatible server and a data server on this machine.")
    .version(version)
    .addHelpText("after", EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
    });
  for (const add of [addStart, addSeed, addImport, addUsers, addTables]) add(program, terminal);
  return program;
}
