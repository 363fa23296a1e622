import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { helpText } from "./help-text.ts";

/** Add `one info`. */
export function addInfo(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  program
    .command("info")
    .description("say what a cache folder holds: tables, their age and origin, sessions over time")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, "\nExamples:\n  one info\n  one info --cache-dir ~/data --json"))
    .action(async (_options, command: Command) => {
      const { info } = await import("../run/info.ts");
      done(await info(terminal, command.optsWithGlobals()));
    });
}
