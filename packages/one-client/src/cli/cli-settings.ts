import { homedir } from "node:os";
import { join } from "node:path";
import { nodeSettings } from "../node/settings.ts";
import { type SettingsContext } from "../settings/settings-context.ts";
import { type Terminal } from "./terminal.ts";
import { showWarning } from "./warnings.ts";

/** The settings of who runs the command, which Python's ONE uses too; warnings go to the terminal. */
export function cliSettings(terminal: Terminal): SettingsContext {
  const { env } = terminal;
  const isWindows = process.platform === "win32";
  const home = (isWindows ? env["USERPROFILE"] : env["HOME"]) || homedir();
  const folder = (isWindows && env["APPDATA"]) || home;
  return nodeSettings({
    paramsDir: join(folder, ".one"),
    cacheRoot: join(home, "Downloads", "ONE"),
    onWarning: (warning) => showWarning(terminal, warning),
  });
}
