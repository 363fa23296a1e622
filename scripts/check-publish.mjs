// publint and are-the-types-wrong over every package that is published, and no built file imports a package for nothing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./lib/step.mjs";
import { packageFolders, ROOT, readManifest } from "./lib/workspace.mjs";

let passed = 0;
let failed = 0;

/** Built files with an import of a package that takes nothing from it: what remains of types, and is loaded all the same. */
function idleImports(dist) {
  return readdirSync(dist, { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .filter((name) => /^import "[^."]/m.test(readFileSync(join(dist, name), "utf8")));
}

for (const folder of packageFolders(["packages"])) {
  const { name, private: hidden } = readManifest(folder);
  if (hidden) continue;
  for (const [tool, args] of [
    ["publint", ["--pack", "npm", "--strict"]],
    ["attw", ["--pack", ".", "--profile", "esm-only", "--format", "ascii", "--no-color"]],
  ]) {
    const { code, output } = await run(join(ROOT, "node_modules", ".bin", tool), args, {
      cwd: folder,
      shell: process.platform === "win32",
    });
    if (code === 0) passed += 1;
    else {
      failed += 1;
      process.stdout.write(`${name}: ${tool}\n${output}\n`);
    }
  }
  const idle = idleImports(join(folder, "dist"));
  if (idle.length === 0) passed += 1;
  else {
    failed += 1;
    process.stdout.write(`${name}: imports of a package for nothing in ${idle.join(", ")}\n`);
  }
}
process.stdout.write(`publishing: ${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
