import { type Command } from "commander";
import { writeCacheTables } from "../../cache-tables/write-cache-tables.ts";
import { addPlaceOptions, type PlaceOptions, withKeptLab } from "../place-options.ts";
import { print, type Terminal } from "../terminal.ts";

/** Add `sandbox tables`. */
export function addTables(program: Command, terminal: Terminal): void {
  addPlaceOptions(program.command("tables"))
    .description("Write the tables that clients download to search without the database (cache.zip).")
    .addHelpText("after", "\nExample:\n  sandbox tables --folder lab")
    .action(async (options: PlaceOptions) => {
      await withKeptLab(options, terminal, async ({ database, tablesDir }) => {
        const { sessions, datasets, sizeBytes } = await writeCacheTables(database, { tablesDir });
        print(terminal, `${sessions} sessions, ${datasets} datasets in ${tablesDir}/cache.zip (${sizeBytes} bytes)`);
      });
    });
}
