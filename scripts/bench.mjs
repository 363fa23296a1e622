// pnpm bench one|alyx [--quick]: the originals and ours side by side on the same files; --quick takes less of everything.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { loadProof } from "./lib/proof.mjs";
import { ROOT, turbo } from "./lib/workspace.mjs";

const PROOF = join(ROOT, "tools", "proof");
const FOLDERS = { cache: join(ROOT, ".cache", "bench"), results: join(ROOT, "bench", "results") };
const say = (line) => console.log(line);
const SUBJECTS = { one: benchOne, alyx: benchAlyx };

const [subject, ...flags] = process.argv.slice(2);
const bench = SUBJECTS[subject];
if (bench === undefined || flags.some((flag) => flag !== "--quick")) {
  console.error(`usage: pnpm bench ${Object.keys(SUBJECTS).join("|")} [--quick]`);
  process.exit(2);
}
for (const name of await bench({ quick: flags.includes("--quick"), say })) console.log(`below its aim: ${name}`);

async function benchOne(options) {
  await buildPackage("one-client");
  const { runBench } = await loadProof("bench/main");
  const pythonScript = join(PROOF, "python", "bench_one.py");
  const rows = await runBench({ ...FOLDERS, pythonScript, caseProgram: await program("case") }, options);
  return rows.filter((row) => row.aim !== undefined && (row.ratio ?? 0) < row.aim).map((row) => row.name);
}

async function benchAlyx(options) {
  await buildPackage("transfer");
  const { missedAims, runAlyxBench } = await loadProof("bench/alyx");
  const programs = { caseProgram: await program("alyx-case"), serverProgram: await program("alyx-server") };
  const pythonScript = join(PROOF, "python", "bench_alyx.py");
  return missedAims(await runAlyxBench({ ...FOLDERS, pythonScript, ...programs }, options));
}

async function buildPackage(name) {
  const built = await turbo(["build", `--filter=@neurophys/${name}`]);
  if (built.code === 0) return;
  console.error(built.output);
  process.exit(1);
}

/** What is measured is what a user installs: the built packages, imported from node_modules. */
async function program(entry) {
  const outfile = join(PROOF, "dist", `bench-${entry}.mjs`);
  await mkdir(join(PROOF, "dist"), { recursive: true });
  await build({
    entryPoints: [join(PROOF, "src", "bench", `${entry}.ts`)],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
  return outfile;
}
