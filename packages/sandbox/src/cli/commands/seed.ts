import { Argument, type Command } from "commander";
import { createUser } from "../../alyx/accounts/create-user.ts";
import { writeCacheTables } from "../../cache-tables/write-cache-tables.ts";
import { type LabDatabase } from "../../database/lab-database.ts";
import { seedDemo } from "../../seed/seed-demo.ts";
import { addPlaceOptions, type PlaceOptions, withKeptLab } from "../place-options.ts";
import { endProgress, print, progress, type Terminal } from "../terminal.ts";

interface SeedCommandOptions extends PlaceOptions {
  readonly user: string;
}

const EXAMPLES = `
Examples:
  sandbox seed demo --folder lab          make a lab of made-up data
  sandbox start --folder lab              serve it`;

/** Add `sandbox seed`. */
export function addSeed(program: Command, terminal: Terminal): void {
  addPlaceOptions(program.command("seed"))
    .description("Fill a sandbox with a lab of made-up data: sessions, probes, histology, ALF files.")
    .addArgument(new Argument("<lab>", "which lab").choices(["demo"]))
    .option("--user <name>", "who did it all; made if missing", "demo")
    .addHelpText("after", EXAMPLES)
    .action(async (_lab: string, options: SeedCommandOptions) => {
      await withKeptLab(options, terminal, async ({ database, dataFolder, tablesDir }) => {
        await ensureMember(database, options.user);
        const onProgress = ({ done, total, session }: { done: number; total: number; session: string }) =>
          progress(terminal, `${done}/${total} ${session}`);
        const summary = await seedDemo(database, { dataFolder, username: options.user, onProgress });
        endProgress(terminal);
        await writeCacheTables(database, { tablesDir });
        const { subjects, sessions, insertions, datasets } = summary;
        print(terminal, `${subjects} subjects, ${sessions} sessions, ${insertions} insertions, ${datasets} datasets`);
      });
    });
}

/** A user without a password cannot log in, but can have done things. */
async function ensureMember(database: LabDatabase, username: string): Promise<void> {
  const known = await database.db
    .selectFrom("lab_member")
    .select("id")
    .where("username", "=", username)
    .executeTakeFirst();
  if (known === undefined) await createUser(database, { username });
}
