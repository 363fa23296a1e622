import { join, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isValid, type OnWarning, sessionPathParts } from "@neurophys/alf";
import { hasTwoDots, md5File, type WalkedFile, walkFileBatches, walkSessions } from "@neurophys/alf/io/node";
import { type FoundDataset, type FoundSession } from "../tables/index-tables.ts";
import { dayNumber } from "../tables/make-column.ts";

/** How far the indexing of a folder is. */
export interface IndexProgress {
  /** What is being done; the phases follow one another in this order, `hashes` only if asked for. */
  readonly phase: "sessions" | "datasets" | "hashes" | "tables";
  /** Sessions found, files found, files hashed, tables written. */
  readonly done: number;
  /** How many there are in all; `undefined` while that is being found out. */
  readonly total: number | undefined;
}

/** How a folder is looked through. */
export interface FindOptions {
  /** List every file with two dots in its name, as the original does, instead of valid ALF names only. */
  readonly keepNonAlf?: boolean | undefined;
  /** Ends the work; the promise is then rejected with the signal's reason, and nothing was written. */
  readonly signal?: AbortSignal | undefined;
  /** Told now and then how far the work is. */
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
  /** Told about folders and files that are left out, and about sessions that loading will not find. */
  readonly onWarning?: OnWarning | undefined;
}

/** A session with its folder relative to the root. */
export interface LocatedSession {
  readonly path: string;
  readonly session: FoundSession;
}

export async function findSessions(folder: string, options: FindOptions): Promise<readonly LocatedSession[]> {
  const { onProgress, signal } = options;
  const found: LocatedSession[] = [];
  const posix = folder.split(sep).join("/");
  for await (const path of walkSessions(folder, { signal, onUnreadable: unreadable(options) })) {
    const session = sessionAt(path === "" ? posix : `${posix}/${path}`);
    if (dayNumber(session.date) === undefined) {
      options.onWarning?.({
        code: "one/session-skipped",
        category: "RuntimeWarning",
        message: `${session.folder} is not indexed: ${session.date} is no date`,
      });
      continue;
    }
    found.push({ path, session });
    onProgress?.({ phase: "sessions", done: found.length, total: undefined });
  }
  return found;
}

/** The session that a path ends with: its last three parts, and the lab two parts above. */
function sessionAt(folder: string): FoundSession {
  const parts = folder.split("/");
  const hasLab = parts.at(-4) === "Subjects";
  const { lab, subject, date, number } = sessionPathParts(parts.slice(hasLab ? -5 : -3).join("/"));
  return { folder, lab, subject: subject ?? "", date: date ?? "", number: number ?? "" };
}

function unreadable({ onWarning }: FindOptions): (error: unknown) => void {
  return (error) =>
    onWarning?.({
      code: "one/unreadable",
      category: "RuntimeWarning",
      message: `Left out: ${error instanceof Error ? error.message : String(error)}`,
    });
}

export async function findFiles(folder: string, options: FindOptions): Promise<readonly WalkedFile[]> {
  const files: WalkedFile[] = [];
  const valid = new Map<string, boolean>();
  const acceptName = (name: string): boolean => {
    if (!hasTwoDots(name) || options.keepNonAlf === true) return hasTwoDots(name);
    let accepted = valid.get(name);
    if (accepted === undefined) {
      accepted = isValid(name);
      valid.set(name, accepted);
    }
    return accepted;
  };
  // folders that cannot be read were reported when sessions were looked for
  const walk = walkFileBatches(folder, { signal: options.signal, acceptName, onUnreadable: () => undefined });
  for await (const batch of walk) {
    for (const file of batch) files.push(file);
    options.onProgress?.({ phase: "datasets", done: files.length, total: undefined });
  }
  return files;
}

/** The files that lie in a session, each with the innermost one. */
export function datasetsOf(files: readonly WalkedFile[], sessions: readonly LocatedSession[]): FoundDataset[] {
  const sessionOf = new Map<string, number | undefined>(sessions.map(({ path }, i) => [path, i]));
  const find = (folder: string): number | undefined => {
    if (sessionOf.has(folder)) return sessionOf.get(folder);
    const found = folder === "" ? undefined : find(folder.slice(0, Math.max(0, folder.lastIndexOf("/"))));
    sessionOf.set(folder, found);
    return found;
  };
  const datasets: FoundDataset[] = [];
  for (const { path, sizeBytes } of files) {
    const session = find(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
    if (session === undefined) continue;
    const start = sessions[session]!.path.length;
    datasets.push({ session, relPath: path.slice(start === 0 ? 0 : start + 1), fileSizeBytes: sizeBytes, hash: "" });
  }
  return datasets;
}

/** Files that are hashed at once: while one is hashed the next ones are read. */
const HASHED_AT_ONCE = 4;
/** Longest time for which hashing of small files keeps the event loop, in ms. */
const TURN_MS = 8;

/** The datasets with the MD5 of their files. A file that cannot be read keeps none, and is warned of. */
export async function hashDatasets(
  datasets: readonly FoundDataset[],
  sessions: readonly LocatedSession[],
  options: FindOptions,
): Promise<FoundDataset[]> {
  const hashed = [...datasets];
  const warn = unreadable(options);
  let next = 0;
  let done = 0;
  let turnEnds = performance.now() + TURN_MS;
  const work = async (): Promise<void> => {
    while (next < datasets.length) {
      const i = next++;
      const dataset = datasets[i]!;
      const path = join(sessions[dataset.session]!.session.folder, dataset.relPath);
      try {
        hashed[i] = { ...dataset, hash: await md5File(path, { signal: options.signal }) };
      } catch (error) {
        options.signal?.throwIfAborted();
        warn(error);
      }
      done++;
      if (performance.now() < turnEnds) continue;
      options.onProgress?.({ phase: "hashes", done, total: datasets.length });
      await setImmediate();
      options.signal?.throwIfAborted();
      turnEnds = performance.now() + TURN_MS;
    }
  };
  await Promise.all(Array.from({ length: HASHED_AT_ONCE }, work));
  options.onProgress?.({ phase: "hashes", done, total: datasets.length });
  return hashed;
}

/** Folders of sessions that a loader, who makes the path of a session from its row, would look for somewhere else. */
export function misplacedSessions(sessions: readonly LocatedSession[]): readonly string[] {
  return sessions
    .filter(({ path, session: { lab, subject, date, number } }) => {
      const expected = `${lab ? `${lab}/Subjects/` : ""}${subject}/${date}/${number.padStart(3, "0")}`;
      return path !== expected;
    })
    .map(({ path }) => path);
}
