// The tests of the sandbox's database and server on PostgreSQL: that of SANDBOX_DATABASE, else one that is started here for
// the time of the run, if its programs are on this machine.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./lib/step.mjs";
import { ROOT } from "./lib/workspace.mjs";

const PACKAGE = join(ROOT, "packages", "sandbox");
const INSTALLED = "/usr/lib/postgresql";
// biome-ignore lint/suspicious/noUndeclaredEnvVars: a server that is there; this never runs as a task of turbo
const given = process.env.SANDBOX_DATABASE;

const [version] = existsSync(INSTALLED) ? readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a)) : [];
if (given === undefined && version === undefined) {
  console.log("not run: no PostgreSQL on this machine, and no SANDBOX_DATABASE");
  process.exit(0);
}
process.exit(given === undefined ? await onServerOfOurs(join(INSTALLED, version, "bin")) : await tests(given));

/** Run the tests; the exit code. */
async function tests(database) {
  const vitest = join(PACKAGE, "node_modules", "vitest", "vitest.mjs");
  // Not the reporter that writes the counts of `npm test`.
  const args = [vitest, "run", "test/alyx", "test/database", "--reporter=default"];
  const env = { ...process.env, SANDBOX_DATABASE: database, NO_COLOR: "1" };
  const { code, output } = await run(process.execPath, args, { cwd: PACKAGE, env });
  if (code !== 0) console.log(output);
  const [, failed = "0", passed = "0"] = /^ *Tests +(?:(\d+) failed \| )?(\d+) passed/m.exec(output) ?? [];
  console.log(`on PostgreSQL: ${passed} passed, ${failed} failed`);
  return code;
}

/** Start a server in a folder of its own, which goes with it. */
async function onServerOfOurs(bin) {
  const folder = mkdtempSync(join(tmpdir(), "neurophys-postgres-"));
  const port = await freePort();
  const data = join(folder, "data");
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await run("chown", ["postgres", folder]);
  const as = (program, ...args) => {
    const command = [join(bin, program), ...args];
    return isRoot ? run("runuser", ["-u", "postgres", "--", ...command]) : run(command[0], command.slice(1));
  };
  const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off`;
  try {
    const made = await as("initdb", "-D", data, "-U", "sandbox", "-A", "trust", "-E", "UTF8");
    const started = await as("pg_ctl", "-D", data, "-o", options, "-w", "-l", join(folder, "log"), "start");
    if (made.code !== 0 || started.code !== 0) {
      console.log(made.output + started.output);
      return 1;
    }
    return await tests(`postgres://sandbox@127.0.0.1:${port}/postgres`);
  } finally {
    await as("pg_ctl", "-D", data, "-m", "immediate", "stop");
    rmSync(folder, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
