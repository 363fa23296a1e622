import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { link, readlink, symlink, writeFile } from "node:fs/promises";
import { type JsonValue } from "@neurophys/alf";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RestRecord } from "../../src/alyx/index.ts";
import { nodeRegistrationFiles } from "../../src/node/registration.ts";
import { type Asked, type Reply } from "./loopback-alyx.ts";
import { EID, MOVED, ok, PLAIN, protecting, RECORDED, recordsFor, Setting } from "./setting.ts";

let at: Setting;
beforeEach(async () => {
  at = await Setting.create();
});
afterEach(async () => {
  await at.close();
});

describe("when the database fails, files lie where they lay", () => {
  test.each(
    [...RECORDED].filter(
      ([name, { status }]) =>
        name.startsWith("register ") && !/^2|protected$/.test(`${status}`) && !/ protected| newrev/.test(name),
    ),
  )("after %s", async (_, reply) => {
    at.registerFile = () => reply;
    await at.lab.write({ [PLAIN]: "abc" });
    await expect(at.register([PLAIN])).rejects.toMatchObject({
      code: "registration/files-not-registered",
      session: "SW01/2024-04-01/001",
      filenames: [PLAIN],
      registered: [],
      cause: reply,
    });
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "abc" });
  });

  test.each<[string, Reply]>([
    ["it refuses the new revision too", RECORDED.get("register protected nocheck") ?? "reset"],
    ["the connection breaks", "reset"],
    ["it crashes", ok({ status_code: 500, detail: "LabMember matching query does not exist." }, 500)],
  ])("after %s when they had moved", async (_, reply) => {
    at.registerFile = protecting(() => reply);
    await at.lab.write({ [PLAIN]: "abc", "alf/#x#/foo.bar.npy": "def" });
    const before = await at.lab.folders();
    const during = await at.register([PLAIN, "alf/#x#/foo.bar.npy"]).catch((error: unknown) => error);
    expect(during).toMatchObject({ code: "registration/files-not-registered" });
    expect(at.alyx.calls.filter((call) => call === "POST /register-file")).toHaveLength(2);
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "abc", "alf/#x#/foo.bar.npy": "def" });
    expect(await at.lab.folders()).toEqual(before);
  });

  test("after an abort while the database thinks", async () => {
    const stop = new AbortController();
    at.registerFile = protecting(() => {
      stop.abort(new Error("enough"));
      return "hang";
    });
    await at.lab.write({ [PLAIN]: "abc" });
    await expect(at.register([PLAIN], { signal: stop.signal })).rejects.toThrow("enough");
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "abc" });
  });

  test("for a reason of ours leaves what was registered of other sessions told, too", async () => {
    at.registerFile = (asked) =>
      (asked.body as RestRecord)["path"] === "SW01/2024-04-01/001" ? recordsFor(asked) : protecting(recordsFor)(asked);
    await at.lab.write({ [PLAIN]: "abc" });
    await at.lab.write({ [PLAIN]: "abc", [MOVED]: "other" }, at.lab.session("002"));
    await expect(at.register([PLAIN, `../002/${PLAIN}`])).rejects.toMatchObject({
      code: "registration/files-not-registered",
      registered: [{ path: PLAIN }],
      cause: { code: "registration/move-target-exists" },
    });
  });

  test("and what was registered of other sessions is told", async () => {
    at.registerFile = (asked) =>
      (asked.body as RestRecord)["path"] === "SW01/2024-04-01/001" ? recordsFor(asked) : ok({ detail: "no" }, 400);
    await at.lab.write({ [PLAIN]: "abc" });
    await at.lab.write({ [PLAIN]: "abc" }, at.lab.session("002"));
    await expect(at.register([PLAIN, `../002/${PLAIN}`])).rejects.toMatchObject({
      session: "SW01/2024-04-01/002",
      registered: [{ name: "foo.bar.npy", path: PLAIN }],
    });
  });

  test.each<[string, JsonValue]>([
    ["too few records", []],
    ["records of other files", [{ name: "other.name.npy" }]],
    ["no records", "done"],
  ])("and %s are no success", async (_, body) => {
    at.registerFile = () => ok(body, 201);
    await at.lab.write({ [PLAIN]: "abc" });
    await expect(at.register([PLAIN])).rejects.toMatchObject({ code: "registration/unexpected-answer" });
  });

  test.each<[string, JsonValue]>([
    ["of another file", [{ "x.y.npy": [{ "": true }] }]],
    ["that are no list", "x"],
    ["of no truth", [{ [PLAIN]: [{ "": "yes" }] }]],
  ])("and details of protection %s move nothing", async (_, details) => {
    const error = "One or more datasets is protected";
    at.registerFile = () => ok({ status_code: 403, error, details }, 403);
    await at.lab.write({ [PLAIN]: "abc" });
    await expect(at.register([PLAIN])).rejects.toMatchObject({ code: "registration/unexpected-answer" });
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "abc" });
  });
});

