import { join } from "node:path";
import { saveFigure } from "@neurophys/figures/node";
import { type Command } from "commander";
import { type SvgFigure } from "../../images/image-source.ts";
import { type NoteWidth } from "../../images/note-width.ts";
import { SessionReport } from "../../node/session-report.ts";
import { canonicalObjectId } from "../../notes/object-id.ts";
import { type DatabaseOptions, openOneDatabase, warningsTo } from "../open-database.ts";
import { parseWidth } from "../parse-width.ts";
import { plainText, print, progressLine, remark, type Terminal } from "../terminal.ts";

interface ReportFlags extends DatabaseOptions {
  readonly cacheDir?: string;
  readonly probe?: readonly string[];
  readonly width?: NoteWidth;
  readonly save?: string;
  readonly dryRun?: true;
  readonly verbose?: true;
}

const HELP = `
Examples:
  snapshot report 4ecb5d24-f5cc-402c-be28-9d0f7cb14b3a
  snapshot report EID --probe probe00 --save figures --dry-run    draws, registers nothing

Draws, for every probe that has them: spikes over time and depth, their drift, the response to the stimulus by contrast, and
the power of the LFP. What an earlier report of the session registered is replaced.`;

async function save(terminal: Terminal, folder: string, figures: readonly SvgFigure[]): Promise<void> {
  for (const { name, svg } of figures) {
    const path = join(folder, `${name}.png`);
    await saveFigure(path, svg);
    print(terminal, plainText(path));
  }
}

/** @returns Exit code: 1 if there was nothing to draw. */
async function report(terminal: Terminal, id: string, flags: ReportFlags): Promise<number> {
  const eid = canonicalObjectId(id);
  const one = await openOneDatabase(terminal, flags);
  const onWarning = warningsTo(terminal);
  const drawing = new SessionReport(eid, {
    one,
    probes: flags.probe,
    onError: "raise",
    onWarning,
  });
  const progress = progressLine(terminal);
  progress.show(`Drawing session ${eid}`);
  await drawing.run().finally(() => progress.clear());
  if (flags.verbose === true) for (const line of drawing.log.trimEnd().split("\n")) remark(terminal, plainText(line));
  const figures = (drawing.outputs ?? []).filter(
    (output): output is SvgFigure => typeof output === "object" && "svg" in output,
  );
  if (figures.length === 0) {
    remark(
      terminal,
      `snapshot: session ${eid} has no spikes, trials or LFP spectrum to draw (--verbose says what was looked for)`,
    );
    return 1;
  }
  if (flags.save !== undefined) await save(terminal, flags.save, figures);
  else if (flags.dryRun === true) for (const { name } of figures) print(terminal, name);
  if (flags.dryRun === true) return 0;
  await drawing.registerImages({
    widths: [flags.width],
    function: "snapshot report",
    onRegistered: (note, place, count) => print(terminal, `${note.id}  ${figures[place]?.name}  ${place + 1}/${count}`),
  });
  return 0;
}

/** Adds `snapshot report`. @param done - Told the exit code. */
export function addReport(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  program
    .command("report")
    .description("draw and register a report of a session")
    .argument("<eid>", "id of the session")
    .option("--probe <label...>", "only these probes (default: those that the database has)")
    .option(
      "--width <pixels>",
      'width that the database makes the figures, or "orig" (default: 800 pixels)',
      parseWidth,
    )
    .option("-C, --cache-dir <dir>", "folder of the files (default: that of the settings)")
    .option("--save <dir>", "write the figures as PNG files too")
    .option("--dry-run", "register nothing")
    .option("-v, --verbose", "print the log of the report")
    .addHelpText("after", HELP)
    .action(async (eid: string, _flags: object, command: Command) => {
      done(await report(terminal, eid, command.optsWithGlobals<ReportFlags>()));
    });
}
