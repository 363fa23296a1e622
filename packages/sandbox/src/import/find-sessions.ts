import { dirname, relative, resolve, sep } from "node:path";
import { isValid, type RelPathParts, relPathParts } from "@neurophys/alf";
import { hasTwoDots, walkFiles, walkSessions } from "@neurophys/alf/io/node";

/** A session's folder and what its path says. */
export interface FoundSession {
  /** Absolute path. */
  readonly folder: string;
  /** Absolute path of the folder that holds the subjects. */
  readonly subjectsFolder: string;
  /** `undefined` if the path names none. */
  readonly lab: string | undefined;
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly number: number;
}

/** A file of a session that follows the naming rule. */
export interface FoundDataset {
  /** Relative to the session, `/`-separated. */
  readonly path: string;
  /** Empty for none. */
  readonly collection: string;
  /** Without its `#`; `undefined` for none. */
  readonly revision: string | undefined;
  readonly name: string;
  readonly parts: RelPathParts;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** Options of {@link findSessions}. */
export interface FindOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Find the sessions in and below a folder: `[lab/Subjects/]subject/date/number`, or `lab/subject/date/number`.
 *
 * The folder may be any of these parts itself. Sessions within sessions belong to the outer one.
 */
export async function findSessions(root: string, { signal }: FindOptions = {}): Promise<readonly FoundSession[]> {
  const base = resolve(root);
  const found: FoundSession[] = [];
  for await (const path of walkSessions(base, { signal, onUnreadable: () => undefined })) {
    const folder = resolve(base, path);
    const isInner = found.some((outer) => folder.startsWith(outer.folder + sep));
    const session = isInner ? undefined : sessionAt(base, folder);
    if (session !== undefined) found.push(session);
  }
  return found;
}

function sessionAt(base: string, folder: string): FoundSession | undefined {
  const [number, date, subject, above, lab] = folder.split(sep).reverse();
  if (number === undefined || date === undefined || !subject || !isDay(date)) return undefined;
  const subjectsFolder = dirname(dirname(dirname(folder)));
  // the part above a subject is a lab only where it was named with the folder, or lies in it
  const isLab = relative(base, subjectsFolder) !== "" && !relative(base, subjectsFolder).startsWith("..");
  const named = above === "Subjects" ? lab : isLab ? above : undefined;
  const isName = named !== undefined && LAB.test(named);
  return { folder, subjectsFolder, lab: isName ? named : undefined, subject, date, number: Number(number) };
}

/** What the ALF rule takes for a lab; any other folder only happens to be above. */
const LAB = /^[\p{L}\p{N}_]+$/u;

/** True for a day that there is: `2024-02-30` is none. */
function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** What {@link findDatasets} found in a session. */
export interface SessionContent {
  readonly datasets: readonly FoundDataset[];
  /** Paths of files that follow no rule, and so are no datasets. */
  readonly others: readonly string[];
}

/** Find the datasets of a session, sorted by path. */
export async function findDatasets(folder: string, { signal }: FindOptions = {}): Promise<SessionContent> {
  const datasets: FoundDataset[] = [];
  const others: string[] = [];
  for await (const { path, sizeBytes, modifiedMs } of walkFiles(folder, { signal, onUnreadable: () => undefined })) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const parts = hasTwoDots(name) && isValid(name) ? relPathParts(path) : undefined;
    if (parts?.object === undefined) others.push(path);
    else {
      const { collection = "", revision } = parts;
      datasets.push({ path, collection, revision, name, parts: parts as RelPathParts, sizeBytes, modifiedMs });
    }
  }
  datasets.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { datasets, others };
}
