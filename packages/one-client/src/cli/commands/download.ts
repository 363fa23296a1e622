import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { collect } from "./collect.ts";
import { addDatabaseOptions, addNoCacheOption, DATABASE_ENVIRONMENT } from "./database-options.ts";
import { helpText } from "./help-text.ts";

const EXAMPLES = `
Examples:
  one download 2024-05-06_1_NP_001 --object spikes --collection alf/probe00
  one download 4f2b9d1e-6b3a-4c2e-9a57-2f1d0c8e7b6a _ibl_trials.table.pqt
  one download NP_001/2024-05-06/001 --dry-run    (the whole session: what would come)
  one search --remote --subject NP_001 --ids | xargs -n 1 one download --object trials

Files come to the folder of the database, or to --cache-dir DIR (an option of all commands), whole and verified; what is
there and right stays. To load them later without the database, add --save-tables, or make tables with "one index DIR".
The paths are printed, one a line.

Exit codes: 0 all are there; 1 some are not, or it failed; 2 the command line is wrong; 130 stopped.
${DATABASE_ENVIRONMENT}`;

/** Add `one download`. */
export function addDownload(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addNoCacheOption(addDatabaseOptions(program.command("download")))
    .description("download datasets of a session: by name, by object, or all")
    .argument("<eid>", "session: id, path, or reference such as 2024-05-06_1_NP_001")
    .argument("[datasets...]", "names of files, or their paths in the session")
    .option("-O, --object <name>", "object, e.g. spikes; may be repeated", collect)
    .option("-a, --attribute <pattern>", "attribute of the objects; may be repeated (default: all)", collect)
    .option("-c, --collection <pattern>", "collection, e.g. alf/probe00")
    .option("-r, --revision <name>", "the last revision up to this one (default: the default revision)")
    .option("--no-hash", "compare sizes only, not MD5 sums")
    .option("--concurrency <n>", "how many files at a time (default: $ONE_HTTP_DL_THREADS, or 8)")
    .option("--dry-run", "show what would come, and how much that is")
    .option("--save-tables", "keep what the database says of them beside the files: these load without it then")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (eid: string, datasets: string[], _options, command: Command) => {
      const { download } = await import("../run/download.ts");
      done(await download(terminal, { eid, datasets }, command.optsWithGlobals()));
    });
}
