import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { openOne } from "../node/one.ts";
import { type One } from "../one.ts";
import { type Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { showWarning } from "./warnings.ts";

/** Options that every command on a cache folder takes. */
export interface CacheOptions {
  readonly cacheDir?: string | undefined;
  readonly tablesDir?: string | undefined;
}

/**
 * Open the cache folder that a command means: `--cache-dir`, else `ONE_CACHE_DIR`, else the folder it was started in.
 *
 * @param otherwise - What else a person may do where there are none.
 * @throws UsageError if there are no cache tables, with what to do about it.
 */
export function openCache(terminal: Terminal, options: CacheOptions, otherwise?: string): Promise<One> {
  const given = options.cacheDir ?? terminal.env["ONE_CACHE_DIR"];
  const folder = resolve(terminal.cwd, given ?? ".");
  const tables = resolve(terminal.cwd, options.tablesDir ?? folder);
  const missing = ["sessions.pqt", "datasets.pqt"].filter((name) => !existsSync(join(tables, name)));
  if (missing.length > 0) {
    const what = missing.length === 2 ? "No cache tables" : `No ${missing[0]}`;
    const make = existsSync(folder) ? [`make them with "one index ${given ?? "DIR"}"`] : [];
    const ways = [...make, "name another folder with --cache-dir", ...(otherwise === undefined ? [] : [otherwise])];
    const others = ways.slice(0, -1).map((way) => `${way}, `);
    throw new UsageError(`${what} in ${tables}: ${others.join("")}${others.length > 0 ? "or " : ""}${ways.at(-1)}`);
  }
  return openOne(folder, { tablesDir: tables, onWarning: (warning) => showWarning(terminal, warning) });
}
