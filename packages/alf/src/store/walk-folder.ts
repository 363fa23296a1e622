import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { isMissing } from "./file-errors.ts";
import { sortNames } from "./key-order.ts";
import { isTemporaryName } from "./write-file-atomic.ts";

/** A file met on a walk. */
export interface FoundFile {
  /** Relative to the folder walked, `/`-separated. */
  readonly path: string;
  /** Path for the file system. */
  readonly fullPath: string;
  /** Its state; only of links, unless {@link WalkOptions.states} asks for all. */
  readonly stats: Stats | undefined;
}

/** Options of {@link walkFolder}. */
export interface WalkOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Ask for the size and times of every file. */
  readonly states?: boolean | undefined;
  /** False to leave folders inside alone. */
  readonly recursive?: boolean | undefined;
  /** Leave out links that lead out of this folder (a real path). */
  readonly within?: string | undefined;
  /** Names to skip without a further look. */
  readonly acceptName?: ((name: string) => boolean) | undefined;
  /** Called for a folder that cannot be read, which is then skipped; without it the walk ends with that error. */
  readonly onUnreadable?: ((error: unknown, path: string) => void) | undefined;
}

/** Longest time for which a walk keeps the event loop, in ms: half a frame. */
const TURN_MS = 8;

/** A folder under way: its entries in order and the next one. */
interface Level {
  readonly path: string;
  readonly fullPath: string;
  readonly entries: readonly Dirent[];
  next: number;
}

/**
 * All files below a folder, in code-point order of their path components, in batches.
 *
 * Links to files count as files, links to folders are not entered (so that no loop can form), and what is neither a
 * file nor a folder is left out; so are files that are being written, and names that no key can spell.
 *
 * The folder is read in short synchronous runs, with a turn for others every few milliseconds: for files on a local
 * disk that is several times quicker than asynchronous calls, whose cost is the trip to the thread pool.
 */
export async function* walkFolder(
  root: string,
  options: WalkOptions = {},
): AsyncGenerator<readonly FoundFile[], void, undefined> {
  const stack = [openLevel(root, "", options)];
  let batch: FoundFile[] = [];
  let turnEnds = performance.now() + TURN_MS;
  for (let level = stack.at(-1); level !== undefined; level = stack.at(-1)) {
    const entry = level.entries[level.next++];
    if (entry === undefined) stack.pop();
    else if (entry.isDirectory()) {
      if (options.recursive !== false) stack.push(openLevel(root, pathOf(level, entry), options));
    } else {
      const file = fileOf(level, entry, options);
      if (file !== undefined) batch.push(file);
    }
    if (performance.now() < turnEnds) continue;
    yield batch;
    batch = [];
    await setImmediate();
    options.signal?.throwIfAborted();
    turnEnds = performance.now() + TURN_MS;
  }
  yield batch;
}

function pathOf(level: Level, entry: Dirent): string {
  return level.path === "" ? entry.name : `${level.path}/${entry.name}`;
}

function openLevel(root: string, path: string, options: WalkOptions): Level {
  const fullPath = path === "" ? root : `${root}/${path}`;
  try {
    const entries = readdirSync(fullPath, { withFileTypes: true });
    const usable = entries.filter(({ name }) => !isTemporaryName(name) && !name.includes("\\"));
    return { path, fullPath, entries: sortNames(usable, ({ name }) => name), next: 0 };
  } catch (error) {
    // A folder removed since its parent was read holds nothing.
    const gone = path !== "" && isMissing(error);
    if (!gone && (options.onUnreadable === undefined || path === "")) throw error;
    if (!gone) options.onUnreadable?.(error, path);
    return { path, fullPath, entries: [], next: 0 };
  }
}

/** The file of an entry, or `undefined` if it is not to be met. */
function fileOf(level: Level, entry: Dirent, options: WalkOptions): FoundFile | undefined {
  const isLink = entry.isSymbolicLink();
  if (!isLink && !entry.isFile()) return undefined;
  if (options.acceptName !== undefined && !options.acceptName(entry.name)) return undefined;
  const fullPath = `${level.fullPath}/${entry.name}`;
  const stats = isLink || options.states === true ? statIfExists(fullPath) : undefined;
  if (isLink && !leadsToFile(fullPath, stats, options.within)) return undefined;
  // Removed since its folder was read.
  if (options.states === true && stats === undefined) return undefined;
  return { path: pathOf(level, entry), fullPath, stats };
}

function leadsToFile(fullPath: string, stats: Stats | undefined, within: string | undefined): boolean {
  if (stats?.isFile() !== true) return false;
  return within === undefined || isInside(realpathSync(fullPath), within);
}

/** True if a real path lies in a folder (a real path too). */
export function isInside(path: string, folder: string): boolean {
  if (path === folder) return true;
  const start = /[/\\]$/.test(folder) ? folder : folder + (folder.includes("\\") ? "\\" : "/");
  return path.startsWith(start);
}

/** `undefined` for what is gone, and for links that lead nowhere, in circles, or where this user may not look. */
function statIfExists(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
