import { HttpStore } from "@neurophys/alf/store";
import { createFetch, parseHttpUrl } from "@neurophys/transfer";
import ky, { type KyInstance } from "ky";
import { ONE_API_VERSION } from "../alyx/api-version.ts";
import { type AlyxClient } from "../alyx/client/alyx-client.ts";
import { NoDataServerError } from "../errors.ts";
import { type OneOptions, oneParts } from "../one/create-one.ts";
import { type StoredFile } from "../one/one-context.ts";
import { defaultCache } from "../tables/cache-tables.ts";
import { type TableArchives } from "./load-remote-cache.ts";
import { OneAlyx } from "./one-alyx.ts";
import { type OneMode } from "./remote-base.ts";

/** What a {@link OneAlyx} works with. */
export interface OneAlyxOptions extends Omit<OneOptions, "tables" | "store"> {
  /** The client of the database. */
  readonly alyx: AlyxClient;
  /** Whom questions go to. Default: `"remote"`. */
  readonly mode?: OneMode | undefined;
  /** Tables to begin with. Default: empty ones, which grow by the answers. */
  readonly tables?: OneOptions["tables"] | undefined;
  /** Where files are read from. Default: the data server of the database, and nothing is kept. */
  readonly store?: OneOptions["store"] | undefined;
  /** Brings tables that the database hands out. */
  readonly archives?: TableArchives | undefined;
  /** The HTTP client that the data server is asked with; `ky` as it comes by default. */
  readonly ky?: KyInstance | undefined;
}

/**
 * Make a {@link OneAlyx} of a client that is at hand: in a browser, or anywhere without a folder.
 *
 * In Node.js use `openOneAlyx` of the `node` entry, which downloads files to a folder and verifies them.
 *
 * @throws NoDataServerError (`one/no-data-server`) if no store is given and the database has no data server set.
 *
 * @example
 * ```ts
 * const alyx = createAlyxClient({ baseUrl, username, token, dataServer: { HTTP_DATA_SERVER: "https://data.lab.org" } });
 * const one = createOneAlyx({ alyx });
 * const [eid] = await one.search({ subject: "SW01", datasets: "spikes.times.npy" });
 * ```
 */
export function createOneAlyx(options: OneAlyxOptions): OneAlyx {
  const { alyx, mode = "remote", now = () => new Date() } = options;
  const { dataServer } = alyx.downloads;
  const server = dataServerStore(alyx, options.ky);
  const isFar = options.store === undefined;
  const store = options.store ?? server;
  if (store === undefined) throw new NoDataServerError();
  const parts = oneParts({
    ...options,
    store,
    // Where a caller names a store for parts of files, they are read there and nowhere else.
    remoteStore: options.remoteStore ?? server,
    fileAt: options.fileAt ?? (options.remoteStore === undefined ? (url) => fileAt(alyx, url, options.ky) : undefined),
    dataServer: options.dataServer ?? dataServer,
    tables: options.tables ?? defaultCache(now(), alyx.baseUrl),
    // Files on the server have ids in their names, and are read once.
    uuidFilenames: options.uuidFilenames ?? isFar,
    checkHash: options.checkHash ?? !isFar,
  });
  return new OneAlyx({ ...parts, alyx, mode, archives: options.archives, apiVersion: ONE_API_VERSION });
}

/**
 * The file at an address that a record of the database holds.
 *
 * @throws InvalidUrlError of `@neurophys/transfer` if it is no http or https address.
 */
function fileAt(alyx: AlyxClient, url: string, client: KyInstance = ky): StoredFile {
  const { url: address, credential } = parseHttpUrl(url);
  const slash = address.pathname.lastIndexOf("/") + 1;
  const folder = new URL(address.pathname.slice(0, slash), address);
  const fetch = createFetch(client, {
    credentials: [...alyx.downloads.credentials, ...(credential === undefined ? [] : [credential])],
  });
  return { store: new HttpStore(folder, { fetch }), key: decodeURIComponent(address.pathname.slice(slash)) };
}

/** The data server of a database as a store; `undefined` if none is set. */
export function dataServerStore(alyx: AlyxClient, client: KyInstance = ky): HttpStore | undefined {
  const { dataServer, credentials } = alyx.downloads;
  if (dataServer === undefined) return undefined;
  return new HttpStore(dataServer, { fetch: createFetch(client, { credentials }) });
}
