import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type DataWarning } from "@neurophys/alf";
import { openOne } from "../node/one.ts";
import { type One } from "../one.ts";
import { remark, type Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Options that every command on a cache folder takes. */
export interface CacheOptions {
  readonly cacheDir?: string | undefined;
  readonly tablesDir?: string | undefined;
}

/**
 * Open the cache folder that a command means: `--cache-dir`, else `ONE_CACHE_DIR`, else the folder it was started in.
 *
 * @throws UsageError if there are no cache tables, with what to do about it.
 */
export function openCache(terminal: Terminal, options: CacheOptions): Promise<One> {
  const given = options.cacheDir ?? terminal.env["ONE_CACHE_DIR"];
  const folder = resolve(terminal.cwd, given ?? ".");
  const tables = resolve(terminal.cwd, options.tablesDir ?? folder);
  if (!existsSync(join(tables, "sessions.pqt"))) {
    throw new UsageError(
      `No cache tables in ${tables}: make them with "one index ${given ?? "DIR"}", or name another folder with --cache-dir`,
    );
  }
  return openOne(folder, { tablesDir: tables, onWarning: (warning) => showWarning(terminal, warning) });
}

/** Show a warning without mixing it with the result. */
export function showWarning(terminal: Terminal, warning: DataWarning): void {
  remark(terminal, `one: ${warning.message}`);
}
