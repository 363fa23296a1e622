import { appendFileSync } from "node:fs";
import { link, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { type JsonValue } from "@neurophys/alf";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RestRecord } from "../../src/alyx/index.ts";
import { nodeRegistrationFiles, openRegistration } from "../../src/node/registration.ts";
import { type RegisterFilesOptions, type RegistrationClient } from "../../src/registration/index.ts";
import { DATA_FORMATS, DATASET_TYPES } from "./dataset-kinds.ts";
import { FetchRest } from "./fetch-rest.ts";
import { type Asked, type Handler, LoopbackAlyx, listAnswer, type Reply } from "./loopback-alyx.ts";
import { recordedLines } from "./recorded-trace.ts";
import { LabOnDisk } from "./session-on-disk.ts";

const EID = "046c8b14-8beb-4730-a890-3bc776cafd6c";
const NOW = new Date(2026, 10, 20, 12);
const PLAIN = "alf/foo.bar.npy";
const MOVED = "alf/#2026-11-20#/foo.bar.npy";

/** Answers of a real database to `register-file`, by the names of the recording. */
const RECORDED = new Map(
  recordedLines("http_register_tasks_misc.txt").flatMap((line) => {
    const [, name, status, body] = /^## (.+) -> (\d+) \| (.*)$/.exec(line) ?? [];
    return name === undefined || !body?.startsWith("{") || !body.endsWith("}")
      ? []
      : [[name, { status: Number(status), body: JSON.parse(body) as JsonValue }] as const];
  }),
);

const ok = (body: JsonValue, status = 200): Reply => ({ status, body });

function recordsFor({ body }: Asked): Reply {
  const filenames = (body as RestRecord)["filenames"] as readonly string[];
  return ok(
    filenames.map((name) => ({ name: name.split("/").at(-1) ?? "", path: name })),
    201,
  );
}

/** Refuses files outside revisions as protected, and leaves what comes after to another. */
const protecting =
  (afterwards: Handler, details = [{ "": true }] as readonly JsonValue[]): Handler =>
  (asked) => {
    const { filenames, check_protected: isChecked } = asked.body as Readonly<Record<string, JsonValue>>;
    if (isChecked !== true) return afterwards(asked);
    const each = (filenames as readonly string[]).map((name) => ({ [name]: details }));
    return ok({ status_code: 403, error: "One or more datasets is protected", details: each }, 403);
  };

let lab: LabOnDisk;
let alyx: LoopbackAlyx;
let registerFile: Handler;
let sessions: readonly RestRecord[];

function answer(asked: Asked): Reply {
  const [, endpoint = "", id] = asked.url.replace(/\?.*/, "").split("/");
  if (endpoint === "dataset-types") return ok(listAnswer(DATASET_TYPES));
  if (endpoint === "data-formats") return ok(listAnswer(DATA_FORMATS));
  if (endpoint === "register-file") return registerFile(asked);
  if (endpoint === "sessions" && asked.method === "GET") return ok(listAnswer(sessions));
  if (endpoint === "sessions")
    return ok({ ...(asked.body as RestRecord), url: `https://a/sessions/${id ?? EID}` }, 201);
  return ok({ id: id ?? null });
}

async function client(): Promise<RegistrationClient> {
  return await openRegistration({
    rest: new FetchRest(alyx.url, "test_user"),
    now: () => NOW,
    sessionRoot: lab.subjects,
  });
}

async function register(names: readonly string[], options?: RegisterFilesOptions) {
  const files = names.map((name) => `${lab.session()}/${name}`);
  return await (await client()).registerFiles(files, options);
}

beforeEach(async () => {
  lab = await LabOnDisk.create();
  alyx = await LoopbackAlyx.start(answer);
  registerFile = recordsFor;
  sessions = [];
});
afterEach(async () => {
  await alyx.close();
  await lab.remove();
});

