import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { addDatabaseOptions } from "./database-options.ts";
import { helpText } from "./help-text.ts";

const EXAMPLES = `
Examples:
  one logout
  one logout --base-url https://alyx.lab.org --username me

Exit codes: 0 done; 1 nobody was logged in; 2 the command line is wrong.`;

/** Add `one logout`. */
export function addLogout(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addDatabaseOptions(program.command("logout"))
    .description("forget the token of a user, and the answers of the database that were kept")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (_options, command: Command) => {
      const { logout } = await import("../run/logout.ts");
      done(await logout(terminal, command.optsWithGlobals()));
    });
}
