import { Command } from "commander";
import { addCompletion } from "./commands/completion.ts";
import { addDownload } from "./commands/download.ts";
import { helpText } from "./commands/help-text.ts";
import { addIndex } from "./commands/index-folder.ts";
import { addInfo } from "./commands/info.ts";
import { addInsertions } from "./commands/insertions.ts";
import { addList } from "./commands/list.ts";
import { addLoad } from "./commands/load.ts";
import { addLogin } from "./commands/login.ts";
import { addLogout } from "./commands/logout.ts";
import { addRegister } from "./commands/register.ts";
import { addRest } from "./commands/rest.ts";
import { addSearch } from "./commands/search.ts";
import { addSetup } from "./commands/setup.ts";
import { addShow } from "./commands/show.ts";
import { addWhoami } from "./commands/whoami.ts";
import { type Terminal } from "./terminal.ts";

const EXAMPLES = `
Examples:
  one index ~/data                        find the sessions of a folder
  one search --subject NP_001             choose some of them
  one list NP_001/2024-05-06/001          list the datasets of one
  one load NP_001/2024-05-06/001 trials --save trials.npz
  one setup --silent; one login           name a database, and log in to it
  one search --remote --subject NP_001    search it
  one download 2024-05-06_1_NP_001 --object spikes
  one rest sessions subject=NP_001        ask it for records

Exit codes: 0 done; 1 nothing found, or it failed; 2 the command line is wrong; 130 stopped by Ctrl-C.`;

type AddCommand = (program: Command, terminal: Terminal, done: (exitCode: number) => void) => void;

/** The commands, under the headings that the help has for them. */
const COMMANDS: readonly (readonly [heading: string, commands: readonly AddCommand[]])[] = [
  ["A folder of data:", [addIndex, addSearch, addList, addShow, addLoad, addInfo]],
  ["A database:", [addSetup, addLogin, addLogout, addWhoami, addInsertions, addDownload, addRest, addRegister]],
  ["This command:", [addCompletion]],
];

/**
 * The `one` command.
 *
 * @param version - Shown by `--version`.
 * @param done - Told the exit code of the command that ran.
 */
export function createProgram(terminal: Terminal, version: string, done: (exitCode: number) => void): Command {
  const program = new Command("one")
    .description("Search, list and load neurophysiology data in a folder of ALF files, and use an Alyx database.")
    .version(version)
    .option("-C, --cache-dir <dir>", "folder of the data (default: $ONE_CACHE_DIR, else the current folder)")
    .option("--tables-dir <dir>", "folder of the cache tables, if it is another")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .showSuggestionAfterError()
    .exitOverride()
    .configureHelp({ minWidthToWrap: 20, subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
    });
  for (const [heading, commands] of COMMANDS) {
    program.commandsGroup(heading);
    for (const add of commands) add(program, terminal, done);
  }
  program.helpCommand("help [command]", "show the help of a command");
  return program;
}
