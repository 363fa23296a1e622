// The root entries in a real browser: a page loads them, opens the demo's lab over HTTP by Range, loads and draws; and
// searches and loads what the database of a sandbox has, which is on another origin.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { loadProof } from "./lib/proof.mjs";
import { ROOT } from "./lib/workspace.mjs";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const TIMEOUT_MS = 60_000;
// biome-ignore lint/suspicious/noUndeclaredEnvVars: where the browser is; this never runs as a task of turbo
const browser = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
const data = join(ROOT, "demo", "data");
if (browser === undefined || !existsSync(join(data, "sessions.pqt"))) {
  const missing = browser === undefined ? "no Chromium on this machine" : 'no demo lab; run "npm run demo" first';
  console.log(`not run: ${missing}`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "neurophys-browser-"));
const { servePage } = await loadProof("browser/server");
await build({
  entryPoints: [join(ROOT, "tools/proof/src/browser/page.ts")],
  outfile: join(folder, "page.js"),
  bundle: true,
  platform: "browser",
  format: "esm",
  // The built packages, as a page's bundler would take them.
  conditions: ["browser", "import"],
  logLevel: "error",
});
const { server, answer: found } = await servePage({ script: join(folder, "page.js"), data });
const { createSandbox } = await import(new URL("../packages/sandbox/dist/node.js", import.meta.url).href);
const sandbox = await createSandbox({ seed: "demo" });
try {
  const query = new URLSearchParams({
    alyx: sandbox.alyxUrl,
    data: sandbox.dataUrl,
    user: sandbox.username,
    token: sandbox.token,
  });
  const url = `http://127.0.0.1:${server.address().port}/?${query}`;
  const answer = await answerOf(url);
  const expected = { sessions: 8, datasets: 16, object: "spikes" };
  const problems = Object.entries(expected)
    .filter(([name, value]) => answer[name] !== value)
    .map(([name, value]) => `${name}: ${answer[name]}, expected ${value}`);
  if (answer.error) problems.push(answer.error);
  if (!(answer.spikes > 10_000) || !(answer.pngBytes > 10_000))
    problems.push(`spikes: ${answer.spikes}, PNG of ${answer.pngBytes} bytes`);
  const { eids, spikes, columns = [] } = answer.remote ?? {};
  if (!(eids > 0) || !(spikes > 100) || columns.length === 0)
    problems.push(`of the database: ${JSON.stringify(answer.remote)}`);
  for (const problem of problems) console.log(problem);
  console.log(`${problems.length === 0 ? 1 : 0} passed, ${problems.length} failed`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await sandbox.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Open a page without a window until it has posted its answer to its server. */
async function answerOf(url) {
  const profile = `--user-data-dir=${join(folder, "profile")}`;
  const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", profile, url];
  const child = spawn(browser, args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "close");
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-2000);
  });
  const stop = new AbortController();
  const noAnswer = async (why) => ({ error: `the page gave no answer: ${why}\n${errors}` });
  try {
    return await Promise.race([
      found,
      ended.then(([code]) => noAnswer(`the browser ended (exit ${code})`)),
      sleep(TIMEOUT_MS, undefined, { signal: stop.signal }).then(() => noAnswer(`none after ${TIMEOUT_MS / 1000} s`)),
    ]);
  } finally {
    stop.abort();
    child.kill();
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
  }
}
