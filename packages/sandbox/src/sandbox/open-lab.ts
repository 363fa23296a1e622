import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type LabDatabase, openDatabase } from "../database/lab-database.ts";
import { lockFolder } from "./folder-lock.ts";
import { MountList } from "./mount-list.ts";

/** Where a sandbox keeps what it has. */
export interface LabPlace {
  /** Folder for the database, images, tables and files; without one everything goes when the sandbox is closed. */
  readonly folder?: string | undefined;
  /** `postgres://…` of a server that keeps the database instead. */
  readonly databaseUrl?: string | undefined;
}

/** An open sandbox that is not served yet. */
export interface OpenLab {
  readonly database: LabDatabase;
  /** Absolute path. */
  readonly folder: string;
  readonly dataFolder: string;
  readonly mediaDir: string;
  readonly tablesDir: string;
  readonly mounts: MountList;
  /** True if all of it goes when it is closed. */
  readonly isTemporary: boolean;
  /** Close the database, and let go of the folder. */
  close(): Promise<void>;
}

/**
 * Open a sandbox's folder and database; made where they are missing.
 *
 * @throws `FolderInUseError` if another sandbox has the folder.
 * @throws `DatabaseOpenError` if the database cannot be opened.
 */
export async function openLab({ folder, databaseUrl }: LabPlace): Promise<OpenLab> {
  const isTemporary = folder === undefined;
  const root = isTemporary ? await mkdtemp(join(tmpdir(), "neurophys-sandbox-")) : resolve(folder);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const real = await realpath(root);
  const lock = await lockFolder(real);
  const letGo = async (): Promise<void> => {
    await lock.release();
    if (isTemporary) await rm(real, { recursive: true, force: true });
  };
  try {
    const [dataFolder, mediaDir, tablesDir] = [join(real, "data"), join(real, "media"), join(real, "tables")];
    for (const path of [dataFolder, mediaDir, tablesDir]) await mkdir(path, { recursive: true });
    const mounts = await MountList.read(real, dataFolder);
    const database = await openDatabase({
      url: databaseUrl,
      folder: isTemporary || databaseUrl !== undefined ? undefined : join(real, "database"),
    });
    const close = async (): Promise<void> => {
      await database.close();
      await letGo();
    };
    return { database, folder: real, dataFolder, mediaDir, tablesDir, mounts, isTemporary, close };
  } catch (error) {
    await letGo();
    throw error;
  }
}
