import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { md5File } from "@neurophys/alf/io/node";
import { FileStore } from "@neurophys/alf/store/node";
import { createOneAlyx, type OneAlyxOptions } from "../one-alyx/create-one-alyx.ts";
import { type OneAlyx } from "../one-alyx/one-alyx.ts";
import { type AwsSourceOptions, awsSource } from "../one-alyx/sources/aws-source.ts";
import { dataServerSource } from "../one-alyx/sources/data-server-source.ts";
import { type OpenAlyxOptions, openAlyxClient } from "./alyx-client.ts";
import { type FileDownloads, fileFetcher } from "./fetch-files.ts";
import { environmentOptions, folderTables } from "./one.ts";
import { tableArchives } from "./table-archives.ts";

/** How a database and its folder are opened. */
export interface OpenOneAlyxOptions
  extends OpenAlyxOptions,
    Omit<
      OneAlyxOptions,
      "alyx" | "tables" | "store" | "tableFiles" | "hashFile" | "archives" | "now" | "onWarning" | "ky" | "fetchFiles"
    > {
  /** Folder of the tables, if they are not with the files. */
  readonly tablesDir?: string | undefined;
  /** Download files that are missing. Default: true, and false in mode `"local"`. */
  readonly download?: boolean | undefined;
  /** How files are downloaded, and who is told of it. */
  readonly downloads?: FileDownloads | undefined;
  /** The bucket to try before the data server; false for none. Default: the one that the database describes. */
  readonly aws?: AwsSourceOptions | false | undefined;
}

/**
 * Open an Alyx database with the settings of this machine, and the folder that its files come to.
 *
 * A database that has no settings yet is set up with defaults; nothing is asked. Nothing is sent until the first question.
 * In modes `"local"` and `"auto"` the tables in the folder are opened.
 *
 * Reads the environment: what `openAlyxClient` and `openOne` read, and `ONE_HTTP_DL_THREADS`, how many files come at a time.
 *
 * @throws errors of the settings if they cannot be read; of the tables as `openOne`.
 * @see Source: `OneAlyx` in ONE, `one/api.py`.
 *
 * @example
 * ```ts
 * const one = await openOneAlyx({ baseUrl: "https://openalyx.internationalbrainlab.org", password: "international" });
 * const eids = await one.search({ project: "brainwide", datasets: "spikes.times.npy" });
 * const spikes = await one.loadObject(eids[0], "spikes", { collection: "alf/probe00/pykilosort" });
 * ```
 */
export async function openOneAlyx(options: OpenOneAlyxOptions = {}): Promise<OneAlyx> {
  const { mode = "remote", onWarning = () => undefined } = options;
  const { alyx, cacheDir } = await openAlyxClient(options);
  const folder = resolve(cacheDir);
  await mkdir(folder, { recursive: true });
  const tableFiles = folderTables(resolve(options.tablesDir ?? folder));
  const { dataServer, credentials } = alyx.downloads;
  const aws = options.aws === false ? [] : [awsSource(alyx, options.aws)];
  const sources = [...aws, dataServerSource(dataServer)];
  const mayDownload = options.download ?? mode !== "local";
  return createOneAlyx({
    ...options,
    ...environmentOptions(options),
    alyx,
    mode,
    tables: mode === "remote" ? undefined : await tableFiles.load({ now: new Date(), onWarning }),
    tableFiles,
    store: new FileStore(folder),
    location: folder,
    archives: tableArchives(tableFiles.location, credentials),
    fetchFiles: mayDownload
      ? fileFetcher({ ...options.downloads, cacheDir: folder, sources, credentials, onWarning })
      : undefined,
    hashFile: (key, signal) => md5File(join(folder, key), { signal }),
    onWarning,
  });
}
