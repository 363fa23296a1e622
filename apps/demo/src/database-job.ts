import { join, relative, sep } from "node:path";
import { memorySettings, type OneAlyx } from "@neurophys/one-client/alyx";
import { alyxEnvironment, openOneAlyx } from "@neurophys/one-client/node";
import { createSandbox, type Sandbox } from "@neurophys/sandbox/node";
import { Snapshot } from "@neurophys/snapshot/node";
import { type CallLog } from "./call-log.ts";
import { type SavedFigure } from "./report.ts";

/** What is put into the database. */
export interface DatabaseInput {
  /** Folder of the lab's files. */
  readonly data: string;
  /** Figures that were saved beside the report. */
  readonly figures: readonly SavedFigure[];
  /** The session that they are of, by its reference. */
  readonly session: string;
}

/**
 * Serve the lab by a database of its own, use it as a client does, and keep the figures there as notes.
 *
 * Everything stays below the report's folder; a second run adds nothing twice and replaces the notes.
 *
 * @returns The figures with their notes.
 */
export async function databaseJob(out: string, input: DatabaseInput, log: CallLog): Promise<SavedFigure[]> {
  const folder = join(out, "sandbox");
  const sandbox = await log.make(
    'createSandbox({ folder: "sandbox", importDir: "data" })',
    () => createSandbox({ folder, importDir: input.data }),
    ({ alyxUrl, dataUrl }) => `a database at ${alyxUrl}, its files at ${dataUrl}`,
  );
  try {
    const one = await openOneAlyx({
      baseUrl: sandbox.alyxUrl,
      username: sandbox.username,
      token: sandbox.token,
      cacheDir: join(out, "cache"),
      settings: memorySettings(),
      environment: alyxEnvironment({}),
    });
    const eid = await searchAndDownload(one, input.session, log);
    return await register(one, { eid, out, figures: input.figures, sandbox }, log);
  } finally {
    await sandbox.close();
  }
}

async function searchAndDownload(one: OneAlyx, session: string, log: CallLog): Promise<string> {
  await log.make(
    'oneAlyx.search({ subject: "NP_001", datasets: "spikes.times.npy" })',
    () => one.search({ subject: "NP_001", datasets: "spikes.times.npy" }),
    (eids) => `${eids.length} sessions of the database`,
  );
  await log.make(
    `oneAlyx.searchInsertions({ name: "probe00" })`,
    () => one.searchInsertions({ name: "probe00" }),
    (pids) => `${pids.length} probe insertions`,
  );
  const collection = "alf/probe00";
  await log.make(
    `oneAlyx.loadObject("${session}", "spikes", { collection: "${collection}" })`,
    () => one.loadObject(session, "spikes", { collection }),
    (object) => `${Object.keys(object).join(", ")}: downloaded and verified`,
  );
  return log.make(
    `oneAlyx.openDataset("${session}", "_ibl_wheel.position.npy") and readRows(0, 1000)`,
    async () => {
      const opened = await one.openDataset(session, "_ibl_wheel.position.npy");
      if (opened.kind === "npy") await opened.file.readRows(0, 1000);
      return one.ref2eid(session);
    },
    () => "1,000 rows by range, the file stays on its server",
  );
}

async function register(
  one: OneAlyx,
  {
    eid,
    out,
    figures,
    sandbox,
  }: {
    readonly eid: string;
    readonly out: string;
    readonly figures: readonly SavedFigure[];
    readonly sandbox: Sandbox;
  },
  log: CallLog,
): Promise<SavedFigure[]> {
  const snapshot = new Snapshot(eid, { one });
  const notes = await log.make(
    "snapshot.registerImages(files, { texts, jsons, widths: [1200] })",
    () =>
      snapshot.registerImages(
        figures.map(({ name }) => join(out, `${name}.png`)),
        {
          texts: figures.map(({ name }) => name),
          jsons: figures.map(({ name }) => ({ name })),
          widths: [1200],
        },
      ),
    (registered) => `${registered.length} notes on the session ${eid}`,
  );
  return figures.map((figure, i) => {
    const note = notes[i];
    const image =
      typeof note?.image === "string" ? new URL(note.image).pathname.replace(/^\/uploaded\//, "") : undefined;
    if (note === undefined || image === undefined) return figure;
    const file = relative(out, join(sandbox.folder, "media", decodeURIComponent(image)));
    return { ...figure, note: { id: String(note.id), href: file.split(sep).map(encodeURIComponent).join("/") } };
  });
}
