import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { writeFileAtomic } from "@neurophys/alf/store/node";
import { Kysely, sql } from "kysely";
import { emptyLabPath } from "../empty-lab-file.ts";
import { migrateToLatest } from "./migrate.ts";
import { PgliteDialect } from "./pglite-dialect.ts";
import { EMBEDDED_SETTING, setUpDigest } from "./set-up-digest.ts";
import { type Tables } from "./tables.ts";

/** Files of a database that holds no more than every lab does. They never change, and so are shared. */
let files: Promise<Blob> | undefined;

/**
 * What an embedded database begins with instead of nothing: 40 MB of files, to be copied.
 *
 * To set a database up takes seconds, to copy one that was takes a fifth of that. The build has set one up; where nothing was
 * built, or for other migrations, the first use in a process does it.
 */
export async function emptyLabFiles(): Promise<Blob> {
  files ??= builtFiles().catch((error: unknown) => {
    files = undefined;
    throw error;
  });
  return await files;
}

async function builtFiles(): Promise<Blob> {
  const path = emptyLabPath(await setUpDigest());
  const packed = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return packed === undefined ? await setUp() : new Blob([await promisify(brotliDecompress)(packed)]);
}

async function setUp(): Promise<Blob> {
  const database = await PGlite.create();
  const db = new Kysely<Tables>({ dialect: new PgliteDialect(database) });
  try {
    await migrateToLatest(db);
    await sql.raw(EMBEDDED_SETTING).execute(db);
    return await database.dumpDataDir("none");
  } finally {
    await db.destroy();
  }
}

/** Set an empty lab up and leave its files, 2 MB, where {@link emptyLabFiles} looks for them: a step of the build. */
export async function writeEmptyLab(): Promise<void> {
  const path = emptyLabPath(await setUpDigest());
  const bytes = new Uint8Array(await (await setUp()).arrayBuffer());
  const packed = await promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, packed);
}
