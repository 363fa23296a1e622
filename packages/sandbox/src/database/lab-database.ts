import { mkdir } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { type Dialect, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { emptyLabFiles, keepEmptyLab } from "./empty-lab.ts";
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

async function openInFolder(folder: string): Promise<Kysely<Tables>> {
  await mkdir(folder, { recursive: true });
  return new Kysely({ dialect: new PgliteDialect(await PGlite.create({ dataDir: folder })) });
}

async function openInMemory(): Promise<Kysely<Tables>> {
  const files = emptyLabFiles();
  const database = await PGlite.create(files === undefined ? {} : { loadDataDir: files });
  const db = new Kysely<Tables>({ dialect: new PgliteDialect(database) });
  if (files === undefined) {
    await migrateToLatest(db);
    await keepEmptyLab(database);
  }
  return db;
}

async function openAt({ url, folder }: OpenDatabaseOptions): Promise<Kysely<Tables>> {
  if (url !== undefined) return new Kysely({ dialect: postgresDialect(url) });
  return folder === undefined ? await openInMemory() : await openInFolder(folder);
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
  const { url } = options;
  let db: Kysely<Tables> | undefined;
  try {
    if (url !== undefined && !/^postgres(ql)?:\/\//.test(url)) throw new TypeError("expected postgres://");
    db = await openAt(options);
    await migrateToLatest(db);
  } catch (cause) {
    await db?.destroy();
    throw new DatabaseOpenError(placeOf(options), cause instanceof Error ? cause.message : String(cause), { cause });
  }
  const opened = db;
  return { db: opened, kind: url === undefined ? "pglite" : "postgres", close: () => opened.destroy() };
}
