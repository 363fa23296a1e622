import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { addDatabaseOptions, DATABASE_ENVIRONMENT } from "./database-options.ts";
import { helpText } from "./help-text.ts";

const LOGIN_EXAMPLES = `
Examples:
  one login                                 (asks for the password)
  one login --base-url https://alyx.lab.org --username me
  pass show alyx | one login --password-stdin
  ALYX_PASSWORD=… one login --username me   (e.g. a secret of a job)
${DATABASE_ENVIRONMENT}

The password is never kept; the token is, in a file of ~/.one that only you can read. A password is no argument: others
could see it.

Exit codes: 0 logged in; 1 refused, or no answer; 2 the command line is wrong, or there is no password; 130 stopped.`;

/** Add `one login`. */
export function addLogin(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addDatabaseOptions(program.command("login"))
    .description("log in to a database, and keep the token in the settings")
    .option("--password-stdin", "read the password from standard input")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, LOGIN_EXAMPLES))
    .action(async (_options, command: Command) => {
      const { login } = await import("../run/login.ts");
      done(await login(terminal, command.optsWithGlobals()));
    });
}
