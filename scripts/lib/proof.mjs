// Bundles one program of tools/proof from the sources of the whole workspace, and runs it: no build is needed before.
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "./workspace.mjs";

/** Paths on the command line are meant from where the command was typed, not from where pnpm runs it. */
export function fromCaller(path) {
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: pnpm sets it; this never runs as a task of turbo
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/**
 * Load `tools/proof/src/<entry>.ts` with everything that it imports, except for what is to be loaded as it was built.
 */
export async function loadProof(entry, { external = [] } = {}) {
  const outfile = join(ROOT, "tools", "proof", "dist", `${entry.replaceAll("/", "-")}.mjs`);
  await mkdir(dirname(outfile), { recursive: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, "tools", "proof", "src", `${entry}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@neurophys/source"],
    external,
    // Packages that were written for CommonJS ask for these.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    sourcemap: "inline",
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
