// What an entry costs a page: minified and gzipped, with its dependencies, against a budget.
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ROOT } from "./lib/workspace.mjs";

/** Budgets in bytes, min + gzip, everything the entry pulls in at once included; libraries named are left out. */
const BUDGETS = [
  { entry: "packages/alf/dist/index.js", bytes: 6 * 1024 },
  { entry: "packages/alf/dist/path/index.js", bytes: 6 * 1024 },
  { entry: "packages/alf/dist/filter/index.js", bytes: 10 * 1024 },
  { entry: "packages/alf/dist/object/index.js", bytes: 5 * 1024 },
  { entry: "packages/alf/dist/npy/index.js", bytes: 13 * 1024 },
  { entry: "packages/alf/dist/text/index.js", bytes: 8 * 1024 },
  { entry: "packages/alf/dist/store/index.js", bytes: 6 * 1024 },
  { entry: "packages/alf/dist/io/index.js", bytes: 36 * 1024 },
  { entry: "packages/tables/dist/index.js", bytes: 40 * 1024, without: ["apache-arrow"] },
  { entry: "packages/transfer/dist/index.js", bytes: 22 * 1024 },
  { entry: "packages/figures/dist/index.js", bytes: 20 * 1024 },
  {
    // all of alf's decoders and of tables is in it; a page that only searches and loads leaves the writers out
    entry: "packages/one-client/dist/index.js",
    bytes: 90 * 1024,
    without: ["apache-arrow"],
  },
  // the client of a database, downloads and settings besides
  { entry: "packages/one-client/dist/alyx/index.js", bytes: 130 * 1024, without: ["apache-arrow"] },
  { entry: "packages/snapshot/dist/index.js", bytes: 66 * 1024, without: ["apache-arrow", "@neurophys/one-client"] },
];

/** The entry and what its import statements reach; parts that are imported later are not fetched with it. */
function eagerFiles({ outputs }, files) {
  const [start] = Object.entries(outputs).find(([, output]) => output.entryPoint !== undefined);
  const wanted = new Set([start]);
  for (const name of wanted) {
    for (const { path, kind, external } of outputs[name].imports)
      if (kind === "import-statement" && !external) wanted.add(path);
  }
  return files.filter((file) => [...wanted].some((name) => file.path.endsWith(name)));
}

let failed = 0;
for (const { entry, bytes, without = [] } of BUDGETS) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(ROOT, entry)],
    bundle: true,
    minify: true,
    splitting: true,
    outdir: "out",
    write: false,
    metafile: true,
    platform: "browser",
    format: "esm",
    external: without,
    logLevel: "error",
  });
  const size = eagerFiles(metafile, outputFiles).reduce(
    (sum, file) => sum + gzipSync(file.contents, { level: 9 }).length,
    0,
  );
  const ok = size <= bytes;
  if (!ok) failed += 1;
  process.stdout.write(
    `${ok ? "ok    " : "FAILED"} ${entry.padEnd(40)} ${String(size).padStart(7)} of ${bytes} bytes${without.length ? ` without ${without.join(", ")}` : ""}\n`,
  );
}
process.stdout.write(`sizes: ${BUDGETS.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
