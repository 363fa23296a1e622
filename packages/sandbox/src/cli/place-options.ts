import { type Command } from "commander";
import { UsageError } from "../sandbox/errors.ts";
import { type LabPlace, type OpenLab, openLab } from "../sandbox/open-lab.ts";
import { type Terminal } from "./terminal.ts";

/** Options that say where a sandbox is kept. */
export interface PlaceOptions {
  readonly folder?: string | undefined;
  readonly database?: string | undefined;
}

/** Add the options that say where a sandbox is kept. */
export function addPlaceOptions(command: Command): Command {
  return command
    .option("-f, --folder <dir>", "folder of the sandbox: database, images, tables, data (or $SANDBOX_FOLDER)")
    .option("--database <url>", "postgres://… of a server that keeps the database (or $SANDBOX_DATABASE_URL)");
}

/** Where a sandbox is kept, by its options or else by the environment. */
export function labPlace({ folder, database }: PlaceOptions, { env }: Terminal): LabPlace {
  return {
    folder: folder ?? (env["SANDBOX_FOLDER"] || undefined),
    databaseUrl: database ?? (env["SANDBOX_DATABASE_URL"] || undefined),
  };
}

/**
 * Do something with a sandbox that is kept in a folder, and close it.
 *
 * @throws {@link UsageError} if no folder is named: what the command does would be gone at its end.
 */
export async function withKeptLab<T>(
  options: PlaceOptions,
  terminal: Terminal,
  work: (lab: OpenLab) => Promise<T>,
): Promise<T> {
  const place = labPlace(options, terminal);
  if (place.folder === undefined)
    throw new UsageError("No folder is named (expected --folder DIR, or $SANDBOX_FOLDER)");
  const lab = await openLab(place);
  try {
    return await work(lab);
  } finally {
    await lab.close();
  }
}
