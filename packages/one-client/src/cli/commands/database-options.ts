import { type Command } from "commander";

/** The variables that commands on a database read, for their help. */
export const DATABASE_ENVIRONMENT = `
Environment: ALYX_BASE_URL, ALYX_USER, and ALYX_TOKEN or ALYX_PASSWORD, each where no option says otherwise.`;

/** Add the options that name a database and its user, which `openDatabase` takes. */
export function addDatabaseOptions(command: Command): Command {
  return command
    .option("--base-url <url>", "address of the database (default: $ALYX_BASE_URL, else the one in the settings)")
    .option("--username <name>", "who logs in (default: $ALYX_USER, else the one in the settings)");
}

/** Add the option that takes no answer from before. */
export function addNoCacheOption(command: Command): Command {
  return command.option("--no-cache", "ask the database anew: its answers are kept for 5 minutes");
}
