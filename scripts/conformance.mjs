// pnpm conformance one: our tables, searches, listings and loads beside those of Python's ONE, on the same files.
import { join } from "node:path";
import { loadProof } from "./lib/proof.mjs";
import { ROOT } from "./lib/workspace.mjs";

const [subject] = process.argv.slice(2);
if (subject !== "one") {
  console.error("usage: pnpm conformance one");
  process.exitCode = 2;
} else {
  const { runConformance } = await loadProof("conformance/main");
  const folders = {
    cache: join(ROOT, ".cache"),
    scripts: join(ROOT, "tools", "proof", "python"),
    vectors: join(ROOT, "fixtures", "one"),
  };
  const passed = await runConformance(folders, (line) => console.log(line));
  process.exitCode = passed ? 0 : 1;
}
