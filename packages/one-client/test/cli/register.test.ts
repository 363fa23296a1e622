import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type JsonValue } from "@neurophys/alf";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordedAnswers } from "../alyx/client/recorded-answers.ts";
import { EID, ok, PLAIN, protecting, Setting } from "../registration/setting.ts";
import { Home } from "./home.ts";
import { type RunOptions } from "./run-one.ts";

const TOKEN = "0123456789abcdef0123456789abcdef01234567";
const known = { id: EID, subject: "SW01", number: 1, start_time: "2024-04-01T08:00:00", lab: "cortexlab" };

let at: Setting;
let home: Home;
beforeEach(async () => {
  [at, home] = [await Setting.create(), await Home.create()];
});
afterEach(() => at.close());

async function register(args: readonly string[], options: RunOptions = {}) {
  const env = { ALYX_BASE_URL: at.alyx.url, ALYX_USER: "test_user", ALYX_TOKEN: TOKEN };
  return await home.one(["register", ...args], { env, ...options });
}

const writes = (): readonly string[] => at.alyx.calls.filter((call) => !call.startsWith("GET"));
const body = (endpoint: string): JsonValue | undefined =>
  at.alyx.asked.find(({ method, url }) => method !== "GET" && url.startsWith(`/${endpoint}`))?.body;

