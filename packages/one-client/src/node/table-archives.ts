import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Credential } from "@neurophys/transfer";
import { download, extractZip, safeTarget } from "@neurophys/transfer/node";
import { type TableArchives } from "../one-alyx/load-remote-cache.ts";

/**
 * Brings archives of cache tables into folders.
 *
 * @param folder - Folder of the tables of no release.
 * @see Source: `AlyxClient.download_cache_tables` in ONE, `one/webclient.py`.
 */
export function tableArchives(folder: string, credentials: readonly Credential[]): TableArchives {
  return {
    async folderOf(tag) {
      const path = await safeTarget(folder, tag);
      await mkdir(path, { recursive: true });
      return path;
    },
    async bring(url, options) {
      const to = options.folder ?? folder;
      await mkdir(to, { recursive: true });
      // A place of its own: another call or process may bring the same archive.
      const work = await mkdtemp(join(to, ".cache-tables-"));
      const archive = join(work, "tables.zip");
      const { signal } = options;
      try {
        await download({ url, target: archive }, { credentials, signal });
        await extractZip(archive, to, { signal });
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
  };
}
