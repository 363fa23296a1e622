import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "@neurophys/alf";
import { LAB } from "./write-lab.ts";

/** What an earlier run leaves in the folder of its lab. */
const MADE: readonly string[] = [LAB, "sessions.pqt", "datasets.pqt", ".ONE.lock"];

/** The folder that the made-up lab is to go to holds something else, which must not be lost. */
export class FolderInUseError extends DataError {
  override readonly name = "FolderInUseError";
  readonly code = "demo/folder-in-use";
  /** Path of the folder. */
  readonly location: string;

  constructor(location: string, found: string) {
    super(
      `The made-up lab cannot go to ${location}: it holds ${JSON.stringify(found)} (expected no such folder; see --out)`,
    );
    this.location = location;
  }
}

/**
 * Make room for the lab: an empty folder, or that of an earlier run without its files.
 *
 * @throws FolderInUseError if anything else is in the folder; then nothing is removed.
 */
export async function clearLab(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const names = await readdir(root);
  const foreign = names.includes(LAB) ? names.find((name) => !MADE.includes(name)) : names[0];
  if (foreign !== undefined) throw new FolderInUseError(root, foreign);
  for (const name of names) await rm(join(root, name), { recursive: true, force: true });
}
