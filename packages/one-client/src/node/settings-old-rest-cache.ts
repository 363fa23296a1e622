import { cp, mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

const entries = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/**
 * Move answers that old versions of ONE kept beside the settings into the folder of the files.
 *
 * Nothing is moved if that folder has answers of its own; folders that are empty afterwards are removed.
 *
 * @param paramsDir - Folder of the settings; the answers lie in `.rest/<host>/<scheme>` of it.
 * @param url - Address of the database.
 * @param cacheDir - Folder of its files.
 * @see Source: `_patch_params` in ONE, `one/params.py`.
 */
export async function moveOldRestCache(paramsDir: string, url: string, cacheDir: string): Promise<void> {
  // What is no address is for who opens the database to tell about.
  if (!URL.canParse(url)) return;
  const { host, protocol } = new URL(url);
  const old = join(paramsDir, ".rest", host.replaceAll(":", "_"), protocol.slice(0, -1));
  const target = join(cacheDir, ".rest");
  if ((await entries(old)).length === 0) return;
  const isTaken = await stat(target).then(
    () => true,
    () => false,
  );
  if (isTaken) return;
  await mkdir(cacheDir, { recursive: true });
  await move(old, target);
  for (const folder of [dirname(old), join(paramsDir, ".rest")]) {
    if ((await entries(folder)).length === 0) await rmdir(folder);
  }
}

/** Move a folder, to another disk too. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    await cp(from, to, { recursive: true });
    await rm(from, { recursive: true, force: true });
  }
}
