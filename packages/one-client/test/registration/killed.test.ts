import { type ChildProcess, spawn } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type RestRecord } from "../../src/alyx/index.ts";
import { DATA_FORMATS, DATASET_TYPES } from "./dataset-kinds.ts";
import { type Asked, LoopbackAlyx, listAnswer, type Reply } from "./loopback-alyx.ts";
import { LabOnDisk } from "./session-on-disk.ts";

const COUNT = 300;
const FILES = Object.fromEntries(
  Array.from({ length: COUNT }, (_, i) => [`alf/foo.bar.${i}.npy`, `content ${i} `.repeat(i)] as const),
);

let lab: LabOnDisk;
let alyx: LoopbackAlyx;

/** Everything is protected; the second request is never answered. */
function answer({ url, body }: Asked): Reply {
  if (url === "/dataset-types") return { status: 200, body: listAnswer(DATASET_TYPES) };
  if (url === "/data-formats") return { status: 200, body: listAnswer(DATA_FORMATS) };
  if (url.startsWith("/sessions?")) return { status: 200, body: listAnswer([]) };
  const { filenames, check_protected: isChecked } = body as RestRecord;
  if (isChecked !== true) return "hang";
  const details = (filenames as readonly string[]).map((name) => ({ [name]: [{ "": true }] }));
  return { status: 403, body: { status_code: 403, error: "One or more datasets is protected", details } };
}

async function bundle(): Promise<string> {
  const outfile = join(lab.root, "script.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("scripts/register-protected.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@neurophys/source"],
    logLevel: "error",
  });
  return outfile;
}

/** Kill a process when so many names were given or taken in a folder; tells whether it came to that. */
async function killAfter(child: ChildProcess, folder: string, changes: number): Promise<void> {
  const ended = new Promise((done) => child.on("close", done));
  let seen = 0;
  const watcher = watch(folder, () => {
    if (++seen === changes) child.kill("SIGKILL");
  });
  await expect.poll(() => seen >= changes || child.exitCode !== null, { timeout: 20_000 }).toBe(true);
  await ended;
  watcher.close();
}

beforeEach(async () => {
  lab = await LabOnDisk.create();
  alyx = await LoopbackAlyx.start(answer);
});
afterEach(async () => {
  await alyx.close();
  await lab.remove();
});

test.each([1, 2, 40, 150, COUNT])(
  "files are whole if the process is killed after %d changes of their folder",
  async (changes) => {
    await lab.write(FILES);
    const child = spawn(process.execPath, [await bundle(), alyx.url, lab.session()], { stdio: "inherit" });
    await killAfter(child, `${lab.session()}/alf`, changes);
    expect(child.signalCode).toBe("SIGKILL");

    const found = Object.entries(await lab.contents());
    const moved = found.filter(([name]) => name.includes("#2026-11-20#"));
    const whole = new Map(found.map(([name, content]) => [name.replace("#2026-11-20#/", ""), content]));
    expect(Object.fromEntries(whole)).toEqual(FILES);
    for (const [name, content] of found) expect(content).toBe(FILES[name.replace("#2026-11-20#/", "")]);
    // at most one file had both names
    expect(found.length - whole.size).toBeLessThanOrEqual(1);
    expect(moved.length).toBeGreaterThanOrEqual(changes === 1 ? 0 : 1);
  },
);
