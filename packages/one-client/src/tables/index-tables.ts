import { type Vector } from "apache-arrow";
import { type TableMetadata } from "./cache-table.ts";
import { DATASET_COLUMNS, SESSION_COLUMNS } from "./column-types.ts";
import { DuplicateSessionError, LabConflictError } from "./errors.ts";
import { makeColumn } from "./make-column.ts";
import { MemoryTable } from "./memory-table.ts";

/** A session folder that was found. */
export interface FoundSession {
  /** Where it is, for messages. */
  readonly folder: string;
  readonly lab: string | undefined;
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** One to three digits, as written. */
  readonly number: string;
}

/** A dataset file that was found. */
export interface FoundDataset {
  /** Which of the sessions it belongs to. */
  readonly session: number;
  /** Path relative to the session. */
  readonly relPath: string;
  readonly fileSizeBytes: number;
  /** MD5 of the content; empty if it was not worked out. */
  readonly hash: string;
}

/** How tables are made of what was found. */
export interface IndexTablesOptions {
  /** Makes an id of `[lab/]subject/date/number`, or of that and the path of a dataset; paths stay ids if left out. */
  readonly idOf?: ((path: string) => string) | undefined;
  /** Lab of sessions whose folders name none. */
  readonly lab?: string | undefined;
  readonly metadata: TableMetadata;
}

/** A sessions and a datasets table. */
export interface IndexedTables {
  /** A row a session folder, index `id`. */
  readonly sessions: MemoryTable;
  /** A row a dataset file, index `eid` and `id`. */
  readonly datasets: MemoryTable;
}

/**
 * Make the cache tables of the sessions and datasets found in a folder.
 *
 * @throws {@link DuplicateSessionError} if two folders hold the same session.
 * @throws {@link LabConflictError} if `lab` is given and a folder names another one.
 * @see Source: `_make_sessions_df`, `_make_datasets_df` and `_ids_to_uuid` in ONE, `one/alf/cache.py`. There equal paths
 *   in different sessions get the same id, and a session without datasets ends the work.
 */
export function indexTables(
  sessions: readonly FoundSession[],
  datasets: readonly FoundDataset[],
  options: IndexTablesOptions,
): IndexedTables {
  checkLab(sessions, options.lab);
  const paths = sessions.map(sessionPath);
  checkDistinct(sessions, paths);
  const eids = options.idOf === undefined ? paths : paths.map(options.idOf);
  return {
    sessions: sessionTable(sessions, eids, options),
    datasets: datasetTable(datasets, { paths, eids }, options),
  };
}

function sessionPath({ lab, subject, date, number }: FoundSession): string {
  return `${lab ? `${lab}/` : ""}${subject}/${date}/${number}`;
}

function checkLab(sessions: readonly FoundSession[], lab: string | undefined): void {
  if (!lab) return;
  const others = new Set(sessions.flatMap((session) => (session.lab && session.lab !== lab ? [session.lab] : [])));
  if (others.size > 0) throw new LabConflictError(lab, [...others]);
}

function checkDistinct(sessions: readonly FoundSession[], paths: readonly string[]): void {
  const first = new Map<string, FoundSession>();
  sessions.forEach((session, i) => {
    const path = paths[i]!;
    const known = first.get(path);
    if (known !== undefined) throw new DuplicateSessionError(path, [known.folder, session.folder]);
    first.set(path, session);
  });
}

function sessionTable(
  sessions: readonly FoundSession[],
  eids: readonly string[],
  { lab, metadata }: IndexTablesOptions,
): MemoryTable {
  const empty = sessions.map(() => "");
  const values: Record<string, readonly unknown[]> = {
    id: eids,
    lab: sessions.map((session) => session.lab || lab || ""),
    subject: sessions.map(({ subject }) => subject),
    date: sessions.map(({ date }) => date),
    number: sessions.map(({ number }) => number),
    task_protocol: empty,
    projects: empty,
  };
  const columns = new Map<string, Vector>();
  for (const [column, type] of SESSION_COLUMNS) columns.set(column, makeColumn(values[column]!, type, { column }));
  return new MemoryTable("sessions", { indexNames: ["id"], columns, metadata });
}

function datasetTable(
  datasets: readonly FoundDataset[],
  { paths, eids }: { readonly paths: readonly string[]; readonly eids: readonly string[] },
  { idOf, metadata }: IndexTablesOptions,
): MemoryTable {
  const values: Record<string, readonly unknown[]> = {
    eid: datasets.map(({ session }) => eids[session]),
    id: datasets.map(({ session, relPath }) => (idOf === undefined ? relPath : idOf(`${paths[session]}/${relPath}`))),
    rel_path: datasets.map(({ relPath }) => relPath),
    file_size: datasets.map(({ fileSizeBytes }) => fileSizeBytes),
    hash: datasets.map(({ hash }) => hash),
    exists: datasets.map(() => true),
    qc: datasets.map(() => "NOT_SET"),
  };
  const columns = new Map<string, Vector>();
  for (const [column, type] of DATASET_COLUMNS) columns.set(column, makeColumn(values[column]!, type, { column }));
  return new MemoryTable("datasets", { indexNames: ["eid", "id"], columns, metadata });
}
