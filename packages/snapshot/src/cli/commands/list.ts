import { type RestRecord } from "@neurophys/one-client/alyx";
import { type Command } from "commander";
import { canonicalObjectId } from "../../notes/object-id.ts";
import { type DatabaseOptions, openDatabase } from "../open-database.ts";
import { plainText, print, remark, type Terminal } from "../terminal.ts";

interface ListFlags extends DatabaseOptions {
  readonly json?: true;
}

const HELP = `
Examples:
  snapshot list 4ecb5d24-f5cc-402c-be28-9d0f7cb14b3a
  snapshot list PID --json | jq .image`;

function lineOf(note: RestRecord): string {
  const { json, image } = note;
  const isReport = typeof json === "object" && json !== null && "tag" in json;
  const time = String(note["date_time"] ?? "")
    .slice(0, 19)
    .replace("T", " ");
  const text = plainText(String(note["text"] ?? ""));
  const cells = [
    note["id"],
    time,
    note["user"],
    isReport ? "report" : "note",
    text,
    typeof image === "string" ? image : "",
  ];
  return cells
    .map((cell) => plainText(String(cell)))
    .join("  ")
    .trimEnd();
}

async function list(terminal: Terminal, id: string, flags: ListFlags): Promise<void> {
  const django = `object_id,${canonicalObjectId(id)}`;
  const notes = await (await openDatabase(terminal, flags)).list("notes", { django }, { noCache: true });
  const sorted = notes.toSorted((a, b) => String(a["date_time"]).localeCompare(String(b["date_time"])));
  for (const note of sorted) print(terminal, flags.json === true ? JSON.stringify(note) : lineOf(note));
  if (notes.length === 0) remark(terminal, `snapshot: no notes on ${id}`);
}

/** Adds `snapshot list`. */
export function addList(program: Command, terminal: Terminal): void {
  program
    .command("list")
    .description("list the notes on a session, or on anything else with an id, the oldest first")
    .argument("<eid>", "id of a session, probe insertion, animal or dataset")
    .option("--json", "print the notes as JSON, one a line")
    .addHelpText("after", HELP)
    .action(async (eid: string, _flags: object, command: Command) => {
      await list(terminal, eid, command.optsWithGlobals<ListFlags>());
    });
}
