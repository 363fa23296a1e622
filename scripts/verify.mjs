// Every check beyond the tests, one line each; ends with the sum of all of them and of the last `npm test`.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, step } from "./lib/step.mjs";
import { ensurePnpm, packageFolders, pnpm, ROOT, turbo } from "./lib/workspace.mjs";

const node = (...args) => run(process.execPath, args, { cwd: ROOT });
const SHARED = join(ROOT, "..", "shared", "data");

/** What each check runs. A check whose input is not on this machine says so in its name and does not count. */
const CHECKS = [
  ["types", () => turbo(["typecheck"])],
  ["biome", () => node("node_modules/@biomejs/biome/bin/biome", "check", ".", "--error-on-warnings")],
  ["boundaries", () => node("scripts/check-boundaries.mjs")],
  ["README examples", () => node("scripts/check-examples.mjs")],
  ["public API snapshots", () => node("scripts/check-api.mjs")],
  ["size budgets", () => node("scripts/check-sizes.mjs")],
  ["reference site", () => node("scripts/docs.mjs")],
  ["publint and attw", () => node("scripts/check-publish.mjs")],
  ["packed tarballs", () => node("scripts/smoke-pack.mjs")],
  ["database on PostgreSQL", () => node("scripts/check-postgres.mjs")],
  ["vectors", () => pnpm(["--silent", "vectors", "one", "fixtures/one"])],
  ["demo", () => node("scripts/run.mjs", "demo")],
  ["root entries in Chromium", () => node("scripts/check-browser.mjs")],
  ...["ibl-rig", "ibl-tables"]
    .filter((name) => existsSync(join(SHARED, name)))
    .map((name) => [`demo on ${name}`, () => node("scripts/run.mjs", "demo", "--data", join(SHARED, name))]),
  ["conformance with the original", () => pnpm(["--silent", "conformance", "one"])],
  ["conformance on a database, read", () => pnpm(["--silent", "conformance", "alyx"])],
  ["conformance on a database, written", () => pnpm(["--silent", "conformance", "sandbox"])],
];

await ensurePnpm();
let passed = 0;
let failed = 0;
for (const folder of packageFolders()) {
  const file = join(folder, ".vitest", "results.json");
  if (!existsSync(file)) continue;
  const results = JSON.parse(readFileSync(file, "utf8"));
  passed += results.numPassedTests;
  failed += results.numFailedTests;
}

for (const [name, work] of CHECKS) {
  const ok = await step(name, async () => {
    const result = await work();
    const lines = result.output.trimEnd().split("\n");
    const counts = /(\d+) passed, (\d+) failed/.exec(lines.at(-1) ?? "");
    const skipped = lines.find((line) => /\bnot run\b/.test(line));
    return { ...result, note: counts?.[0] ?? skipped?.trim() };
  });
  if (ok) passed += 1;
  else failed += 1;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