describe("when the database fails, files lie where they lay", () => {
  test.each(
    [...RECORDED].filter(
      ([name, { status }]) =>
        name.startsWith("register ") && !/^2|protected$/.test(`${status}`) && !/ protected| newrev/.test(name),
    ),
  )("after %s", async (_, reply) => {
    registerFile = () => reply;
    await lab.write({ [PLAIN]: "abc" });
    await expect(register([PLAIN])).rejects.toMatchObject({
      code: "registration/files-not-registered",
      session: "SW01/2024-04-01/001",
      filenames: [PLAIN],
      registered: [],
      cause: reply,
    });
    expect(await lab.contents()).toEqual({ [PLAIN]: "abc" });
  });

  test.each<[string, Reply]>([
    ["it refuses the new revision too", RECORDED.get("register protected nocheck") ?? "reset"],
    ["the connection breaks", "reset"],
    ["it crashes", ok({ status_code: 500, detail: "LabMember matching query does not exist." }, 500)],
  ])("after %s when they had moved", async (_, reply) => {
    registerFile = protecting(() => reply);
    await lab.write({ [PLAIN]: "abc", "alf/#x#/foo.bar.npy": "def" });
    const before = await lab.folders();
    const during = await register([PLAIN, "alf/#x#/foo.bar.npy"]).catch((error: unknown) => error);
    expect(during).toMatchObject({ code: "registration/files-not-registered" });
    expect(alyx.calls.filter((call) => call === "POST /register-file")).toHaveLength(2);
    expect(await lab.contents()).toEqual({ [PLAIN]: "abc", "alf/#x#/foo.bar.npy": "def" });
    expect(await lab.folders()).toEqual(before);
  });

  test("after an abort while the database thinks", async () => {
    const stop = new AbortController();
    registerFile = protecting(() => {
      stop.abort(new Error("enough"));
      return "hang";
    });
    await lab.write({ [PLAIN]: "abc" });
    await expect(register([PLAIN], { signal: stop.signal })).rejects.toThrow("enough");
    expect(await lab.contents()).toEqual({ [PLAIN]: "abc" });
  });

  test("and what was registered of other sessions is told", async () => {
    registerFile = (asked) =>
      (asked.body as RestRecord)["path"] === "SW01/2024-04-01/001" ? recordsFor(asked) : ok({ detail: "no" }, 400);
    await lab.write({ [PLAIN]: "abc" });
    await lab.write({ [PLAIN]: "abc" }, lab.session("002"));
    await expect(register([PLAIN, `../002/${PLAIN}`])).rejects.toMatchObject({
      session: "SW01/2024-04-01/002",
      registered: [{ name: "foo.bar.npy", path: PLAIN }],
    });
  });

  test.each<[string, JsonValue]>([
    ["too few records", []],
    ["records of other files", [{ name: "other.name.npy" }]],
    ["no records", "done"],
  ])("and %s are no success", async (_, body) => {
    registerFile = () => ok(body, 201);
    await lab.write({ [PLAIN]: "abc" });
    await expect(register([PLAIN])).rejects.toMatchObject({ code: "registration/unexpected-answer" });
  });

  test.each<[string, JsonValue]>([
    ["of another file", [{ "x.y.npy": [{ "": true }] }]],
    ["that are no list", "x"],
    ["of no truth", [{ [PLAIN]: [{ "": "yes" }] }]],
  ])("and details of protection %s move nothing", async (_, details) => {
    const error = "One or more datasets is protected";
    registerFile = () => ok({ status_code: 403, error, details }, 403);
    await lab.write({ [PLAIN]: "abc" });
    await expect(register([PLAIN])).rejects.toMatchObject({ code: "registration/unexpected-answer" });
    expect(await lab.contents()).toEqual({ [PLAIN]: "abc" });
  });
});

