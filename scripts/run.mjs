// `npm run demo` and `npm test`: everything from a bare Node and npm to the result, one line a step.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, step } from "./lib/step.mjs";
import { ensureInstalled, ensurePnpm, packageFolders, ROOT, turbo } from "./lib/workspace.mjs";

const [task, ...words] = process.argv.slice(2);
// npm takes the "--" before options away; other runners hand it on.
const rest = words[0] === "--" ? words.slice(1) : words;
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`neurophys needs Node 20.19 or newer; this is ${process.version}.\n`);
  process.exit(1);
}

const ready =
  (await step("pnpm", ensurePnpm)) &&
  (await step("dependencies from the lock file", ensureInstalled)) &&
  (await step("build", () => turbo(["build", ...(task === "demo" ? ["--filter=@neurophys/demo"] : [])])));
if (!ready) process.exit(1);

if (task === "demo") {
  const { code } = await run(process.execPath, [join(ROOT, "apps/demo/dist/main.js"), ...rest], {
    stdio: "inherit",
    cwd: ROOT,
  });
  process.exit(code);
} else if (task === "test") {
  process.exit(await test());
} else {
  process.stderr.write(`Unknown task "${task}": expected demo or test.\n`);
  process.exit(1);
}

/** Run every package's tests and add up what vitest counted. */
async function test() {
  const ok = await step("tests", () => turbo(["test", "--concurrency=1", "--continue", ...rest]));
  let passed = 0;
  let failed = 0;
  for (const folder of packageFolders()) {
    const file = join(folder, ".vitest", "results.json");
    if (!existsSync(file)) continue;
    const results = JSON.parse(readFileSync(file, "utf8"));
    passed += results.numPassedTests;
    failed += results.numFailedTests;
    const name = folder.slice(ROOT.length + 1);
    process.stdout.write(
      `      ${name.padEnd(24)} ${String(results.numPassedTests).padStart(6)} passed, ${results.numFailedTests} failed\n`,
    );
  }
  if (!ok && failed === 0) failed = 1; // a file that does not even load counts no test
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
