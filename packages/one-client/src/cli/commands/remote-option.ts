import { type Command } from "commander";
import { addDatabaseOptions, addNoCacheOption } from "./database-options.ts";

/** Add `--remote` and the options that name a database and its user. */
export function addRemoteOption(command: Command): Command {
  const remote = command.option("-R, --remote", "ask the database instead of the tables in the folder");
  return addNoCacheOption(addDatabaseOptions(remote));
}
