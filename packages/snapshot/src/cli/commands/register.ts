import { type JsonValue } from "@neurophys/alf";
import { type AlyxClient } from "@neurophys/one-client/alyx";
import { type Command } from "commander";
import { stemOf } from "../../images/image-source.ts";
import { type NoteWidth } from "../../images/note-width.ts";
import { nodeImages } from "../../node/node-images.ts";
import { Snapshot } from "../../node/snapshot.ts";
import { REPORT_TAG } from "../../report/report-snapshot.ts";
import { VERSION } from "../../version.ts";
import { type DatabaseOptions, openDatabase, warningsTo } from "../open-database.ts";
import { parseWidth } from "../parse-width.ts";
import { plainText, print, progressLine, type Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface RegisterFlags extends DatabaseOptions {
  readonly eid?: string;
  readonly pid?: string;
  readonly subject?: string;
  readonly dataset?: string;
  readonly text?: readonly string[];
  readonly width?: NoteWidth;
  readonly report?: true;
  readonly name?: string;
  readonly json?: true;
}

interface Target {
  readonly contentType: string;
  readonly objectId: string;
}

const HELP = `
Examples:
  snapshot register raster.png --eid 4ecb5d24-f5cc-402c-be28-9d0f7cb14b3a --text "Spikes of probe00"
  snapshot register figures/*.png --pid PID --report             replaces the report of an earlier run
  snapshot register weight.jpg --subject SW01 --width orig

A report, or a figure with --name, takes the place of the older note of that name. The new note is made first.`;

async function targetOf(
  { eid, pid, subject, dataset }: RegisterFlags,
  alyx: () => Promise<AlyxClient>,
): Promise<Target> {
  const given = [
    { contentType: "session", objectId: eid },
    { contentType: "probeinsertion", objectId: pid },
    { contentType: "subject", objectId: subject },
    { contentType: "dataset", objectId: dataset },
  ].filter(({ objectId }) => objectId !== undefined);
  const [only] = given;
  if (given.length !== 1 || only?.objectId === undefined)
    throw new UsageError("Give one of --eid, --pid, --subject and --dataset");
  if (subject === undefined || /^[0-9a-f-]{36}$/i.test(subject)) return { ...only, objectId: only.objectId };
  const record = await (await alyx()).read("subjects", subject);
  return { contentType: "subject", objectId: String(record["id"]) };
}

/** Text and document of each note. */
function notesOf(
  files: readonly string[],
  flags: RegisterFlags,
): { readonly texts: string[]; readonly jsons: JsonValue[] } {
  const { text, name, report } = flags;
  if (name !== undefined && files.length > 1)
    throw new UsageError("--name is for one file; --report names each by its file");
  if (report === true && text !== undefined)
    throw new UsageError("--report takes the name of the figure as text: leave --text out");
  if (text !== undefined && text.length > 1 && text.length !== files.length) {
    throw new UsageError(`${text.length} texts for ${files.length} files: give one, or one each`);
  }
  const names = files.map((file) => name ?? stemOf(file));
  if (report === true) {
    const twice = names.find((one, i) => names.indexOf(one) !== i);
    if (twice !== undefined)
      throw new UsageError(`Two files of a report are named "${twice}": the second would replace the first`);
    const fixed = { tag: REPORT_TAG, version: VERSION, function: "snapshot register" };
    return { texts: names, jsons: names.map((one) => ({ ...fixed, name: one })) };
  }
  const texts = files.map((_, i) => text?.[i] ?? text?.[0] ?? name ?? "");
  return { texts, jsons: files.map(() => (name === undefined ? null : { name })) };
}

async function register(terminal: Terminal, files: readonly string[], flags: RegisterFlags): Promise<void> {
  const { texts, jsons } = notesOf(files, flags);
  let opened: Promise<AlyxClient> | undefined;
  const open = (): Promise<AlyxClient> => (opened ??= openDatabase(terminal, flags));
  const { objectId, contentType } = await targetOf(flags, open);
  const one = { alyx: await open() };
  const snapshot = new Snapshot(objectId, { one, contentType, onWarning: warningsTo(terminal) });
  // All of them are looked for first, so that a wrong name does not leave half of a list registered.
  for (const file of files) await nodeImages.openPath(file);
  const progress = progressLine(terminal);
  const nameOf = (place: number): string => plainText(files[place] ?? "");
  progress.show(`0/${files.length} ${nameOf(0)}`);
  try {
    await snapshot.registerImages(files, {
      texts,
      jsons,
      widths: [flags.width],
      onRegistered: (note, place, count) => {
        progress.clear();
        print(terminal, flags.json === true ? JSON.stringify(note) : `${note.id}  ${nameOf(place)}`);
        if (place + 1 < count) progress.show(`${place + 1}/${count} ${nameOf(place + 1)}`);
      },
    });
  } finally {
    progress.clear();
  }
}

/** Adds `snapshot register`. */
export function addRegister(program: Command, terminal: Terminal): void {
  program
    .command("register")
    .description("register image files as notes on a session, a probe insertion, an animal or a dataset")
    .argument("<file...>", "PNG, JPEG, GIF, TIFF …")
    .option("--eid <id>", "the session that they are about")
    .option("--pid <id>", "the probe insertion that they are about")
    .option("--subject <name>", "the animal that they are about: nickname or id")
    .option("--dataset <id>", "the dataset that they are about")
    .option("--text <text...>", "text of all notes, or one a file")
    .option("--width <pixels>", 'width that the database makes them, or "orig" (default: 800 pixels)', parseWidth)
    .option("--report", "as a report: named by its file, replaced by the next one")
    .option("--name <name>", "name of the figure, by which it is replaced; for one file")
    .option("--json", "print the notes as JSON, one a line")
    .addHelpText("after", HELP)
    .action(async (files: string[], _flags: object, command: Command) => {
      await register(terminal, files, command.optsWithGlobals<RegisterFlags>());
    });
}
