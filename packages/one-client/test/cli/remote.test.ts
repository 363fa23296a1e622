import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tokenName } from "../alyx/client/loopback-alyx.ts";
import { E1, E2, E3, FILES, type LabServer, PID, startLab, UNKNOWN } from "../one-alyx/lab-server.ts";
import { Home } from "./home.ts";
import { type Ran, type RunOptions } from "./run-one.ts";

const SESSION = "labA/Subjects/S1/2020-03-04/001";

interface Setting {
  readonly lab: LabServer;
  readonly home: Home;
  /** Folder of the files. */
  readonly folder: string;
  one(args: readonly string[], options?: RunOptions): Promise<Ran>;
}

/** A lab, and a home in which its database is set up and a token is in the environment. */
async function setting(): Promise<Setting> {
  const lab = await startLab();
  const home = await Home.create();
  const folder = join(home.folder, "files");
  lab.alyx.tokens = 1;
  const env = { ALYX_BASE_URL: lab.alyx.url, ALYX_USER: "test_user", ALYX_TOKEN: tokenName(1) };
  const one = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
    home.one(args, { ...options, env: { ...env, ...options.env } });
  await one(["setup", "--silent", "--base-url", lab.alyx.url, "--cache-dir", folder]);
  await home.setDataServer(lab.alyx.url, lab.dataUrl);
  return { lab, home, folder, one };
}

test("search --remote asks the database, and only for the pages that are shown", async () => {
  const { lab, one } = await setting();
  const first = await one(["search", "--remote", "--limit", "2"], { columns: 80 });
  expect(first.err).toContain("2 sessions of 3");
  expect(lab.alyx.requests).toHaveLength(1);
  const all = await one(["search", "--remote", "--ids"]);
  expect([all.code, all.out]).toEqual([0, `${E1}\n${E2}\n${E3}\n`]);
  const one10 = await one(["search", "-R", "-s", "S10", "--json"]);
  expect(JSON.parse(one10.out)).toMatchObject([{ eid: E2, subject: "S10", projects: "" }]);
  expect(await one(["search", "--remote", "--subject", "S99", "--ids"])).toMatchObject({ code: 1, out: "" });
  const none = await one(["search", "--remote", "--subject", "S99"]);
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('No session of "S99" at all')]);
  const others = await one(["search", "--remote", "--subject", "S1", "--number", "77"]);
  expect(others).toEqual({ code: 1, out: "", err: "No session matches.\n" });
});

test("terms that only the database knows are passed on, and unknown ones refused", async () => {
  const { lab, one } = await setting();
  await one(["search", "--remote", "--term", "atlas_acronym=CA1", "--ids"]);
  expect(lab.alyx.requests.at(-1)?.url).toContain("atlas_acronym=CA1");
  const unknown = await one(["search", "--remote", "--term", "wheel=1"]);
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("[alf/unknown-name]")]);
  expect((await one(["search", "--term", "a=1"])).code).toBe(2);
});

test("insertions are found in the database", async () => {
  const { one } = await setting();
  const found = await one(["insertions", "--name", "probe00"], { columns: 100 });
  expect(found.out).toContain(PID);
  expect(found.out).toContain("3B2");
  expect((await one(["insertions", "--ids"])).out).toBe(`${PID}\n`);
});

test("list, show and load work on the database too", async () => {
  const { one } = await setting();
  expect((await one(["list", "--remote", "2020-03-04_1_S1", "-f", "spikes.*"])).err).toContain("3 datasets");
  expect((await one(["show", "--remote", E1])).out).toContain("subject");
  const loaded = await one(["load", "--remote", E1, "spikes", "-c", "alf/probe00", "--json"]);
  expect(JSON.parse(loaded.out)).toMatchObject([{ attribute: "clusters" }, { attribute: "times" }]);
});

