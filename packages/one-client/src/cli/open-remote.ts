import { type OneAlyx } from "../alyx/index.ts";
import { type FileDownloads } from "../node/fetch-files.ts";
import { openOneAlyx } from "../node/one-alyx.ts";
import { type DatabaseOptions } from "./database-identity.ts";
import { type CacheOptions } from "./open-cache.ts";
import { databaseClient } from "./open-database.ts";
import { downloadProgress } from "./output/download-progress.ts";
import { type Terminal } from "./terminal.ts";

/** Options of commands that ask a folder or, with `--remote`, a database. */
export interface RemoteOptions extends CacheOptions, DatabaseOptions {
  readonly cacheDir?: string | undefined;
  readonly remote?: boolean | undefined;
  /** False with `--no-cache`. */
  readonly cache?: boolean | undefined;
}

/**
 * Open the database that a command means, and the folder that its files come to; downloads show their progress.
 *
 * @throws as `openDatabase`.
 */
export async function openRemote(
  terminal: Terminal,
  options: RemoteOptions,
  downloads: Pick<FileDownloads, "onSummary" | "concurrency"> = {},
): Promise<OneAlyx> {
  const { client } = await databaseClient(terminal, options);
  const progress = downloadProgress(terminal);
  return openOneAlyx({
    ...client,
    cacheMode: options.cache === false ? null : undefined,
    downloads: {
      ...downloads,
      onProgress: progress.update,
      onSummary: (summary) => {
        progress.stop();
        downloads.onSummary?.(summary);
      },
    },
  });
}