describe("one register of a session", () => {
  test("--dry-run shows what would be sent and moved, and writes nothing", async () => {
    at.sessions = [known];
    await at.lab.write({ [PLAIN]: "abc", "alf/odd.name.zzz": "x" });
    const before = await at.lab.contents();
    const { code, out, err } = await register([
      at.lab.session(),
      "--dry-run",
      "--projects",
      "a,b",
      "--repository",
      "r",
    ]);
    const leftOut = "1 file left out: alf/odd.name.zzz (no dataset type of the database fits)";
    expect([code, err]).toEqual([0, `Nothing was written.\n${leftOut}\n`]);
    expect(out).toMatch(new RegExp(`^update ${EID}, session SW01/2024-04-01/001\n`));
    expect(out).toContain('projects: ["a","b"]');
    expect(out).toContain("register 1 file (3 B) of SW01/2024-04-01/001 as test_user in r");
    expect(out).toMatch(/move alf\/foo\.bar\.npy → alf\/#\d{4}-\d\d-\d\d#\/foo\.bar\.npy/);
    expect(writes()).toEqual([]);
    expect(await at.lab.contents()).toEqual(before);
    const json = JSON.parse((await register([at.lab.session(), "--dry-run", "--json"])).out);
    expect(json.sessions[0]).toMatchObject({ eid: EID, files: { requests: [{ body: { filenames: [PLAIN] } }] } });
  });

  test("registers it and its files, and shows their records", async () => {
    const recorded = recordedAnswers("http_register_tasks_misc.txt").find(({ label }) => label === "register min");
    at.registerFile = () => ok(JSON.parse(recorded?.body ?? "null"), 201);
    await at.lab.write({ [PLAIN]: "abc" });
    const args = [at.lab.session(), "--users", "ann, bob", "--projects", "a", "--projects", "b"];
    const { code, out, err } = await register(args, { columns: 120 });
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^SW01/2024-04-01/001 +${EID}$`, "m"));
    expect(out).toMatch(/alf\/foo\.bar\.npy +20 B +foo\.bar +3443af4e-a632-4292-b4b9-cb3032617af6/);
    expect(err).toMatch(/^registered 1 session and 1 dataset, 20 B\n1 dataset cannot be listed .*\n$/);
    expect(body("sessions")).toMatchObject({ subject: "SW01", users: ["ann", "bob"], projects: ["a", "b"] });
    expect(body("register-file")).toMatchObject({ filenames: [PLAIN], created_by: "test_user" });
  });

  test.each([60, 80, 120])("fits a terminal of %i columns", async (columns) => {
    const recorded = recordedAnswers("http_register_tasks_misc.txt").find(({ label }) => label === "register min");
    at.registerFile = () => ok(JSON.parse(recorded?.body ?? "null"), 201);
    await at.lab.write({ [PLAIN]: "abc" });
    const { out } = await register([at.lab.session()], { columns });
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    expect(out).toContain("alf/foo.bar.npy");
  });

  test.each([[["--dry-run"]], [[]]])("names the files that no dataset type takes, with %j too", async (extra) => {
    const odd = Array.from({ length: 6 }, (_, i) => `alf/x.y${i}.npy`);
    await at.lab.write({ [PLAIN]: "abc", "alf/x.npy": "x", ...Object.fromEntries(odd.map((name) => [name, "x"])) });
    const { code, err } = await register([at.lab.session(), ...extra]);
    expect(code).toBe(0);
    expect(err).toContain("7 files left out: alf/x.npy, alf/x.y0.npy, ");
    expect(err).toMatch(/, and 2 more$/m);
    const json = JSON.parse((await register([at.lab.session(), "--json", ...extra])).out);
    const { skipped } = extra.length > 0 ? json.sessions[0].files : json;
    expect(skipped).toHaveLength(7);
    expect(skipped[0]).toMatchObject({ file: `${at.lab.session()}/alf/x.npy` });
  });

  test("says where the server expects the files, where their records tell", async () => {
    await at.lab.write({ [PLAIN]: "abc" });
    const place = { data_repository: "lab_SR", data_repository_path: "/data/Subjects/", exists: false };
    at.registerFile = () => ok([{ name: "foo.bar.npy", file_records: [place] }], 201);
    const { err } = await register([at.lab.session()]);
    expect(err).toContain("the server expects the files below /data/Subjects/ of lab_SR\n");
  });

  test("leaves large files without hash", async () => {
    await at.lab.write({ [PLAIN]: "abc", "alf/spikes.times.npy": "abcdef" });
    await register([at.lab.session(), "--max-md5-size", "5B"]);
    expect(body("register-file")).toMatchObject({ hashes: [expect.stringMatching(/^[0-9a-f]{32}$/), null] });
  });

  test("that the database has twice is chosen by --eid", async () => {
    const second = EID.replace("0", "1");
    at.sessions = [known, { ...known, id: second }];
    await at.lab.write({ [PLAIN]: "abc" });
    const twice = await register([at.lab.session()]);
    expect([twice.code, twice.err]).toEqual([1, expect.stringContaining("[registration/duplicate-sessions]")]);
    expect(JSON.parse((await register([at.lab.session(), "--eid", second, "--json"])).out)).toMatchObject({
      sessions: [{ path: at.lab.session(), eid: second }],
      datasets: [{ name: "foo.bar.npy" }],
    });
  });

  test("moves files whose datasets are protected, and says so", async () => {
    at.registerFile = protecting((asked) => ok([{ name: "foo.bar.npy" }, asked.method].slice(0, 1), 201));
    at.sessions = [known];
    await at.lab.write({ [PLAIN]: "abc" });
    const { code, err } = await register([at.lab.session(), "--no-session"]);
    expect([code, err]).toEqual([0, expect.stringMatching(/^moved .*foo\.bar\.npy → .*#\/foo\.bar\.npy$/m)]);
    expect(existsSync(join(at.lab.session(), PLAIN))).toBe(false);
  });
});

test("one register --dry-run refuses a move onto another file, as the real run does", async () => {
  const today = new Date();
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((n) => String(n).padStart(2, "0"));
  const target = `alf/#${day.join("-")}#/foo.bar.npy`;
  const details = [{ [PLAIN]: [{ "": true }] }, { [target]: [{ "": true }] }];
  const refusal = { status_code: 403, error: "One or more datasets is protected", details };
  at.checkProtected = () => ok(refusal);
  at.registerFile = () => ok(refusal, 403);
  at.sessions = [known];
  await at.lab.write({ [PLAIN]: "new", [target]: "old" });
  const planned = await register([at.lab.session(), "--dry-run"]);
  expect([planned.code, planned.out]).toEqual([1, ""]);
  expect(planned.err).toMatch(/goes to .* too.*\[registration\/move-target-exists\]\n$/);
  expect((await register([at.lab.session()])).err).toBe(planned.err);
  expect(await at.lab.contents()).toEqual({ [PLAIN]: "new", [target]: "old" });
});

test("one register says which datasets no repository has, and before it that none is named", async () => {
  const places = [{ id: "f1", data_repository: "SR", exists: false }];
  at.registerFile = () => ok([{ name: "foo.bar.npy", file_records: places }], 201);
  await at.lab.write({ [PLAIN]: "abc" });
  expect((await register([at.lab.session(), "-n"])).err).toContain("Without --repository");
  expect((await register([at.lab.session(), "-n", "--repository", "SR"])).err).not.toContain("Without --repository");
  const { err } = await register([at.lab.session()]);
  expect(err).toMatch(/1 dataset cannot be listed .* SR has it\..* with --repository\.\n$/);
  expect((await register([at.lab.session(), "--repository", "SR"])).err).not.toContain("cannot be listed");
  expect(
    at.alyx.asked.filter(({ url }) => url.startsWith("/files")).map(({ method, url, body }) => [method, url, body]),
  ).toEqual([["PATCH", "/files/f1", { exists: true }]]);
  at.missing = ["files/f1"];
  expect((await register([at.lab.session(), "--repository", "SR"])).err).toContain("cannot be listed");
  at.registerFile = () => ok([{ name: "foo.bar.npy", file_records: [{ ...places[0], exists: true }] }], 201);
  expect((await register([at.lab.session()])).err).not.toContain("cannot be listed");
});

test("one register of a folder that is nearly one of a session says what is wrong", async () => {
  const folder = `${at.lab.subjects}/SW01/2024-13-45/001`;
  const { code, err } = await register([folder]);
  expect([code, err]).toEqual([2, expect.stringContaining('"SW01/2024-13-45/001" cannot be a session')]);
});

test("one register says which datasets have no place", async () => {
  at.registerFile = () => ok([{ name: "foo.bar.npy", file_records: [] }], 201);
  await at.lab.write({ [PLAIN]: "abc" });
  const { code, err } = await register([at.lab.session()]);
  expect([code, err]).toEqual([0, expect.stringContaining("1 dataset without a place")]);
});

describe("one register of several sessions", () => {
  test("takes those with a flag, and removes the flags", async () => {
    await at.lab.write({ [PLAIN]: "abc", "create_me.flag": "" });
    await at.lab.write({ [PLAIN]: "abc" }, at.lab.session("002"));
    await at.lab.write({ "create_me.flag": "" }, at.lab.session("003"));
    const planned = await register([at.lab.root, "-n"]);
    expect([planned.code, planned.out.match(/^create session .*$/gm)]).toEqual([
      0,
      ["create session SW01/2024-04-01/001", "create session SW01/2024-04-01/003"],
    ]);
    expect(writes()).toEqual([]);
    const { code, out } = await register([at.lab.root, "--json"]);
    expect([code, JSON.parse(out).sessions.map(({ path }: { path: string }) => path)]).toEqual([
      0,
      [at.lab.session(), at.lab.session("003")],
    ]);
    expect(existsSync(join(at.lab.session(), "create_me.flag"))).toBe(false);
  });

  test("without a flag says what to do, with exit code 1", async () => {
    await at.lab.write({ [PLAIN]: "abc" });
    const { code, out, err } = await register([at.lab.root]);
    expect([code, out, err]).toEqual([1, "", expect.stringContaining("has a create_me.flag")]);
  });

  test("shows what was registered before one that failed", async () => {
    await at.lab.write({ [PLAIN]: "abc", "create_me.flag": "" });
    await at.lab.write({ [PLAIN]: "abc", "create_me.flag": "" }, at.lab.session("002"));
    const answer = at.registerFile;
    at.registerFile = (asked) =>
      JSON.stringify(asked.body).includes("/002")
        ? ok({ status_code: 400, detail: "no\nsuch lab" }, 400)
        : answer(asked);
    const { code, out, err } = await register([at.lab.root]);
    expect([code, out]).toEqual([1, expect.stringMatching(new RegExp(`^SW01/2024-04-01/001 +${EID}$`, "m"))]);
    expect(err).toMatch(/Could not create session .*002.*no such lab.*\[registration\/sessions-not-created\]\n$/);
    expect(existsSync(join(at.lab.session("002"), "create_me.flag"))).toBe(true);
  });

  test("--no-session registers the files of all of them", async () => {
    await at.lab.write({ [PLAIN]: "abc" });
    await at.lab.write({ [PLAIN]: "abcd" }, at.lab.session("002"));
    const { code, err } = await register([at.lab.root, "--no-session"]);
    expect([code, err]).toEqual([0, expect.stringContaining("registered 2 datasets")]);
    expect(writes()).toEqual(["POST /register-file", "POST /register-file"]);
    at.sessions = [known, { ...known, number: 2 }];
    const plan = [dirname(at.lab.subjects), "--no-session", "--dry-run", "--json"];
    expect(JSON.parse((await register(plan)).out).requests).toHaveLength(2);
  });
});

test.each([
  [["--no-session", "--users", "a"], "--users is of the session"],
  [["--no-session", "--eid", EID], "--eid is of the session"],
  [["--eid", EID], "--eid names one session"],
  [["--max-md5-size", "big"], "--max-md5-size takes a size"],
])("one register DIR %j is a wrong command line", async (args, reason) => {
  const { code, out, err } = await register([at.lab.root, ...args]);
  expect([code, out, err]).toEqual([2, "", expect.stringContaining(reason)]);
  expect(at.alyx.asked).toEqual([]);
});

test("one register of a folder that is not there, or as nobody, is exit code 1", async () => {
  const gone = await register([join(at.lab.root, "none"), "--no-session"]);
  expect([gone.code, gone.err]).toEqual([1, expect.stringContaining("[io/folder-not-found]")]);
  const nobody = await register([at.lab.session()], { env: { ALYX_BASE_URL: at.alyx.url } });
  expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining('log in with "one login"')]);
});
