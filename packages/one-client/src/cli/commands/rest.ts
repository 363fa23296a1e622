import { type Command } from "commander";
import { type Terminal } from "../terminal.ts";
import { collect } from "./collect.ts";
import { addDatabaseOptions, DATABASE_ENVIRONMENT } from "./database-options.ts";
import { helpText } from "./help-text.ts";

const EXAMPLES = `
Examples:
  one rest                   (the endpoints)
  one rest sessions          (its actions, their parameters and fields)
  one rest sessions list subject=NP_001 date_range=2024-05-01,2024-05-31
  one rest sessions subject=NP_001 --all --fields id,start_time,projects
  one rest sessions read 4f2b9d1e-6b3a-4c2e-9a57-2f1d0c8e7b6a
  one rest sessions lab=cortex --all | jq -r .subject
  one rest weighings create subject=NP_001 weight:=22.4
  one rest sessions partial_update --id 4f2b9d1e-6b3a-4c2e-9a57-2f1d0c8e7b6a 'json:={"checked": true}'
  one rest notes create --data @note.json
  one rest notes delete 0ff6f5fe-8f4e-4eb8-9c84-4b99d3d0b3da --yes

Parameters are key=value; with key:=value the value is JSON (a number, a list, null). One that is given twice is a list.
Records come as a table on a terminal, one JSON text a line to a file or another program, one JSON text with --json.
${DATABASE_ENVIRONMENT}

Exit codes: 0 done; 1 nothing found, or it failed; 2 the command line is wrong; 130 stopped.`;

/** Add `one rest`. */
export function addRest(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  addDatabaseOptions(program.command("rest"))
    .description("ask a database for records, or change one")
    .argument("[endpoint]", "e.g. sessions; the endpoints without one")
    .argument("[action]", "list, read, create, update, partial_update or delete; what there is without one")
    .argument("[words...]", "key=value; for read, update, partial_update and delete also the id")
    .option("--id <id>", "id or name of the record")
    .option("--data <json>", "record to send: JSON, @file, or - for standard input")
    .option("--all", "all records that match")
    .option("--limit <n>", "the first n records (default 100)")
    .option("--fields <names>", "only these fields, e.g. id,subject; may be repeated", collect)
    .option("--no-cache", "ask the database even if an answer is kept")
    .option("--yes", "delete without asking")
    .option("--json", "print JSON")
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action(async (endpoint: string | undefined, action: string | undefined, words: string[], _o, command: Command) => {
      const { rest } = await import("../run/rest.ts");
      done(await rest(terminal, [endpoint, action, ...words], command.optsWithGlobals()));
    });
}
