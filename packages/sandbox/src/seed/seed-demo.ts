import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type LabDatabase } from "../database/lab-database.ts";
import { type ImportProgress, importFolder } from "../import/import-folder.ts";
import { DEMO_LAB, DEMO_SESSIONS, type DemoSession } from "./demo-lab.ts";
import { describeInsertions } from "./describe-insertions.ts";
import { describeLab } from "./describe-lab.ts";
import { describeSession } from "./describe-session.ts";
import { countCorrect } from "./draw-trials.ts";
import { drawSessionFiles } from "./session-files.ts";
import { tagDatasets } from "./tag-datasets.ts";

/** Options of {@link seedDemo}. */
export interface SeedOptions {
  /** Where the files go: the folder that the data server serves at its root. */
  readonly dataFolder: string;
  /** User who did it all. Made before. */
  readonly username: string;
  /** Told how far it is. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** What is in the demo lab. */
export interface SeedSummary {
  readonly subjects: number;
  readonly sessions: number;
  readonly insertions: number;
  readonly datasets: number;
}

/**
 * Fill a sandbox with a small lab: subjects, sessions over months, probes with histology at every stage, ALF files with
 * real content in two versions, projects, tags and notes. The same on every machine, ids included; a second time nothing
 * is added.
 */
export async function seedDemo(database: LabDatabase, options: SeedOptions): Promise<SeedSummary> {
  const { dataFolder, username, onProgress } = options;
  const root = join(dataFolder, DEMO_LAB, "Subjects");
  const correct = new Map<DemoSession, number>();
  for (const session of DEMO_SESSIONS) {
    const { files, trials } = await drawSessionFiles(session);
    correct.set(session, countCorrect(trials));
    const folder = join(root, session.subject, session.date, String(session.number).padStart(3, "0"));
    for (const [path, bytes] of files) await writeIn(folder, path, bytes);
  }
  const { datasets } = await importFolder(database, root, { onProgress });
  await database.db.transaction().execute(async (db) => {
    const lab = await describeLab(db, username);
    for (const session of DEMO_SESSIONS) {
      const id = await describeSession(db, session, { ...lab, correct: correct.get(session) ?? 0 });
      await describeInsertions(db, id, session);
    }
    await tagDatasets(
      db,
      DEMO_SESSIONS.filter(({ revision }) => revision !== undefined),
    );
  });
  return {
    subjects: new Set(DEMO_SESSIONS.map(({ subject }) => subject)).size,
    sessions: DEMO_SESSIONS.length,
    insertions: DEMO_SESSIONS.reduce((sum, session) => sum + session.insertions.length, 0),
    datasets: datasets.added + datasets.changed + datasets.unchanged,
  };
}

/** Write a file that is not there yet: one that is keeps its time of change, and so need not be hashed again. */
async function writeIn(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
