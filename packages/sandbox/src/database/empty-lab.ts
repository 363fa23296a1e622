import { type PGlite } from "@electric-sql/pglite";

/** Files of a database that holds no more than every lab does. They never change, and so are shared. */
let files: Blob | undefined;

/**
 * What a database in memory may begin with instead of nothing; `undefined` for the first one of this process.
 *
 * To set a database up from nothing takes seconds, to copy one that was takes a fifth of that: a run of tests has many.
 */
export function emptyLabFiles(): Blob | undefined {
  return files;
}

/** Keep the files, 40 MB, of a database that was set up from nothing a moment ago, for those to come. */
export async function keepEmptyLab(database: PGlite): Promise<void> {
  files ??= await database.dumpDataDir("none");
}
