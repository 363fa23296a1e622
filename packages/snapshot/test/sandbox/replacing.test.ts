import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { ReportSnapshot } from "../../src/node/report-snapshot.ts";
import { Snapshot } from "../../src/node/snapshot.ts";
import { machine, run } from "../cli/cli-run.ts";
import { pngOf } from "../small-images.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { figureOf, type OpenedSandbox, openSandbox } from "./open-sandbox.ts";

let lab: OpenedSandbox;

beforeAll(async () => {
  lab = await openSandbox();
}, 120_000);

afterAll(() => lab.sandbox.close());
afterEach(() => {
  vi.unstubAllEnvs();
});

test("A database keeps one note of a report, and one file", async () => {
  const { alyx, pid } = lab;
  const folder = await temporaryFolder({ "raster.png": pngOf(900, 90) });
  const report = new ReportSnapshot(folder, pid, { one: { alyx }, contentType: "probeinsertion" });
  report.outputs = [join(folder, "raster.png")];
  const [first] = await report.registerImages();
  const files = await lab.countFiles();
  const extraDict = { channels: null, depth: [1, 2.5] };
  const [second] = await report.registerImages({ widths: ["orig"], extraDict });
  expect(await lab.countFiles()).toBe(files);
  expect(await lab.sizeOf(second)).toBe("900x90");
  const notes = await alyx.list("notes", { django: `object_id,${pid}` });
  const ids = notes.filter(({ text }) => text === "raster").map(({ id }) => id);
  expect([ids, ids.includes(String(first?.id))]).toEqual([[second?.id], false]);
  expect(second?.json).toMatchObject({ name: "raster", depth: [1, 2.5] });
});

test("A database keeps one note of each of many figures that are replaced at once", async () => {
  const { alyx, eid } = lab;
  const register = async (name: string): Promise<unknown> =>
    new Snapshot(eid, { one: { alyx } }).registerImage(figureOf(30, 30), { text: name, json: { name } });
  const names = ["a, b", "[x]", "(1)", "7", "None"];
  await Promise.all([...names, ...names].map(register));
  await Promise.all(names.map(register));
  const notes = await alyx.list("notes", { django: `object_id,${eid}` });
  for (const name of names) expect(notes.filter(({ text }) => text === name)).toHaveLength(1);
});

test("The command draws a session of the lab; the next report takes its place", { timeout: 120_000 }, async () => {
  const { sandbox, eid } = lab;
  const cacheDir = await temporaryFolder();
  await machine({ ALYX_BASE_URL: sandbox.alyxUrl, ALYX_USER: sandbox.username, ALYX_TOKEN: sandbox.token });
  const first = await run(["report", eid, "--cache-dir", cacheDir, "--verbose"]);
  expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("spike_raster_probe00") as string });
  const second = await run(["report", eid, "--cache-dir", cacheDir, "--save", join(cacheDir, "figures")]);
  const names = [...second.stdout.matchAll(/^\S{36} {2}(\S+) {2}\d/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThanOrEqual(3);
  expect((await readdir(join(cacheDir, "figures"))).sort()).toEqual(names.map((name) => `${name}.png`).sort());
  const lines = (await run(["list", eid])).stdout.split("\n");
  for (const name of names) expect(lines.filter((line) => line.includes(`  report  ${name}  `))).toHaveLength(1);
});
