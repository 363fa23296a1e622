// pnpm bench one [--quick]: the Python original and ours side by side on the same files; --quick leaves out 10,000,000 rows.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { loadProof } from "./lib/proof.mjs";
import { ROOT, turbo } from "./lib/workspace.mjs";

const [subject, ...flags] = process.argv.slice(2);
if (subject !== "one" || flags.some((flag) => flag !== "--quick")) {
  console.error("usage: pnpm bench one [--quick]");
  process.exit(2);
}
const proof = join(ROOT, "tools", "proof");
const built = await turbo(["build", "--filter=@neurophys/one-client"]);
if (built.code !== 0) {
  console.error(built.output);
  process.exit(1);
}
// What is measured is what a user installs: the built packages, imported from node_modules.
const caseProgram = join(proof, "dist", "bench-case.mjs");
await mkdir(join(proof, "dist"), { recursive: true });
await build({
  entryPoints: [join(proof, "src/bench/case.ts")],
  outfile: caseProgram,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "error",
});
const { runBench } = await loadProof("bench/main");
const folders = {
  cache: join(ROOT, ".cache", "bench"),
  results: join(ROOT, "bench", "results"),
  pythonScript: join(proof, "python", "bench_one.py"),
  caseProgram,
};
const rows = await runBench(folders, { quick: flags.includes("--quick"), say: (line) => console.log(line) });
const missed = rows.filter((row) => row.aim !== undefined && (row.ratio ?? 0) < row.aim);
for (const row of missed) console.log(`below its aim: ${row.name}`);
