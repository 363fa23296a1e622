import { Command } from "commander";
import { addCompletion } from "./commands/completion.ts";
import { addIndex } from "./commands/index-folder.ts";
import { addInfo } from "./commands/info.ts";
import { addList } from "./commands/list.ts";
import { addLoad } from "./commands/load.ts";
import { addSearch } from "./commands/search.ts";
import { addShow } from "./commands/show.ts";
import { type Terminal } from "./terminal.ts";

const EXAMPLES = `
Examples:
  one index ~/data                        make the cache tables of a folder of ALF sessions
  one search --subject NP_001             find sessions
  one list NP_001/2024-05-06/001          list its datasets
  one load NP_001/2024-05-06/001 trials --save trials.npz

Exit codes: 0 done; 1 nothing found, or it failed; 2 the command line is wrong.`;

/**
 * The `one` command.
 *
 * @param version - Shown by `--version`.
 * @param done - Told the exit code of the command that ran.
 */
export function createProgram(terminal: Terminal, version: string, done: (exitCode: number) => void): Command {
  const program = new Command("one")
    .description("Search, list and load neurophysiology data in a folder of ALF files.")
    .version(version)
    .option("-C, --cache-dir <dir>", "folder of the data (default: $ONE_CACHE_DIR, else the current folder)")
    .option("--tables-dir <dir>", "folder of the cache tables, if it is another")
    .addHelpText("after", EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
    });
  for (const add of [addIndex, addSearch, addList, addLoad, addShow, addInfo, addCompletion])
    add(program, terminal, done);
  return program;
}
