import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { md5File } from "@neurophys/alf/io/node";
import { FileStore, writeFileAtomic } from "@neurophys/alf/store/node";
import { createOne, type OneOptions } from "../one/create-one.ts";
import { type TableFiles } from "../one/table-files.ts";
import { type One } from "../one.ts";
import { FolderMissingError } from "../tables/errors.ts";
import { type IndexFolderOptions, indexFolder } from "./tables-index-folder.ts";
import { loadTablesFrom } from "./tables-load.ts";
import { saveTables } from "./tables-save.ts";

/** How a folder is opened. */
export interface OpenOneOptions
  extends Omit<OneOptions, "tables" | "store" | "location" | "tableFiles" | "hashFile" | "now"> {
  /** Folder of the tables, if they are not with the files. */
  readonly tablesDir?: string | undefined;
}

/** How a folder is indexed and opened. */
export interface SetupOptions extends OpenOneOptions {
  /** Index the folder though it has tables. Default: false, which keeps them. */
  readonly overwrite?: boolean | undefined;
  /** How the folder is indexed, if it is. */
  readonly index?: Omit<IndexFolderOptions, "outDir" | "onWarning"> | undefined;
}

/**
 * Open a folder of ALF files and its cache tables, as Python's ONE makes and shares them.
 *
 * Only the ends of the table files are read; columns follow when a question needs them. A folder without tables is
 * opened too, with a warning: {@link setup} makes them.
 *
 * Reads the environment: `ONE_REVISION_LAST_BEFORE` is the revision where the option gives none; with
 * `ONE_SAVE_ON_DELETE` as `1` or `true`, `close` saves the tables.
 *
 * @param cacheDir - The folder of the files: `[lab/Subjects/]subject/date/number` lie in it.
 * @throws FolderMissingError if there is no such folder.
 * @throws UnreadableTableError or TableIndexError if a file of tables cannot be read as one.
 * @see Source: `One` and `ONE` in ONE, `one/api.py`.
 */
export async function openOne(cacheDir: string, options: OpenOneOptions = {}): Promise<One> {
  const folder = resolve(cacheDir);
  const tableFiles = folderTables(resolve(options.tablesDir ?? folder));
  await Promise.all([requireFolder(folder), requireFolder(tableFiles.location)]);
  const onWarning = options.onWarning ?? (() => undefined);
  const tables = await tableFiles.load({ now: new Date(), onWarning });
  if (tables.loadedTime === undefined) {
    const message = `No cache tables found in ${tableFiles.location}`;
    onWarning({ code: "one/no-tables", category: "UserWarning", message });
  }
  return createOne({
    ...options,
    tables,
    tableFiles,
    store: new FileStore(folder),
    location: folder,
    ...environmentOptions(options),
    hashFile: (key, signal) => md5File(join(folder, key), { signal }),
  });
}

/**
 * Make the cache tables of a folder, unless it has them, and open it.
 *
 * @param cacheDir - The folder of the files. Default: the current one.
 * @throws as `indexFolder` and {@link openOne}.
 * @see Source: `One.setup` in ONE, `one/api.py`; nothing is asked here.
 */
export async function setup(cacheDir: string = ".", options: SetupOptions = {}): Promise<One> {
  const { overwrite = false, index = {}, ...open } = options;
  const tablesDir = options.tablesDir ?? cacheDir;
  if (overwrite || !(await isFile(join(tablesDir, "sessions.pqt")))) {
    await indexFolder(cacheDir, { ...index, outDir: tablesDir, onWarning: options.onWarning });
  }
  return openOne(cacheDir, open);
}

/** Options that the environment decides where the caller does not. */
export function environmentOptions(
  options: Pick<OneOptions, "revisionLastBefore" | "saveOnClose">,
): Pick<OneOptions, "revisionLastBefore" | "saveOnClose"> {
  return {
    revisionLastBefore: options.revisionLastBefore ?? process.env["ONE_REVISION_LAST_BEFORE"],
    saveOnClose: options.saveOnClose ?? /^(1|true)$/i.test(process.env["ONE_SAVE_ON_DELETE"] ?? ""),
  };
}

/** The tables in a folder. */
export function folderTables(folder: string): TableFiles {
  return {
    location: folder,
    load: ({ location = folder, now, onWarning }) => loadTablesFrom(location, { now, onWarning }),
    save: (tables, { location = folder, clobber, now }) => saveTables(location, tables, { clobber, now }),
    async writeText(name, text) {
      const path = join(folder, name);
      await writeFileAtomic(path, new TextEncoder().encode(text));
      return path;
    },
  };
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((cause: unknown) => {
    throw new FolderMissingError(folder, { cause });
  });
  if (!found.isDirectory()) throw new FolderMissingError(folder);
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}