describe("a file that must move", () => {
  beforeEach(() => {
    registerFile = protecting(recordsFor);
  });

  test("takes its hash and size along", async () => {
    await lab.write({ [PLAIN]: "abc" });
    const { records, moved } = await register([PLAIN]);
    expect(records).toEqual([{ name: "foo.bar.npy", path: MOVED }]);
    expect(moved).toHaveLength(1);
    expect(await lab.contents()).toEqual({ [MOVED]: "abc" });
    const bodies = alyx.asked.filter(({ url }) => url === "/register-file").map(({ body }) => body as RestRecord);
    expect(bodies[1]).toEqual({ ...bodies[0], filenames: [MOVED], check_protected: false });
  });

  test("as recorded: to the unprotected dated revision", async () => {
    const recorded = RECORDED.get("register protected") ?? "reset";
    registerFile = (asked) => ((asked.body as RestRecord)["check_protected"] === true ? recorded : recordsFor(asked));
    await lab.write({ [PLAIN]: "abc" });
    await register([PLAIN]);
    expect(await lab.contents()).toEqual({ "alf/#2024-01-05#/foo.bar.npy": "abc" });
  });

  test("never overwrites another, and nothing has moved then", async () => {
    await lab.write({ [PLAIN]: "abc", "spikes.times.npy": "st", [MOVED]: "old" });
    const before = await lab.contents();
    await expect(register(["spikes.times.npy", PLAIN])).rejects.toMatchObject({
      code: "registration/move-target-exists",
      from: `${lab.session()}/${PLAIN}`,
      to: `${lab.session()}/${MOVED}`,
    });
    expect(await lab.contents()).toEqual(before);
  });

  test("takes the place of the same content", async () => {
    await lab.write({ [PLAIN]: "abc", [MOVED]: "abc" });
    await register([PLAIN]);
    expect(await lab.contents()).toEqual({ [MOVED]: "abc" });
  });

  test("replaces another if asked to, and only if the database agrees", async () => {
    await lab.write({ [PLAIN]: "abc", [MOVED]: "old" });
    registerFile = protecting(() => "reset");
    await expect(register([PLAIN], { replaceExisting: true })).rejects.toThrow(/Could not register/);
    expect(await lab.contents()).toEqual({ [PLAIN]: "abc", [MOVED]: "old" });
    registerFile = protecting(recordsFor);
    await register([PLAIN], { replaceExisting: true });
    expect(await lab.contents()).toEqual({ [MOVED]: "abc" });
  });

  test("does not meet another of the same request", async () => {
    await lab.write({ [PLAIN]: "abc", [MOVED]: "abc" });
    await expect(register([PLAIN, MOVED])).rejects.toMatchObject({
      code: "registration/move-target-exists",
      from: `${lab.session()}/${PLAIN}`,
      to: `${lab.session()}/${MOVED}`,
    });
    expect(await lab.contents()).toEqual({ [PLAIN]: "abc", [MOVED]: "abc" });
  });

  test("keeps its other names and its links", async () => {
    await lab.write({ [PLAIN]: "abc", "raw/original.bin": "raw" });
    await link(`${lab.session()}/${PLAIN}`, `${lab.session()}/other`);
    await symlink("../raw/original.bin", `${lab.session()}/alf/spikes.times.npy`);
    await register([PLAIN, "alf/spikes.times.npy"]);
    const moved = `${lab.session()}/alf/#2026-11-20#/spikes.times.npy`;
    expect(await readlink(moved)).toBe("../../raw/original.bin");
    expect(await lab.contents()).toEqual({
      "alf/#2026-11-20#/foo.bar.npy": "abc",
      "alf/#2026-11-20#/spikes.times.npy": "raw",
      other: "abc",
      "raw/original.bin": "raw",
    });
  });

  test("goes back if one after it cannot move", async () => {
    await lab.write({ "spikes.times.npy": "st", [PLAIN]: "abc", "alf/#2026-11-20#": "a file" });
    const before = await lab.contents();
    const cause = { code: "store/file-system", systemCode: "ENOTDIR" };
    await expect(register(["spikes.times.npy", PLAIN])).rejects.toMatchObject({ cause });
    expect(await lab.contents()).toEqual(before);
    expect(await lab.folders()).toEqual(["alf"]);
  });

  test("is told if it cannot go back", async () => {
    await lab.write({ [PLAIN]: "abc" });
    registerFile = protecting(() => "hang");
    const stop = new AbortController();
    const outcome = register([PLAIN], { signal: stop.signal }).catch((error: unknown) => error);
    await expect.poll(() => alyx.calls.filter((call) => call === "POST /register-file").length).toBe(2);
    await writeFile(`${lab.session()}/${PLAIN}`, "new");
    stop.abort();
    expect(await outcome).toMatchObject({
      code: "registration/moves-not-undone",
      moves: [{ from: `${lab.session()}/${PLAIN}`, to: `${lab.session()}/${MOVED}` }],
    });
    expect(await lab.contents()).toEqual({ [PLAIN]: "new", [MOVED]: "abc" });
  });

  test("is shown in a plan, and asked for in pieces", async () => {
    const names = Array.from({ length: 200 }, (_, i) => `alf/folder_of_some_length_${i}/foo.bar.npy`);
    const answers = (asked: Asked): Reply => {
      const filenames = new URL(asked.url, "http://h").searchParams.get("filenames")?.split(",") ?? [];
      const error = "One or more datasets is protected";
      const isPart = filenames.includes(names[0] ?? "");
      const details = filenames.map((name) => ({ [name]: [{ "": name === names[0] }] }));
      return ok(isPart ? { status_code: 403, error, details } : { status_code: 200, details: "None" });
    };
    await alyx.close();
    alyx = await LoopbackAlyx.start((asked) => (asked.url.startsWith("/check") ? answers(asked) : answer(asked)));
    await lab.write(Object.fromEntries(names.map((name) => [name, name])));
    const files = names.map((name) => `${lab.session()}/${name}`);
    const { requests } = await (await client()).planFiles(files, { checkProtected: true });
    expect(requests[0]?.moves).toEqual([
      { from: files[0], to: `${lab.session()}/alf/folder_of_some_length_0/#2026-11-20#/foo.bar.npy` },
    ]);
    const urls = alyx.asked.filter(({ url }) => url.startsWith("/check")).map(({ url }) => url.length);
    expect(urls.length).toBeGreaterThan(1);
    expect(Math.max(...urls)).toBeLessThan(4000);
    const checked = await (await client()).checkProtectedFiles([files[0] ?? "", "/x/unknown.npy"]);
    expect(checked.map((file) => file?.isProtected)).toEqual([true, undefined]);
    expect(await lab.contents()).toHaveProperty([names[0] ?? ""]);
  });
});

