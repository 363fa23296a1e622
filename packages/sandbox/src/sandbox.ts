import { createUser, type NewUser } from "./alyx/accounts/create-user.ts";
import { type CacheTableSummary, writeCacheTables } from "./cache-tables/write-cache-tables.ts";
import { type LabDatabase } from "./database/lab-database.ts";
import { importFolder } from "./import/import-folder.ts";
import { type OpenLab, openLab } from "./sandbox/open-lab.ts";
import { checkProtected } from "./sandbox/protected-host.ts";
import { ensureUser } from "./sandbox/sandbox-user.ts";
import { protection, type ServeOptions, serveLab } from "./sandbox/serve-lab.ts";
import { seedDemo } from "./seed/seed-demo.ts";

/** Options of {@link createSandbox}. */
export interface SandboxOptions extends ServeOptions {
  /** Folder to keep everything in; without one everything goes when the sandbox is closed. */
  readonly folder?: string | undefined;
  /** `postgres://…` of a server that keeps the database; an embedded one by default. */
  readonly databaseUrl?: string | undefined;
  /** `"demo"` to begin with a small lab of made-up data. */
  readonly seed?: "demo" | undefined;
  /** Folder of ALF files to register and to serve in place. */
  readonly importDir?: string | undefined;
  /** Lab of imported sessions whose path names none. */
  readonly lab?: string | undefined;
  /** Who the sandbox is opened for; `"demo"` by default. */
  readonly username?: string | undefined;
  /** Password of this user; a random one by default. */
  readonly password?: string | undefined;
  /** Users to make besides, where they are missing. */
  readonly users?: readonly NewUser[] | undefined;
}

/** A lab that is served on this machine. */
export interface Sandbox extends AsyncDisposable {
  /** Address of the Alyx-compatible server, e.g. `"http://127.0.0.1:40123"`. */
  readonly alyxUrl: string;
  /** Address of the data server: `HTTP_DATA_SERVER` for clients. */
  readonly dataUrl: string;
  readonly username: string;
  readonly password: string;
  /** Token of this user, as `Authorization: Token …` wants it. */
  readonly token: string;
  /** Typed queries on what is served. */
  readonly database: LabDatabase;
  /** Absolute path of the folder with `data`, `media` and `tables`. */
  readonly folder: string;
  /** Write the tables that clients download anew, from what the database holds now. */
  writeTables(): Promise<CacheTableSummary>;
  /** Stop serving, close the database, and remove the folder if it is a temporary one. A second time does nothing. */
  close(): Promise<void>;
}

/**
 * Start a lab in a box: an Alyx-compatible server and a data server, on loopback, with a user who can log in.
 *
 * Without options all is in memory and a temporary folder. Sandboxes of one process share nothing.
 *
 * @throws `SandboxError`, see `isSandboxError`: a folder in use, a database that cannot be opened, a port that is taken,
 *   nothing to import, a host that is not protected. Nothing is left open or behind then.
 *
 * @example
 * ```ts
 * await using sandbox = await createSandbox({ seed: "demo" });
 * const one = await openOneAlyx({ baseUrl: sandbox.alyxUrl, username: sandbox.username, password: sandbox.password });
 * ```
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const lab = await openLab(options);
  try {
    const { username = "demo", password } = options;
    await addUsers(lab.database, options.users ?? []);
    // the user with a password that was made up here does not make a host protected
    if (password === undefined) await checkProtected(lab.database, protection(options));
    const user = await ensureUser(lab.database, { username, password });
    await fillLab(lab, { ...options, username });
    const servers = await serveLab(lab, options);
    let closed: Promise<void> | undefined;
    const close = (): Promise<void> => {
      closed ??= servers.close().finally(() => lab.close());
      return closed;
    };
    const { alyxUrl, dataUrl } = servers;
    const { database, folder } = lab;
    const writeTables = () => writeCacheTables(database, { tablesDir: lab.tablesDir });
    return { alyxUrl, dataUrl, ...user, database, folder, writeTables, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** Make the users who are not there yet. */
async function addUsers(database: LabDatabase, users: readonly NewUser[]): Promise<void> {
  const known = await database.db.selectFrom("lab_member").select("username").execute();
  const names = new Set(known.map(({ username }) => username));
  for (const user of users) if (!names.has(user.username)) await createUser(database, user);
}

/** Put in what a sandbox is to begin with, and write its tables. */
async function fillLab(
  lab: OpenLab,
  { seed, importDir, lab: labName, username }: SandboxOptions & { readonly username: string },
): Promise<void> {
  if (seed === "demo") await seedDemo(lab.database, { dataFolder: lab.dataFolder, username });
  if (importDir !== undefined) {
    const { mounts } = await importFolder(lab.database, importDir, { lab: labName });
    await lab.mounts.add(mounts);
  }
  await writeCacheTables(lab.database, { tablesDir: lab.tablesDir });
}
