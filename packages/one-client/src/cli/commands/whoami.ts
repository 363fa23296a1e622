import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { addDatabaseOptions, DATABASE_ENVIRONMENT } from "./database-options.ts";
import { helpText } from "./help-text.ts";

const EXAMPLES = `
Examples:
  one whoami
  one whoami --offline
  one whoami --base-url https://alyx.lab.org --json
${DATABASE_ENVIRONMENT}

Exit codes: 0 logged in; 1 not logged in, or the token could not be checked; 2 the command line is wrong; 130 stopped.`;

/** Add `one whoami`. */
export function addWhoami(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addDatabaseOptions(program.command("whoami"))
    .description("say which database is meant, as whom, and whether its token is still taken")
    .option("--offline", "do not ask the database")
    .option("--json", "print JSON, without the token")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (_options, command: Command) => {
      const { whoami } = await import("../run/whoami.ts");
      done(await whoami(terminal, command.optsWithGlobals()));
    });
}
