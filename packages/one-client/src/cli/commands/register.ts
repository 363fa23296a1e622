import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { collect } from "./collect.ts";
import { addDatabaseOptions, DATABASE_ENVIRONMENT } from "./database-options.ts";
import { helpText } from "./help-text.ts";

const EXAMPLES = `
Examples:
  one register NP_001/2024-05-06/001 --dry-run         (shows what would be sent)
  one register NP_001/2024-05-06/001 --projects a,b --repository lab_SR
  one register ~/data                                  (with create_me.flag files)
  one register ~/data --no-session --max-md5-size 2GB  (files only)

DIR is the folder of a session, …/subject/YYYY-MM-DD/number, or one with sessions below it. Protected datasets are never
touched: files that changed move into a new revision folder, on the disk too, which --dry-run shows; the others stay.
${DATABASE_ENVIRONMENT}

Exit codes: 0 done; 1 nothing to register, or it failed; 2 the command line is wrong; 130 stopped.`;

/** Add `one register`. */
export function addRegister(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addDatabaseOptions(program.command("register"))
    .description("register sessions and their datasets in a database")
    .argument("<dir>", "folder of a session, or of several with a create_me.flag each")
    .option("-n, --dry-run", "show the plan; write nothing")
    .option("--eid <id>", "session to write over, if the database has several of this subject, day and number")
    .option("--repository <name>", "repository where the files lie")
    .option(
      "--users <names>",
      "users of the session, e.g. ann,bob; may be repeated (default: who is logged in)",
      collect,
    )
    .option("--projects <names>", "projects of the session, likewise", collect)
    .option("--no-session", "register files only, of sessions that the database has")
    .option("--max-md5-size <size>", "register files of this size or more without MD5 sum, e.g. 500MB (default: none)")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (dir: string, _options, command: Command) => {
      const { register } = await import("../run/register.ts");
      done(await register(terminal, dir, command.optsWithGlobals()));
    });
}
