import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./step.mjs";

/** The repository's root folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const [, PNPM_VERSION] = manifest.packageManager.split("@");
const PNPM_FOLDER = join(ROOT, ".cache", `pnpm-${PNPM_VERSION}`);
const PNPM = join(PNPM_FOLDER, "node_modules", "pnpm", "bin", "pnpm.cjs");
const STAMP = join(ROOT, "node_modules", ".neurophys-installed");

/** No tool of ours reports home, and none of them asks questions. */
const ENV = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", CI: process.env.CI ?? "1" };
// pnpm reads npm's per-run variables as its own settings and would take the wrong ones.
for (const name of Object.keys(ENV)) if (/^npm_(package|lifecycle|command|execpath|node)/.test(name)) delete ENV[name];

/** Put the pinned pnpm into `.cache`, once. A global pnpm of another version would read the lock file differently. */
export async function ensurePnpm() {
  if (existsSync(PNPM)) return { code: 0, output: "", note: `${PNPM_VERSION}, present` };
  mkdirSync(PNPM_FOLDER, { recursive: true });
  writeFileSync(join(PNPM_FOLDER, "package.json"), '{"private":true}\n');
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["install", "--no-save", "--no-audit", "--no-fund", `pnpm@${PNPM_VERSION}`];
  const result = await run(npm, args, { cwd: PNPM_FOLDER, env: ENV, shell: process.platform === "win32" });
  return { ...result, note: PNPM_VERSION };
}

/** Install what the lock file names, unless that very lock file is installed already. */
export async function ensureInstalled() {
  const state = createHash("sha256");
  state.update(readFileSync(join(ROOT, "pnpm-lock.yaml")));
  for (const folder of packageFolders()) state.update(readFileSync(join(folder, "package.json")));
  const digest = state.digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest) return { code: 0, output: "", note: "up to date" };
  const result = await pnpm(["install", "--frozen-lockfile", "--prefer-offline"]);
  if (result.code === 0) writeFileSync(STAMP, digest);
  return result;
}

/** Run the pinned pnpm in the root folder. */
export function pnpm(args, options = {}) {
  return run(process.execPath, [PNPM, ...args], { cwd: ROOT, env: ENV, ...options });
}

/** Run turbo in the root folder. */
export function turbo(args, options = {}) {
  const bin = join(ROOT, "node_modules", "turbo", "bin", "turbo");
  // turbo starts the package scripts with the pnpm it finds on PATH: give it ours.
  const shims = join(PNPM_FOLDER, "node_modules", ".bin");
  const separator = process.platform === "win32" ? ";" : ":";
  const env = { ...ENV, PATH: `${shims}${separator}${ENV.PATH ?? ENV.Path}` };
  return run(process.execPath, [bin, "run", ...args, "--output-logs=errors-only"], { cwd: ROOT, env, ...options });
}

/** Absolute folders of every workspace package. */
export function packageFolders(groups = ["packages", "apps", "tools"]) {
  return groups.flatMap((group) => {
    const parent = join(ROOT, group);
    if (!existsSync(parent)) return [];
    return readdirSync(parent)
      .map((name) => join(parent, name))
      .filter((folder) => existsSync(join(folder, "package.json")));
  });
}

/** Manifest of a package folder. */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
