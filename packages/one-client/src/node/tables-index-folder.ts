import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type OnWarning } from "@neurophys/alf";
import { type TableMetadata } from "../tables/cache-table.ts";
import { FolderMissingError, TableValueError } from "../tables/errors.ts";
import { type IndexedTables, indexTables } from "../tables/index-tables.ts";
import { formatMinutes } from "../tables/table-metadata.ts";
import {
  datasetsOf,
  type FindOptions,
  findFiles,
  findSessions,
  hashDatasets,
  misplacedSessions,
} from "./tables-find.ts";
import { folderNamespace, uuid3Maker } from "./tables-ids.ts";
import { writeTables } from "./tables-write.ts";

/** Options of {@link indexFolder}. */
export interface IndexFolderOptions extends FindOptions {
  /** Where the tables go: an existing folder; the folder itself if left out. */
  readonly outDir?: string | undefined;
  /** Make UUIDs, which searching needs; true if left out. Otherwise paths are ids. */
  readonly hashIds?: boolean | undefined;
  /** Work out the MD5 of every file; false if left out. */
  readonly hashFiles?: boolean | undefined;
  /** Lab of sessions that lie in no `lab/Subjects` folder. */
  readonly lab?: string | undefined;
  /**
   * A UUID from which all ids are derived, with the session and the path of the dataset. Left out it is derived from
   * the address of the folder: indexing the same folder again gives the same ids, another folder gives others. Give one
   * to have equal ids for copies of the same data in several places.
   */
  readonly namespace?: string | undefined;
  /** The time that the tables say they were made. */
  readonly now?: Date | undefined;
}

/** The tables of a folder, and where they were written. */
export interface IndexedFolder extends IndexedTables {
  /** Absolute path of `sessions.pqt`. */
  readonly sessionsFile: string;
  /** Absolute path of `datasets.pqt`. */
  readonly datasetsFile: string;
}

/**
 * Find the sessions and datasets in a folder, and write the tables by which they are searched.
 *
 * A session is a folder `[lab/Subjects/]subject/date/number` at any depth; a dataset is a file with an ALF name in it,
 * and belongs to the innermost session around it. Sessions without datasets are listed too. What cannot be read is left
 * out with a warning.
 *
 * @param root - The folder, for one lab or several.
 * @throws FolderMissingError if `root` or `outDir` is no folder.
 * @throws DuplicateSessionError if two folders hold the same session.
 * @throws LabConflictError if `lab` is given and a folder names another one.
 * @throws TableWriteError if the tables cannot be written.
 * @see Source: `make_parquet_db` in ONE, `one/alf/cache.py`. There ids are random, the same for equal paths in different
 *   sessions; files that are not ALF are listed; a session without datasets ends the work.
 */
export async function indexFolder(root: string, options: IndexFolderOptions = {}): Promise<IndexedFolder> {
  const folder = resolve(root);
  const outDir = resolve(options.outDir ?? folder);
  await Promise.all([requireFolder(folder), requireFolder(outDir)]);
  const idOf = idMaker(folder, options);
  const found = await findSessions(folder, options);
  const files = await findFiles(folder, options);
  const unhashed = datasetsOf(files, found);
  const datasets = options.hashFiles === true ? await hashDatasets(unhashed, found, options) : unhashed;
  const metadata: TableMetadata = {
    dateCreated: formatMinutes(options.now ?? new Date()),
    origin: new Set([folder]),
  };
  const { lab, signal } = options;
  const tables = indexTables(
    found.map(({ session }) => session),
    datasets,
    { idOf, lab, metadata },
  );
  warnAbout(tables, misplacedSessions(found), options.onWarning);
  signal?.throwIfAborted();
  options.onProgress?.({ phase: "tables", done: 0, total: 2 });
  await writeTables(outDir, [tables.sessions, tables.datasets], { rangeIndex: options.hashIds === false, signal });
  options.onProgress?.({ phase: "tables", done: 2, total: 2 });
  return { ...tables, sessionsFile: join(outDir, "sessions.pqt"), datasetsFile: join(outDir, "datasets.pqt") };
}

/** Any version: the usual namespaces are not name-based ones. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function requireFolder(path: string): Promise<void> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new FolderMissingError(path);
}

function idMaker(folder: string, { hashIds, namespace }: IndexFolderOptions): ((path: string) => string) | undefined {
  if (hashIds === false) return undefined;
  if (namespace !== undefined && !UUID.test(namespace)) {
    throw new TableValueError({ column: "namespace", row: 0, value: namespace, expected: "a UUID" });
  }
  return uuid3Maker(namespace ?? folderNamespace(folder));
}

/** What the original warns of, and sessions that are listed but will not be found on disk. */
function warnAbout({ sessions, datasets }: IndexedTables, misplaced: readonly string[], onWarning?: OnWarning): void {
  const warn = (code: string, message: string): void => onWarning?.({ code, category: "RuntimeWarning", message });
  if (sessions.numRows === 0) warn("one/no-sessions", "No sessions found");
  else if (datasets.numRows === 0) warn("one/no-datasets", "No datasets found");
  if (misplaced.length > 0) {
    warn(
      "one/session-misplaced",
      `${misplaced.length} sessions are not where files are looked for, [lab/Subjects/]subject/date/NNN below the ` +
        `folder that is indexed: ${misplaced.slice(0, SHOWN).join(", ")}${misplaced.length > SHOWN ? " …" : ""}`,
    );
  }
}

/** Folders that a message names. */
const SHOWN = 3;
