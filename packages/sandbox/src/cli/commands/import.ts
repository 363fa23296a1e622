import { type Command } from "commander";
import { writeCacheTables } from "../../cache-tables/write-cache-tables.ts";
import { DEFAULT_LAB, importFolder } from "../../import/import-folder.ts";
import { addPlaceOptions, type PlaceOptions, withKeptLab } from "../place-options.ts";
import { endProgress, print, progress, remark, type Terminal } from "../terminal.ts";

interface ImportCommandOptions extends PlaceOptions {
  readonly lab: string;
}

const EXAMPLES = `
Examples:
  sandbox import ~/data --folder lab                 sessions of ~/data, with the labs that paths name
  sandbox import ~/data --lab mylab --folder lab     sessions whose paths name none are of "mylab"

Files are served where they are, and never changed. A second time only what is new or changed is registered.`;

/** Add `sandbox import`. */
export function addImport(program: Command, terminal: Terminal): void {
  addPlaceOptions(program.command("import"))
    .description("Register a folder of ALF files: [lab/Subjects/]subject/date/number/…")
    .argument("<dir>", "the folder")
    .option("--lab <name>", "lab of sessions whose path names none", DEFAULT_LAB)
    .addHelpText("after", EXAMPLES)
    .action(async (dir: string, options: ImportCommandOptions) => {
      await withKeptLab(options, terminal, async ({ database, mounts, tablesDir }) => {
        const summary = await importFolder(database, dir, {
          lab: options.lab,
          signal: terminal.stop,
          onProgress: ({ done, total, session }) => progress(terminal, `${done}/${total} ${session}`),
          onWarning: ({ message }) => {
            endProgress(terminal);
            remark(terminal, `sandbox: ${message}`);
          },
        });
        endProgress(terminal);
        await mounts.add(summary.mounts);
        await writeCacheTables(database, { tablesDir });
        const { sessions, datasets, insertions } = summary;
        print(terminal, `sessions: ${sessions.added} new, ${sessions.known} known`);
        print(terminal, `datasets: ${datasets.added} new, ${datasets.changed} changed, ${datasets.unchanged} known`);
        print(terminal, `insertions: ${insertions} new`);
      });
    });
}
