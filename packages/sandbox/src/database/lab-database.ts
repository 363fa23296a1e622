import { mkdir, readdir } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { type Dialect, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { emptyLabFiles } from "./empty-lab.ts";
import { DatabaseOpenError } from "./errors.ts";
import { migrateToLatest } from "./migrate.ts";
import { PgliteDialect } from "./pglite-dialect.ts";
import { type Tables } from "./tables.ts";
import { VALUE_PARSERS } from "./value-parsers.ts";

/** Where the database is. */
export interface OpenDatabaseOptions {
  /** `postgres://user:password@host:port/name` of a PostgreSQL server, 14 or newer. */
  readonly url?: string | undefined;
  /** Folder of an embedded database; made if missing. Without `url` and `folder` the database is in memory. */
  readonly folder?: string | undefined;
}

/** An open database of a lab. */
export interface LabDatabase {
  /** Typed queries. */
  readonly db: Kysely<Tables>;
  /** What answers: an embedded database in this process, or a server. */
  readonly kind: "pglite" | "postgres";
  /** Wait for running queries and let go of the database. */
  close(): Promise<void>;
}

/** Connections to a server: enough for a browser and a few programs at once. */
const MAX_CONNECTIONS = 10;

function postgresDialect(url: string): Dialect {
  const types = {
    getTypeParser: (oid: number, format?: string) =>
      VALUE_PARSERS[oid] ?? (format === "binary" ? pg.types.getTypeParser(oid, "binary") : pg.types.getTypeParser(oid)),
  };
  const pool = new pg.Pool({ connectionString: url, max: MAX_CONNECTIONS, types });
  // A server that goes away while a connection is idle must not end the process; the next query tells.
  pool.on("error", () => {});
  return new PostgresDialect({ pool });
}

/** An embedded database: a new one begins as a copy of an empty lab, which has all its tables. */
async function openEmbedded(folder: string | undefined): Promise<Kysely<Tables>> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const isNew = folder === undefined || (await readdir(folder)).length === 0;
  const database = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(isNew ? { loadDataDir: await emptyLabFiles() } : {}),
  });
  const db = new Kysely<Tables>({ dialect: new PgliteDialect(database) });
  if (!isNew) await migrated(db);
  return db;
}

async function openOnServer(url: string): Promise<Kysely<Tables>> {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new TypeError("expected postgres://");
  return await migrated(new Kysely({ dialect: postgresDialect(url) }));
}

/** A database with its tables up to date; closed if that fails. */
async function migrated(db: Kysely<Tables>): Promise<Kysely<Tables>> {
  try {
    await migrateToLatest(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** What may be said of an address in a message: no user, no password, no options. */
function placeOf({ url, folder }: OpenDatabaseOptions): string {
  if (url === undefined) return folder ?? "in memory";
  if (!URL.canParse(url)) return "postgres:// address";
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/**
 * Opens a lab's database and brings its tables up to date.
 *
 * The same SQL runs on an embedded PostgreSQL (in memory, or in a folder) and on a PostgreSQL server. Changes of the tables
 * run in one transaction under a lock, so that two programs may open the same database at once.
 *
 * @throws DatabaseOpenError if it cannot be opened or brought up to date.
 */
export async function openDatabase(options: OpenDatabaseOptions = {}): Promise<LabDatabase> {
  const { url, folder } = options;
  try {
    const db = url === undefined ? await openEmbedded(folder) : await openOnServer(url);
    return { db, kind: url === undefined ? "pglite" : "postgres", close: () => db.destroy() };
  } catch (cause) {
    throw new DatabaseOpenError(placeOf(options), cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
