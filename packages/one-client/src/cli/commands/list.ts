import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { collect } from "./collect.ts";
import { helpText } from "./help-text.ts";
import { addRemoteOption } from "./remote-option.ts";

const EXAMPLES = `
Examples:
  one list 4f2b9d1e-6b3a-4c2e-9a57-2f1d0c8e7b6a
  one list NP_001/2024-05-06/001 --collection 'alf/probe*' --filename 'spikes.*'
  one list 2024-05-06_1_NP_001 --collections
  one list --filename '*trials*'          (of all sessions)
  one list --subjects
  one list --remote 2024-05-06_1_NP_001`;

/** Add `one list`. */
export function addList(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addRemoteOption(program.command("list"))
    .description("list the datasets of a session, or what collections and revisions it has")
    .argument("[eid]", "session: id, path, or reference such as 2024-05-06_1_NP_001; all sessions without one")
    .option("-f, --filename <pattern>", "file name, with * and ?; may be repeated", collect)
    .option("-c, --collection <pattern>", "collection, with * and ?; may be repeated", collect)
    .option("-r, --revision <pattern>", "revision, with * and ?")
    .option("--qc <level>", "worst quality to list (default FAIL)")
    .option("--collections", "list collections instead")
    .option("--revisions", "list revisions instead")
    .option("--subjects", "list subjects instead")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (eid: string | undefined, _options, command: Command) => {
      const { list } = await import("../run/list.ts");
      done(await list(terminal, eid, command.optsWithGlobals()));
    });
}
