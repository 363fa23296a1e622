import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { helpText } from "./help-text.ts";

const EXAMPLES = `
Examples:
  one setup               (asks, Enter keeps what is there)
  one setup --base-url https://alyx.lab.org --make-default
  one setup --silent      (the public database, nothing asked)
  one setup --silent --base-url alyx.lab.org --username me --cache-dir /data/one
  one setup --silent --base-url 127.0.0.1:8000 --data-server 127.0.0.1:8001

The settings lie in ~/.one, which Python's ONE uses too. Nothing is sent to the database: "one login" does that.

Exit codes: 0 done; 1 it failed; 2 the command line is wrong, or there is no terminal to ask at; 130 stopped.`;

/** Add `one setup`. */
export function addSetup(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  program
    .command("setup")
    .description("set up a database: its address, its user, and the folder of its files")
    .option("--base-url <url>", "address of the database (default: the default one, else the public one)")
    .option("--username <name>", "who logs in")
    .option("--data-server <url>", "address of the server of its files")
    .option("-C, --cache-dir <dir>", "folder of its files")
    .option("--make-default", "let it be the database that is meant where none is named")
    .option("--silent", "ask nothing: take what is there, else defaults; tokens that were kept are forgotten")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (_options, command: Command) => {
      const { setup } = await import("../run/setup.ts");
      done(await setup(terminal, command.optsWithGlobals()));
    });
}
