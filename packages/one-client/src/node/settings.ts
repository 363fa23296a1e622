import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type OnWarning } from "@neurophys/alf";
import { type SettingsContext } from "../settings/settings-context.ts";
import { settingsFolder } from "./settings-folder.ts";
import { moveOldRestCache } from "./settings-old-rest-cache.ts";

/** Where the settings of a user are. */
export interface NodeSettingsOptions {
  /** Folder of the settings. By default Python's: `~/.one`, on Windows `%APPDATA%\.one`. */
  readonly paramsDir?: string | undefined;
  /** Root of the folders of files. By default Python's: `Downloads/ONE` in the home folder. */
  readonly cacheRoot?: string | undefined;
  /** Told about what went on although something was odd. */
  readonly onWarning?: OnWarning | undefined;
}

/**
 * Folder of the settings that Python's ONE uses too. Reads the environment: `APPDATA` on Windows.
 *
 * @see Source: `get_params_dir` in ONE, `one/params.py`.
 */
export function getParamsDir(): string {
  const appData = process.platform === "win32" ? process.env["APPDATA"] : undefined;
  return join(appData ?? homedir(), ".one");
}

/**
 * The settings on this machine, shared with Python's ONE.
 *
 * @example `const params = await getParams(nodeSettings(), { client: "https://alyx.lab.org" });`
 * @see Source: `one/params.py` in ONE.
 */
export function nodeSettings(options: NodeSettingsOptions = {}): SettingsContext {
  const paramsDir = resolve(options.paramsDir ?? getParamsDir());
  const cacheRoot = resolve(options.cacheRoot ?? join(homedir(), "Downloads", "ONE"));
  return {
    storage: settingsFolder(paramsDir),
    folders: {
      defaultRoot: cacheRoot,
      defaultFor: (key) => join(cacheRoot, key),
      resolve: (folder) => resolve(folder),
      create: async (folder) => void (await mkdir(folder, { recursive: true })),
    },
    onRead: (url, cacheDir) => moveOldRestCache(paramsDir, url, cacheDir),
    onWarning: options.onWarning,
  };
}
