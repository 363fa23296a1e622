import { stat } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { type OnWarning } from "@neurophys/alf";
import { type DataMount } from "../data-server/data-mount.ts";
import { type LabDatabase } from "../database/lab-database.ts";
import { NothingToImportError } from "../sandbox/errors.ts";
import { DatasetCatalog } from "./dataset-catalog.ts";
import { type FoundSession, findDatasets, findSessions } from "./find-sessions.ts";
import { registerDatasets } from "./register-datasets.ts";
import { type RegisteredLab, registerLab } from "./register-lab.ts";
import { registerInsertions, registerSession } from "./register-session.ts";

/** How far an import is. */
export interface ImportProgress {
  /** Sessions that are done, and all that there are. */
  readonly done: number;
  readonly total: number;
  /** The session that was done last, e.g. `"NP_001/2024-05-06/001"`. */
  readonly session: string;
}

/** Options of {@link importFolder}. */
export interface ImportOptions {
  /** Lab of sessions whose path names none; `"lab"` by default. */
  readonly lab?: string | undefined;
  /** Ends the import between two sessions. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far it is. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Told about files whose names follow no rule, once a session. */
  readonly onWarning?: OnWarning | undefined;
}

/** What an import did. */
export interface ImportSummary {
  readonly sessions: { readonly added: number; readonly known: number };
  readonly datasets: { readonly added: number; readonly changed: number; readonly unchanged: number };
  readonly insertions: number;
  /** Files that follow no rule, and so were left out. */
  readonly leftOut: number;
  /** Where the data server finds the files. */
  readonly mounts: readonly DataMount[];
}

/** Lab of sessions whose path names none. */
export const DEFAULT_LAB = "lab";

/**
 * Put the sessions of a folder of ALF files, and what they hold, into a database. The files stay where they are.
 *
 * Doing it again adds what is new and renews what was changed; nothing is registered twice, and what is gone from the
 * folder stays in the database. Each session is one transaction.
 *
 * @param folder - `[lab/Subjects/]subject/date/number/[collection/][#revision#/]name`, from any of these levels on.
 * @throws {@link NothingToImportError} if the folder is missing, or there is no session in it.
 */
export async function importFolder(
  database: LabDatabase,
  folder: string,
  options: ImportOptions = {},
): Promise<ImportSummary> {
  const root = resolve(folder);
  const isFolder = await stat(root).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  const sessions = isFolder ? await findSessions(root, options) : [];
  if (sessions.length === 0) throw new NothingToImportError(folder);
  const labs = new Map<string, RegisteredLab>();
  const total = new Totals();
  for (const [index, session] of sessions.entries()) {
    options.signal?.throwIfAborted();
    const lab = session.lab ?? options.lab ?? DEFAULT_LAB;
    const registered = labs.get(lab) ?? (await registerLab(database.db, lab));
    labs.set(lab, registered);
    total.add(await importSession(database, session, { ...registered, lab, options }));
    total.mount({ prefix: `${lab}/Subjects`, folder: session.subjectsFolder });
    const path = relative(session.subjectsFolder, session.folder);
    options.onProgress?.({ done: index + 1, total: sessions.length, session: path });
  }
  return total.summary();
}

/** What importing one session did. */
interface SessionImport {
  readonly isNew: boolean;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly insertions: number;
  readonly leftOut: number;
}

async function importSession(
  { db }: LabDatabase,
  session: FoundSession,
  { options, ...lab }: RegisteredLab & { readonly lab: string; readonly options: ImportOptions },
): Promise<SessionImport> {
  const { datasets, others } = await findDatasets(session.folder, options);
  if (others.length > 0) {
    options.onWarning?.({
      code: "sandbox/files-left-out",
      category: "UserWarning",
      message: `${session.folder}: ${others.length} files are no datasets by their names, e.g. ${others[0]}`,
    });
  }
  return await db.transaction().execute(async (transaction) => {
    const { id: sessionId, isNew } = await registerSession(transaction, session, lab);
    const catalog = await DatasetCatalog.read(transaction);
    const owner = { ...lab, sessionId };
    const { idOf, ...counts } = await registerDatasets(transaction, { session, datasets, owner, catalog });
    const insertions = await registerInsertions(transaction, sessionId, { datasets, idOf });
    return { isNew, ...counts, insertions, leftOut: others.length };
  });
}

/** Adds up what was done. */
class Totals {
  readonly #sessions: SessionImport[] = [];
  readonly #mounts = new Map<string, DataMount>();

  add(session: SessionImport): void {
    this.#sessions.push(session);
  }

  mount(mount: DataMount): void {
    this.#mounts.set(JSON.stringify(mount), mount);
  }

  summary(): ImportSummary {
    const sum = (count: (session: SessionImport) => number) => this.#sessions.reduce((all, one) => all + count(one), 0);
    const added = sum(({ isNew }) => Number(isNew));
    return {
      sessions: { added, known: this.#sessions.length - added },
      datasets: {
        added: sum((session) => session.added),
        changed: sum((session) => session.changed),
        unchanged: sum((session) => session.unchanged),
      },
      insertions: sum((session) => session.insertions),
      leftOut: sum((session) => session.leftOut),
      mounts: [...this.#mounts.values()],
    };
  }
}
