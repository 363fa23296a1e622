import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { helpText } from "./help-text.ts";
import { addRemoteOption } from "./remote-option.ts";

/** Add `one show`. */
export function addShow(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addRemoteOption(program.command("show"))
    .description("summarise a session: its record, and what it holds by collection, object, quality and revision")
    .argument("<eid>", "session: id, path, or reference such as 2024-05-06_1_NP_001")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      helpText(
        terminal,
        "\nExamples:\n  one show NP_001/2024-05-06/001\n  one show 2024-05-06_1_NP_001 --json\n  one show --remote 2024-05-06_1_NP_001",
      ),
    )
    .action(async (eid: string, _options, command: Command) => {
      const { show } = await import("../run/show.ts");
      done(await show(terminal, eid, command.optsWithGlobals()));
    });
}
