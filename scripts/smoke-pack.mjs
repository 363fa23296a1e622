// What a user installs: pack every package, install the tarballs in an empty folder, import every entry.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./lib/step.mjs";
import { packageFolders, pnpm, readManifest } from "./lib/workspace.mjs";

const folder = mkdtempSync(join(tmpdir(), "neurophys-smoke-"));
let passed = 0;
let failed = 0;
function report(ok, name, output) {
  if (ok) passed += 1;
  else {
    failed += 1;
    process.stdout.write(`FAILED ${name}\n${output}\n`);
  }
}

/** The commands do their work, and not only say what it is: a sandbox is started, and a file of it downloaded. */
async function downloadWithTheCommand() {
  const { createSandbox } = await import(new URL("../packages/sandbox/dist/node.js", import.meta.url).href);
  const sandbox = await createSandbox({ seed: "demo" });
  try {
    const env = {
      ...process.env,
      HOME: folder,
      ALYX_BASE_URL: sandbox.alyxUrl,
      ALYX_USER: sandbox.username,
      ALYX_TOKEN: sandbox.token,
      ONE_CACHE_DIR: join(folder, "files"),
    };
    const one = (...args) => run(join(folder, "node_modules", ".bin", "one"), args, { cwd: folder, env });
    const { output: eids } = await one("search", "--remote", "--dataset", "spikes.times.npy", "--ids");
    const [eid] = eids.split("\n");
    const downloaded = await one("download", eid, "--object", "spikes", "--collection", "alf/probe00");
    report(downloaded.code === 0 && /downloaded/.test(downloaded.output), "one download", downloaded.output);
  } finally {
    await sandbox.close();
  }
}

try {
  const packages = packageFolders(["packages"]).filter((path) => !readManifest(path).private);
  for (const path of packages) {
    const { code, output } = await pnpm(["pack", "--pack-destination", folder], { cwd: path });
    report(code === 0, `pack ${path}`, output);
  }
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const dependencies = {};
  for (const path of packages) {
    const { name, version } = readManifest(path);
    dependencies[name] =
      `file:./${tarballs.find((file) => file === `${name.slice(1).replace("/", "-")}-${version}.tgz`)}`;
  }
  // The tarballs depend on one another by version; in the empty folder those versions are the tarballs themselves.
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies, overrides: dependencies }),
  );
  const install = await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: folder,
    shell: process.platform === "win32",
  });
  report(install.code === 0, "npm install of the tarballs", install.output);

  for (const path of packages) {
    const { name, exports, bin } = readManifest(path);
    for (const entry of Object.keys(exports)) {
      if (entry === "./package.json") continue;
      const specifier = name + entry.slice(1);
      const code = `const m = await import(${JSON.stringify(specifier)}); if (Object.keys(m).length === 0) throw new Error("exports nothing");`;
      for (const flags of entry.endsWith("/node") ? [[]] : [[], ["--conditions=browser"]]) {
        const result = await run(process.execPath, [...flags, "--input-type=module", "-e", code], { cwd: folder });
        report(result.code === 0, `import ${specifier} ${flags.join(" ")}`, result.output);
      }
    }
    for (const command of Object.keys(bin ?? {})) {
      const result = await run(join(folder, "node_modules", ".bin", command), ["--help"], { cwd: folder });
      report(result.code === 0 && result.output.length > 100, `${command} --help`, result.output);
    }
  }
  await downloadWithTheCommand();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`packed tarballs: ${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