test("download brings an object, and says the next time that it was there", async () => {
  const { one, folder } = await setting();
  const first = await one(["download", "2020-03-04_1_S1", "--object", "spikes", "--collection", "alf/probe00"]);
  expect([first.code, first.err]).toEqual([0, expect.stringMatching(/(?:^|\n)2 files: 2 downloaded \(\d+ B in /)]);
  expect(first.out.split("\n")).toContain(join(folder, SESSION, "alf/probe00/spikes.clusters.npy"));
  const again = await one(["download", E1, "--object", "spikes", "-c", "alf/probe00"]);
  expect(again.err).toContain("2 files: 2 were there\n");
});

test("download brings datasets by name, or the whole session at its default revisions", async () => {
  const { one, folder } = await setting();
  const named = await one(["download", E1, "_ibl_trials.table.pqt", "--json"]);
  expect(JSON.parse(named.out)).toEqual([join(folder, SESSION, "alf/_ibl_trials.table.pqt")]);
  const plan = await one(["download", E1, "--dry-run"]);
  expect(plan.out.trim().split("\n")).toHaveLength(FILES.length - 1);
  expect(await readdir(join(folder, SESSION, "alf"))).toEqual(["_ibl_trials.table.pqt"]);
  const all = await one(["download", E1]);
  expect(all.err).toMatch(/^4 files: 3 downloaded .*, 1 were there/);
  expect(all.out).toContain("#2024-01-01#/spikes.times.npy");
  expect(await readdir(join(folder, SESSION, "alf/probe00"))).not.toContain("spikes.times.npy");
  const old = await one(["download", E1, "--dry-run", "--revision", "2023-01-01", "--object", "spikes"]);
  expect(old.out).toBe("alf/probe00/spikes.clusters.npy\nalf/probe00/spikes.times.npy\n");
});

test("download --save-tables lets the files be loaded without the database", async () => {
  const { one, folder, home } = await setting();
  await one(["download", E1, "--object", "spikes", "--collection", "alf/probe00"]);
  const load = ["load", E1, "spikes", "--collection", "alf/probe00", "--cache-dir", folder];
  expect(await home.one(load)).toMatchObject({ code: 2, err: expect.stringContaining("--remote") });
  await one(["download", E1, "--object", "spikes", "--collection", "alf/probe00", "--save-tables"]);
  expect(await home.one(load)).toMatchObject({ code: 0, out: expect.stringContaining("times") });
  expect((await one(["download", E1, "--dry-run", "--save-tables"])).code).toBe(2);
  // what came is told of, though the tables cannot be kept
  const elsewhere = join(home.folder, "nowhere");
  const failed = await one(["download", E1, "-O", "trials", "--save-tables", "--tables-dir", elsewhere]);
  expect([failed.code, failed.out]).toEqual([1, expect.stringContaining("trials")]);
});

test("download of a session without such datasets says so once", async () => {
  const { one } = await setting();
  expect(await one(["download", E3])).toEqual({ code: 1, out: "", err: "No dataset matches.\n" });
});

test("a file of an object that is nowhere is counted, and exit code 1", async () => {
  const { one, lab } = await setting();
  lab.faults.set("spikes.clusters.npy", "missing");
  const { code, out, err } = await one(["download", E1, "--object", "spikes", "--collection", "alf/probe00"]);
  expect([code, out]).toEqual([1, expect.stringMatching(/spikes\.times\.npy\n$/)]);
  expect(err).toMatch(/No such file: .*spikes\.clusters[\s\S]*2 files: 1 downloaded .*, 1 are nowhere\n$/);
});

test("a file that cannot come is an error, and nothing half-written is left", async () => {
  const { one, lab, folder } = await setting();
  lab.faults.set("spikes.clusters.npy", "wrong");
  const failed = await one(["download", E1, "spikes.clusters.npy"]);
  expect([failed.code, failed.out]).toEqual([1, ""]);
  expect(failed.err).toContain("[transfer/integrity]");
  expect(failed.err).not.toContain(tokenName(1));
  const files = await readdir(folder, { recursive: true });
  expect(files.filter((name) => name.includes("spikes.clusters"))).toEqual([]);
});

test("an unknown session is told of alike by list and download, and nothing is printed", async () => {
  const { one, lab } = await setting();
  const err = `one: No session "${UNKNOWN}" in ${lab.alyx.url} [alyx/session-not-found]\n`;
  const expected = { code: 1, out: "", err };
  for (const args of [
    ["list", "-R", UNKNOWN],
    ["list", "-R", UNKNOWN, "--collections"],
    ["list", "-R", UNKNOWN, "--revisions"],
    ["show", "-R", UNKNOWN],
    ["load", "-R", UNKNOWN, "trials"],
    ["download", UNKNOWN],
    ["download", UNKNOWN, "--dry-run"],
  ]) {
    expect(await one(args)).toEqual(expected);
  }
});

test("insertions as JSON hold objects, and --no-cache asks anew", async () => {
  const { one, lab } = await setting();
  const found = await one(["insertions", "--json"]);
  expect(JSON.parse(found.out)).toMatchObject([{ id: PID, json: { n: 1 } }]);
  const before = lab.alyx.requests.length;
  await one(["insertions", "--json"]);
  expect(lab.alyx.requests).toHaveLength(before);
  await one(["insertions", "--json", "--no-cache"]);
  expect(lab.alyx.requests.length).toBeGreaterThan(before);
});

test("asking a database that was never set up writes no settings", async () => {
  const lab = await startLab();
  const home = await Home.create();
  lab.alyx.tokens = 1;
  const env = { ALYX_BASE_URL: lab.alyx.url, ALYX_USER: "test_user", ALYX_TOKEN: tokenName(1) };
  expect(await home.one(["search", "-R", "--ids"], { env })).toMatchObject({ code: 0, out: `${E1}\n${E2}\n${E3}\n` });
  await expect(readdir(home.path(""))).rejects.toThrow("ENOENT");
});
