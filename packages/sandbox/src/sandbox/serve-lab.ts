import { createAlyxApp } from "../alyx/create-alyx-app.ts";
import { createDataApp } from "../data-server/create-data-app.ts";
import { pointRepositories } from "../import/register-lab.ts";
import { guardedApp, onlyLoopbackHosts } from "./guarded-app.ts";
import { type Listening, listen } from "./listen.ts";
import { isAllowedOrigin } from "./loopback.ts";
import { type OpenLab } from "./open-lab.ts";
import { checkProtected, type Protection } from "./protected-host.ts";
import { type RateLimit } from "./rate-limit.ts";

/** A user name and a password. */
export interface DataLogin {
  readonly username: string;
  readonly password: string;
}

/** How a sandbox is served. */
export interface ServeOptions {
  /** Address to listen on; `"127.0.0.1"` by default. Others need users with passwords, and a login for the data. */
  readonly host?: string | undefined;
  /** Port of the database's server; any free one by default. */
  readonly port?: number | undefined;
  /** Port of the data server; any free one by default. */
  readonly dataPort?: number | undefined;
  /** Refuse everything that would change the database. */
  readonly readOnly?: boolean | undefined;
  /** How many requests an address, and a token, may send to the database's server; no limit by default. */
  readonly rateLimit?: RateLimit | undefined;
  /** Largest body of a request, 64 MiB by default. */
  readonly bodyLimitBytes?: number | undefined;
  /** Login that the data server asks for; none by default. */
  readonly dataLogin?: DataLogin | undefined;
  /** Serve files without a login on other than loopback addresses too. */
  readonly openData?: boolean | undefined;
  /** Origins of pages that may read answers, or `"*"`, besides pages of this machine. */
  readonly allowOrigins?: readonly string[] | undefined;
  /** Told of failures that are answered with 500. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** The two servers of a sandbox. */
export interface LabServers {
  /** Address of the database's server, without a slash at the end. */
  readonly alyxUrl: string;
  /** Address of the data server, without a slash at the end. */
  readonly dataUrl: string;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
/** What one image of a note may weigh, and any list of files. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** What `checkProtected` needs to know of options. */
export function protection({ host = LOOPBACK, dataLogin, openData }: ServeOptions): Protection {
  return { host, hasDataLogin: dataLogin !== undefined || openData === true };
}

/**
 * Serve a lab: its database and its files, on two ports.
 *
 * @throws `UnprotectedHostError` if other machines would reach it, and it is not protected.
 * @throws `ListenError` if a port is taken.
 */
export async function serveLab(lab: OpenLab, options: ServeOptions = {}): Promise<LabServers> {
  const { host = LOOPBACK, port = 0, dataPort = 0, allowOrigins = [] } = options;
  await checkProtected(lab.database, protection(options));
  const alyx = createAlyxApp({
    database: lab.database,
    mediaDir: lab.mediaDir,
    tablesDir: lab.tablesDir,
    readOnly: options.readOnly,
    onFailure: options.onFailure,
  });
  const data = createDataApp({
    mounts: lab.mounts.all,
    login: options.dataLogin,
    guard: onlyLoopbackHosts(host),
    // a login protects data from pages as well: browsers send none by themselves to another origin
    allowsOrigin: (origin) => options.dataLogin !== undefined || isAllowedOrigin(origin, allowOrigins),
  });
  const guards = {
    host,
    allowOrigins,
    rateLimit: options.rateLimit,
    bodyLimitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
  };
  const servers: Listening[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    const dataServer = await listen(data, { host, port: dataPort });
    servers.push(dataServer);
    await pointRepositories(lab.database.db, dataServer.url);
    const alyxServer = await listen(guardedApp(alyx, guards), { host, port });
    servers.push(alyxServer);
    return { alyxUrl: alyxServer.url, dataUrl: dataServer.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