describe("a file that is hashed", () => {
  test("and grows meanwhile is not registered", async () => {
    await lab.write({ [PLAIN]: "abc" });
    const file = `${lab.session()}/${PLAIN}`;
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

describe("a session", () => {
  const known = { id: EID, subject: "SW01", number: 1, start_time: "2024-04-01T08:00:00", lab: "cortexlab" };

  test("that is registered again keeps its start", async () => {
    sessions = [known];
    await lab.write({});
    const { eid } = await (await client()).registerSession(lab.session(), { files: false });
    expect(eid).toBe(EID);
    const put = alyx.asked.find(({ method }) => method === "PUT");
    expect(put?.body).toEqual({
      subject: "SW01",
      users: ["test_user"],
      type: "Experiment",
      number: "001",
      lab: "cortexlab",
    });
  });

  test("of a subject whose name differs in case is another", async () => {
    sessions = [{ ...known, subject: "sw01" }];
    const plan = await (await client()).planSession(lab.session(), { files: false });
    expect(plan.eid).toBeUndefined();
    expect(plan.body["start_time"]).toBe("2024-04-01T00:00:00");
  });

  test("of another lab is not taken over", async () => {
    sessions = [{ ...known, lab: "other" }];
    const outcome = (await client()).registerSession(lab.session(), { files: false });
    await expect(outcome).rejects.toMatchObject({ code: "registration/lab-mismatch", expected: "other" });
  });

  test("that is there twice has to be chosen", async () => {
    const second = EID.replace("0", "1");
    sessions = [known, { ...known, id: second }];
    const one = await client();
    const twice = { code: "registration/duplicate-sessions", candidates: [EID, second] };
    await expect(one.planSession(lab.session(), { files: false })).rejects.toMatchObject(twice);
    expect((await one.planSession(lab.session(), { files: false, eid: second })).eid).toBe(second);
    const wrong = one.planSession(lab.session(), { files: false, eid: EID.replace("0", "2") });
    await expect(wrong).rejects.toMatchObject({ code: "registration/invalid-argument", argument: "eid" });
  });

  test("needs a user", async () => {
    const one = await openRegistration({ rest: new FetchRest(alyx.url, undefined), now: () => NOW });
    await expect(one.registerSession(lab.session())).rejects.toMatchObject({ code: "registration/no-user" });
    await expect(one.createSessionFolder("SW01")).rejects.toMatchObject({ argument: "sessionRoot" });
  });

  test("gets the next number, and no folder if it cannot be registered", async () => {
    await lab.write({ "a.b.npy": "" }, lab.session("007"));
    const one = await client();
    expect(await one.createSessionFolder("SW01", { date: "2024-04-01" })).toBe(lab.session("008"));
    await expect(one.createNewSession("SW01", { date: "2024-04-01", lab: "xx" })).rejects.toThrow(/Lab "xx"/);
    expect(await lab.folders(lab.subjects)).toEqual([
      "SW01",
      "SW01/2024-04-01",
      "SW01/2024-04-01/007",
      "SW01/2024-04-01/008",
    ]);
    await expect(one.createNewSession("SW01", { date: "2024-05-05", lab: "xx" })).rejects.toThrow(/Lab "xx"/);
    expect(await lab.folders(lab.subjects)).not.toContain("SW01/2024-05-05");
  });

  test("of ten callers at once has ten numbers", async () => {
    const one = await client();
    const made = await Promise.all(Array.from({ length: 10 }, () => one.createSessionFolder("SW01")));
    expect(new Set(made).size).toBe(10);
    expect(made.every((path) => path.startsWith(`${lab.subjects}/SW01/2026-11-20/0`))).toBe(true);
  });

  test.each(["../x", "a b", "", "a/b"])("is not made for subject %j", async (subject) => {
    await expect((await client()).createNewSession(subject)).rejects.toThrow(/Invalid subject|Not valid ALF/);
    expect(await lab.folders(lab.subjects)).toEqual([]);
  });
});

describe("flag files", () => {
  beforeEach(async () => {
    await lab.write({ "create_me.flag": "", [PLAIN]: "abc" });
    await lab.write({ "create_me.flag": "", "x.create_me.flag": "" }, lab.session("002"));
    await lab.write({ [PLAIN]: "abc" }, lab.session("003"));
  });

  test("create their sessions and go", async () => {
    const created = await (await client()).createSessions(lab.root);
    expect(created.map(({ sessionPath, files }) => [sessionPath, files])).toEqual([
      [lab.session("001"), undefined],
      [lab.session("002"), undefined],
    ]);
    expect(Object.keys(await lab.contents(lab.subjects))).toEqual([
      `SW01/2024-04-01/001/${PLAIN}`,
      "SW01/2024-04-01/002/x.create_me.flag",
      `SW01/2024-04-01/003/${PLAIN}`,
    ]);
  });

  test("of one folder create one session", async () => {
    const one = await client();
    const created = await one.createSessions(lab.root, { pattern: "**/*create_me.flag", registerFiles: true });
    expect(created.map(({ files }) => files?.records.length)).toEqual([1, 0]);
    expect(alyx.calls.filter((call) => call === "POST /sessions")).toHaveLength(2);
  });

  test("only change a plan's mind, not the disk", async () => {
    const before = await lab.contents(lab.subjects);
    const plans = await (await client()).planSessions(lab.root, { registerFiles: true });
    expect(plans.map(({ flagFiles, files }) => [flagFiles.length, files?.requests.length])).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(await lab.contents(lab.subjects)).toEqual(before);
    expect(alyx.asked.every(({ method }) => method === "GET")).toBe(true);
  });

  test("stay from the first session on that fails", async () => {
    registerFile = () => ok({ detail: "no" }, 400);
    await lab.write({ [PLAIN]: "abc" }, lab.session("002"));
    await lab.write({}, lab.session("001"));
    const one = await client();
    await expect(one.createSessions(lab.root, { registerFiles: true })).rejects.toMatchObject({
      code: "registration/sessions-not-created",
      sessionPath: lab.session("001"),
      created: [],
      cause: { code: "registration/files-not-registered" },
    });
    expect((await stat(`${lab.session("001")}/create_me.flag`)).isFile()).toBe(true);
    expect(await one.createSessions(lab.root)).toHaveLength(2);
    expect(await one.createSessions(lab.root)).toHaveLength(0);
  });

  test("outside sessions are an error before anything is created", async () => {
    await lab.write({ "create_me.flag": "" }, lab.root);
    await expect((await client()).createSessions(lab.root)).rejects.toMatchObject({ code: "alf/invalid" });
    expect(alyx.calls).not.toContain("POST /sessions");
  });
});
