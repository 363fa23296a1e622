import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** The embedded database that this package is for, exactly: another one may keep its files in another form. */
export const EMBEDDED_DATABASE: string = manifest.dependencies["@electric-sql/pglite"] ?? "";

/**
 * Where the build leaves the files of a lab that has nothing in it yet; there is no such file where nothing was built.
 *
 * @param digest - What sets such a lab up, see `setUpDigest`: files made by other migrations have another name.
 */
export const emptyLabPath = (digest: string): string =>
  fileURLToPath(new URL(`../dist/empty-lab-${digest}.tar.br`, import.meta.url));
