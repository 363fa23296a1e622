// pnpm vectors one FOLDER: run every recorded call of the folder's files against our functions.
import { fromCaller, loadProof } from "./lib/proof.mjs";

const [subject, folder] = process.argv.slice(2);
if (subject !== "one" || folder === undefined) {
  console.error("usage: pnpm vectors one FOLDER");
  process.exitCode = 2;
} else {
  const { runVectors } = await loadProof("vectors/main");
  const failed = await runVectors(fromCaller(folder), (line) => console.log(line));
  process.exitCode = failed ? 1 : 0;
}
