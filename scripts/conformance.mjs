// pnpm conformance one: our tables, searches, listings and loads beside those of Python's ONE, on the same files.
// pnpm conformance alyx: one database (of ALYX_BASE_URL, ALYX_USER, ALYX_PASSWORD, else a sandbox), asked by both; nothing
// is written.
// pnpm conformance sandbox: one sandbox, asked through Python's ONE and through ours (needs the packages built).
import { join } from "node:path";
import { loadProof } from "./lib/proof.mjs";
import { ROOT } from "./lib/workspace.mjs";

const folders = {
  cache: join(ROOT, ".cache"),
  scripts: join(ROOT, "tools", "proof", "python"),
  vectors: join(ROOT, "fixtures", "one"),
};
const RUNS = {
  one: async (write) => (await loadProof("conformance/main")).runConformance(folders, write),
  alyx: async (write) => {
    const { runAlyxConformance } = await loadProof("conformance/alyx", { external: ["@neurophys/sandbox/node"] });
    return runAlyxConformance(folders, write);
  },
  // an embedded database finds its own files beside its code, which a bundle has left behind
  sandbox: async (write) => {
    const { runSandboxConformance } = await loadProof("conformance/sandbox", { external: ["@neurophys/sandbox/node"] });
    return runSandboxConformance(folders, write);
  },
};

const [subject = ""] = process.argv.slice(2);
const run = Object.hasOwn(RUNS, subject) ? RUNS[subject] : undefined;
if (run === undefined) {
  console.error(`usage: pnpm conformance ${Object.keys(RUNS).join("|")}`);
  process.exitCode = 2;
} else {
  const passed = await run((line) => console.log(line));
  process.exitCode = passed ? 0 : 1;
}
