import { readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { stemOf } from "../images/image-source.ts";
import { type NoteRecord } from "../notes/notes-api.ts";
import { type OneWithAlyx, type SnapshotOptions } from "../snapshot.ts";
import { Snapshot } from "./snapshot.ts";

/** Which snapshots of a session {@link registerSnapshots} registers. */
export interface RegisterSnapshotsOptions extends Pick<SnapshotOptions, "onWarning"> {
  /** Where the notes go. */
  readonly one: OneWithAlyx;
  /** Id of the session. */
  readonly eid: string;
  /**
   * Folders below the session whose `snapshots` folder is looked into, e.g. `"raw_video_data"`, or with a `*`,
   * `"raw_task_data_*"`; default the session's own.
   */
  readonly collection?: string | readonly string[] | undefined;
  /** Remove files that were registered, and the folder if nothing else is in it. Default false. */
  readonly unlink?: boolean | undefined;
  /** Aborts the call; what was registered stays. */
  readonly signal?: AbortSignal | undefined;
}

const IMAGES = /\.(?:jpe?g|png|tiff?|gif)$/i;

/** Names of what is in a folder, sorted; `undefined` if there is no such folder. */
async function entriesOf(folder: string): Promise<readonly string[] | undefined> {
  return await readdir(folder).then(
    (names) => names.sort(),
    (error: unknown) => {
      // A file where the folder would be is no folder either.
      if (error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code)))
        return undefined;
      throw error;
    },
  );
}

/** Folders of the session that a collection means. */
async function foldersOf(sessionPath: string, collection: string | readonly string[]): Promise<readonly string[]> {
  if (typeof collection !== "string") {
    const all = await Promise.all(collection.map((one) => foldersOf(sessionPath, one)));
    return [...new Set(all.flat())];
  }
  if (!collection.includes("*")) return [collection];
  const parts = collection.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const wanted = new RegExp(`^${parts.join("[^/]*")}$`);
  return ((await entriesOf(sessionPath)) ?? []).filter((name) => wanted.test(name));
}

/** What is said of an image: the text file beside it. */
async function textOf(folder: string, file: string): Promise<string> {
  const text = await readFile(join(folder, `${stemOf(file)}.txt`), "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  return text.trim();
}

async function remove(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await rm(join(folder, file), { force: true });
    await rm(join(folder, `${stemOf(file)}.txt`), { force: true });
  }
  if ((await entriesOf(folder))?.length === 0) await rmdir(folder);
}

/**
 * Registers the pictures that a rig left in the `snapshots` folders of a session as notes on it. The text of a note is
 * what a text file of the same name holds.
 *
 * @param sessionPath - Folder of the session.
 * @returns The notes, in the order of the folders and file names; `undefined` if there is no such folder.
 * @throws As `Snapshot.registerImage`; what was registered before stays, and its files too.
 * @see Source: `RegisterRawDataTask.register_snapshots` in ibllib, `ibllib/pipes/base_tasks.py`. There TIFF files become
 *   PNG; here they are registered as they are.
 */
export async function registerSnapshots(
  sessionPath: string,
  options: RegisterSnapshotsOptions,
): Promise<readonly NoteRecord[] | undefined> {
  const { one, eid, collection = "", unlink = false, onWarning, signal } = options;
  const snapshot = new Snapshot(eid, { one, onWarning });
  const notes: NoteRecord[] = [];
  let isAnyThere = false;
  for (const below of await foldersOf(sessionPath, collection)) {
    const folder = join(sessionPath, below, "snapshots");
    const entries = await entriesOf(folder);
    isAnyThere ||= entries !== undefined;
    const files = (entries ?? []).filter((name) => IMAGES.test(name));
    for (const file of files) {
      notes.push(await snapshot.registerImage(join(folder, file), { text: await textOf(folder, file), signal }));
    }
    if (unlink && files.length > 0) await remove(folder, files);
  }
  return isAnyThere ? notes : undefined;
}