describe("a file that must move", () => {
  beforeEach(() => {
    at.registerFile = protecting(recordsFor);
  });

  test("takes its hash and size along", async () => {
    await at.lab.write({ [PLAIN]: "abc" });
    const { records, moved } = await at.register([PLAIN]);
    expect(records).toEqual([{ name: "foo.bar.npy", path: MOVED }]);
    expect(moved).toHaveLength(1);
    expect(await at.lab.contents()).toEqual({ [MOVED]: "abc" });
    const bodies = at.alyx.asked.filter(({ url }) => url === "/register-file").map(({ body }) => body as RestRecord);
    expect(bodies[1]).toEqual({ ...bodies[0], filenames: [MOVED], check_protected: false });
  });

  test("as recorded: to the unprotected dated revision", async () => {
    const recorded = RECORDED.get("register protected") ?? "reset";
    at.registerFile = (asked) =>
      (asked.body as RestRecord)["check_protected"] === true ? recorded : recordsFor(asked);
    await at.lab.write({ [PLAIN]: "abc" });
    await at.register([PLAIN]);
    expect(await at.lab.contents()).toEqual({ "alf/#2024-01-05#/foo.bar.npy": "abc" });
  });

  test("never overwrites another, and nothing has moved then", async () => {
    await at.lab.write({ [PLAIN]: "abc", "spikes.times.npy": "st", [MOVED]: "old" });
    const before = await at.lab.contents();
    await expect(at.register(["spikes.times.npy", PLAIN])).rejects.toMatchObject({
      code: "registration/move-target-exists",
      from: `${at.lab.session()}/${PLAIN}`,
      to: `${at.lab.session()}/${MOVED}`,
    });
    expect(await at.lab.contents()).toEqual(before);
  });

  test("takes the place of the same content", async () => {
    await at.lab.write({ [PLAIN]: "abc", [MOVED]: "abc" });
    await at.register([PLAIN]);
    expect(await at.lab.contents()).toEqual({ [MOVED]: "abc" });
  });

  test("replaces another if asked to, and only if the database agrees", async () => {
    await at.lab.write({ [PLAIN]: "abc", [MOVED]: "old" });
    at.registerFile = protecting(() => "reset");
    await expect(at.register([PLAIN], { replaceExisting: true })).rejects.toThrow(/Could not register/);
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "abc", [MOVED]: "old" });
    at.registerFile = protecting(recordsFor);
    await at.register([PLAIN], { replaceExisting: true });
    expect(await at.lab.contents()).toEqual({ [MOVED]: "abc" });
  });

  test("does not meet another of the same request", async () => {
    await at.lab.write({ [PLAIN]: "abc", [MOVED]: "abc" });
    await expect(at.register([PLAIN, MOVED])).rejects.toMatchObject({
      code: "registration/move-target-exists",
      from: `${at.lab.session()}/${PLAIN}`,
      to: `${at.lab.session()}/${MOVED}`,
      message: expect.stringMatching(/goes to .* too/),
    });
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "abc", [MOVED]: "abc" });
  });

  test("stays where it is if the database has it as it is", async () => {
    const hash = createHash("md5").update("abc").digest("hex");
    at.sessions = [{ id: EID, subject: "SW01", number: 1 }];
    const record = { name: "foo.bar.npy", collection: "alf", revision: null, hash: hash.toUpperCase() };
    at.datasets = [record, { ...record, revision: "2026-11-20", hash: "0" }];
    const states = [{ "2026-11-20": true }, { "": true }];
    const details = ({ filenames }: RestRecord): JsonValue =>
      (typeof filenames === "string" ? filenames.split(",") : (filenames as string[])).map((name) => ({
        [name]: states,
      }));
    const refusal = { status_code: 403, error: "One or more datasets is protected" };
    at.registerFile = (asked) => {
      const body = asked.body as RestRecord;
      return body["check_protected"] ? ok({ ...refusal, details: details(body) }, 403) : recordsFor(asked);
    };
    at.checkProtected = ({ url }) =>
      ok({ ...refusal, details: details(Object.fromEntries(new URL(url, "http://h").searchParams)) });
    await at.lab.write({ [PLAIN]: "abc", [MOVED]: "new" });
    const files = [`${at.lab.session()}/${PLAIN}`, `${at.lab.session()}/${MOVED}`];
    const client = await at.client();
    const plan = await client.planFiles(files, { checkProtected: true });
    const skipped = [{ file: files[0], reason: "protected and unchanged, left as it is" }];
    const moves = [{ from: files[1], to: `${at.lab.session()}/alf/#2026-11-20a#/foo.bar.npy` }];
    expect(plan).toMatchObject({ requests: [{ body: { filenames: [MOVED] }, moves }], skipped });
    const { records, moved, skipped: left } = await client.registerFiles(files);
    expect([records.map((each) => each?.["path"]), moved, left]).toEqual([
      [undefined, "alf/#2026-11-20a#/foo.bar.npy"],
      moves,
      skipped,
    ]);
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "abc", "alf/#2026-11-20a#/foo.bar.npy": "new" });
    const again = await client.registerFiles(files.slice(0, 1));
    expect([again.records, again.skipped]).toEqual([[undefined], skipped]);
  });

  test("is compared with the session that is meant, of several; with none if that is not told", async () => {
    const hash = createHash("md5").update("abc").digest("hex");
    const other = "146c8b14-8beb-4730-a890-3bc776cafd6c";
    at.sessions = [EID, other].map((id) => ({ id, subject: "SW01", number: 1 }));
    at.datasets = [{ name: "foo.bar.npy", collection: "alf", revision: "", hash }];
    at.registerFile = protecting(recordsFor);
    await at.lab.write({ [PLAIN]: "abc" });
    const client = await at.client();
    const { files } = await client.registerSession(at.lab.session(), { eid: other });
    expect(files).toMatchObject({ records: [undefined], skipped: [{ file: `${at.lab.session()}/${PLAIN}` }] });
    expect(at.alyx.asked.filter(({ url }) => url.startsWith("/datasets")).map(({ url }) => url)).toEqual([
      expect.stringContaining(other),
    ]);
    const { moved } = await at.register([PLAIN]);
    expect(moved).toHaveLength(1);
  });

  test("stays where it is, and is sent, if it is unchanged beside others that are protected", async () => {
    const hash = createHash("md5").update("abc").digest("hex");
    at.sessions = [{ id: EID, subject: "SW01", number: 1 }];
    at.datasets = [{ name: "foo.bar.npy", collection: "alf", revision: "", hash }];
    const refusal = { status_code: 403, error: "One or more datasets is protected" };
    const details = [{ [PLAIN]: [{ "2024-01-01": false }, { "": false }] }, { "alf/spikes.times.npy": [{ "": true }] }];
    at.registerFile = (asked) =>
      (asked.body as RestRecord)["check_protected"] ? ok({ ...refusal, details }, 403) : recordsFor(asked);
    await at.lab.write({ [PLAIN]: "abc", "alf/spikes.times.npy": "new" });
    const { records, moved } = await at.register([PLAIN, "alf/spikes.times.npy"]);
    expect(records.map((each) => each?.["path"])).toEqual([PLAIN, "alf/#2026-11-20#/spikes.times.npy"]);
    expect(moved).toHaveLength(1);
  });

  test("keeps its other names and its links", async () => {
    await at.lab.write({ [PLAIN]: "abc", "raw/original.bin": "raw" });
    await link(`${at.lab.session()}/${PLAIN}`, `${at.lab.session()}/other`);
    await symlink("../raw/original.bin", `${at.lab.session()}/alf/spikes.times.npy`);
    await at.register([PLAIN, "alf/spikes.times.npy"]);
    const moved = `${at.lab.session()}/alf/#2026-11-20#/spikes.times.npy`;
    expect(await readlink(moved)).toBe("../../raw/original.bin");
    expect(await at.lab.contents()).toEqual({
      "alf/#2026-11-20#/foo.bar.npy": "abc",
      "alf/#2026-11-20#/spikes.times.npy": "raw",
      other: "abc",
      "raw/original.bin": "raw",
    });
  });

  test("goes back if one after it cannot move", async () => {
    await at.lab.write({ "spikes.times.npy": "st", [PLAIN]: "abc", "alf/#2026-11-20#": "a file" });
    const before = await at.lab.contents();
    const cause = { code: "store/file-system", systemCode: "ENOTDIR" };
    const options = { replaceExisting: true };
    await expect(at.register(["spikes.times.npy", PLAIN], options)).rejects.toMatchObject({ cause });
    expect(await at.lab.contents()).toEqual(before);
    const blocked = at.register(["spikes.times.npy", PLAIN]);
    await expect(blocked).rejects.toMatchObject({ code: "registration/move-target-exists" });
    expect(await at.lab.contents()).toEqual(before);
    expect(await at.lab.folders()).toEqual(["alf"]);
  });

  test("is told if it cannot go back", async () => {
    await at.lab.write({ [PLAIN]: "abc" });
    at.registerFile = protecting(() => "hang");
    const stop = new AbortController();
    const outcome = at.register([PLAIN], { signal: stop.signal }).catch((error: unknown) => error);
    await expect.poll(() => at.alyx.calls.filter((call) => call === "POST /register-file").length).toBe(2);
    await writeFile(`${at.lab.session()}/${PLAIN}`, "new");
    stop.abort();
    expect(await outcome).toMatchObject({
      code: "registration/moves-not-undone",
      moves: [{ from: `${at.lab.session()}/${PLAIN}`, to: `${at.lab.session()}/${MOVED}` }],
    });
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "new", [MOVED]: "abc" });
  });

  test("is refused in a plan as when it is done, unless it may replace", async () => {
    at.sessions = [{ id: EID, subject: "SW01", number: 1 }];
    at.checkProtected = ({ url }) => {
      const filenames = new URL(url, "http://h").searchParams.get("filenames")?.split(",") ?? [];
      const details = filenames.map((name) => ({ [name]: [{ "": true }] }));
      return ok({ status_code: 403, error: "One or more datasets is protected", details });
    };
    await at.lab.write({ [PLAIN]: "new", [MOVED]: "old" });
    const [from, to] = [`${at.lab.session()}/${PLAIN}`, `${at.lab.session()}/${MOVED}`];
    const client = await at.client();
    const options = { checkProtected: true };
    await expect(client.planFiles([from], options)).rejects.toMatchObject({
      code: "registration/move-target-exists",
      from,
      to,
    });
    await expect(client.planFiles([from, to], options)).rejects.toMatchObject({
      code: "registration/move-target-exists",
    });
    const { requests } = await client.planFiles([from], { ...options, replaceExisting: true });
    expect(requests).toMatchObject([{ moves: [{ from, to }], replaced: [to] }]);
    expect(await at.lab.contents()).toEqual({ [PLAIN]: "new", [MOVED]: "old" });
  });

  test("is asked for in a plan only of sessions that are there", async () => {
    at.checkProtected = () => ok("<h1>Server Error (500)</h1>", 500);
    await at.lab.write({ [PLAIN]: "abc" });
    const plan = (await at.client()).planFiles([`${at.lab.session()}/${PLAIN}`], { checkProtected: true });
    const error = { code: "registration/member-not-found", member: "SW01/2024-04-01/001", endpoint: "sessions" };
    await expect(plan).rejects.toMatchObject(error);
  });

  test("is shown in a plan, and asked for in pieces", async () => {
    at.sessions = [{ id: EID, subject: "SW01", number: 1 }];
    const names = Array.from({ length: 200 }, (_, i) => `alf/folder_of_some_length_${i}/foo.bar.npy`);
    const answers = (asked: Asked): Reply => {
      const filenames = new URL(asked.url, "http://h").searchParams.get("filenames")?.split(",") ?? [];
      const error = "One or more datasets is protected";
      const isPart = filenames.includes(names[0] ?? "");
      const details = filenames.map((name) => ({ [name]: [{ "": name === names[0] }] }));
      return ok(isPart ? { status_code: 403, error, details } : { status_code: 200, details: "None" });
    };
    at.checkProtected = answers;
    await at.lab.write(Object.fromEntries(names.map((name) => [name, name])));
    const files = names.map((name) => `${at.lab.session()}/${name}`);
    const { requests } = await (await at.client()).planFiles(files, { checkProtected: true });
    expect(requests[0]?.moves).toEqual([
      { from: files[0], to: `${at.lab.session()}/alf/folder_of_some_length_0/#2026-11-20#/foo.bar.npy` },
    ]);
    const urls = at.alyx.asked.filter(({ url }) => url.startsWith("/check")).map(({ url }) => url.length);
    expect(urls.length).toBeGreaterThan(1);
    expect(Math.max(...urls)).toBeLessThan(4000);
    const checked = await (await at.client()).checkProtectedFiles([files[0] ?? "", "/x/unknown.npy"]);
    expect(checked.map((file) => file?.isProtected)).toEqual([true, undefined]);
    expect(await at.lab.contents()).toHaveProperty([names[0] ?? ""]);
  });
});

describe("what is named and not in the database", () => {
  test.each([
    ["data-repository/lost", { fileOptions: { repository: "lost" } }],
    ["labs/lost", { fileOptions: { labs: ["lost"] } }],
    ["users/lost", { fileOptions: { createdBy: "lost" } }],
    ["projects/lost", { projects: ["lost"] }],
    ["users/lost", { users: ["lost"] }],
  ])("is told before anything is sent: %s", async (path, options) => {
    at.missing = [path];
    await at.lab.write({ [PLAIN]: "abc" });
    const client = await at.client();
    const error = { code: "registration/member-not-found", member: "lost", endpoint: path.split("/")[0] };
    await expect(client.planSession(at.lab.session(), options)).rejects.toMatchObject(error);
    await expect(client.registerSession(at.lab.session(), options)).rejects.toMatchObject(error);
    expect(at.alyx.calls.filter((call) => /^(?:POST|PUT) /.test(call) && !call.endsWith("/auth-token"))).toEqual([]);
  });

  test("is left to the database where it does not tell", async () => {
    at.missingStatus = 403;
    at.missing = ["data-repository/r", "projects/p", "labs/a", "labs/b"];
    await at.lab.write({ [PLAIN]: "abc" });
    const fileOptions = { repository: "r", labs: "a, b" };
    const { files } = await (await at.client()).registerSession(at.lab.session(), { projects: "p", fileOptions });
    expect(files?.records).toHaveLength(1);
  });

  test("so that files are refused, leaves a new session, which the error names", async () => {
    at.registerFile = () => ok({ detail: "no" }, 400);
    await at.lab.write({ [PLAIN]: "abc" });
    const client = await at.client();
    const session = at.lab.session();
    await expect(client.registerSession(session)).rejects.toMatchObject({
      code: "registration/files-not-registered",
      createdSession: EID,
      message: expect.stringContaining(EID),
    });
    at.sessions = [{ id: EID, subject: "SW01", number: 1 }];
    await expect(client.registerSession(session)).rejects.toMatchObject({ createdSession: undefined });
  });
});

describe("a file that is hashed", () => {
  test("and grows meanwhile is not registered", async () => {
    await at.lab.write({ [PLAIN]: "abc" });
    const file = `${at.lab.session()}/${PLAIN}`;
    // asked before the size is taken, and again before the content is read
    let times = 0;
    const { signal } = new AbortController();
    signal.throwIfAborted = () => {
      if (++times === 2) appendFileSync(file, "d");
    };
    const { facts } = nodeRegistrationFiles();
    await expect(facts(file, { signal })).rejects.toMatchObject({ code: "registration/file-changed", file });
    expect(await facts(file)).toEqual({ sizeBytes: 4, md5: "e2fc714c4727ee9395f324cd2e7f331f" });
  });
});
