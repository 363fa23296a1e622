import { stat } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRegistration } from "../../src/node/registration.ts";
import { formatSessionPlan, registerWeight } from "../../src/registration/index.ts";
import { alyxFor, anonymousAlyx } from "./alyx-for.ts";
import { EID, NOW, ok, PLAIN, Setting } from "./setting.ts";

let at: Setting;
beforeEach(async () => {
  at = await Setting.create();
});
afterEach(async () => {
  await at.close();
});

describe("a session", () => {
  const known = { id: EID, subject: "SW01", number: 1, start_time: "2024-04-01T08:00:00", lab: "cortexlab" };

  test("that is registered again keeps its start", async () => {
    at.sessions = [known];
    await at.lab.write({});
    const { eid } = await (await at.client()).registerSession(at.lab.session(), { files: false });
    expect(eid).toBe(EID);
    const put = at.alyx.asked.find(({ method }) => method === "PUT");
    expect(put?.body).toEqual({
      subject: "SW01",
      users: ["test_user"],
      type: "Experiment",
      number: "001",
      lab: "cortexlab",
    });
  });

  test("of a subject whose name differs in case is another", async () => {
    at.sessions = [{ ...known, subject: "sw01" }];
    const plan = await (await at.client()).planSession(at.lab.session(), { files: false });
    expect(plan.eid).toBeUndefined();
    expect(plan.body["start_time"]).toBe("2024-04-01T00:00:00");
  });

  test.each([
    ["that is new has nothing protected, and that is not asked", [], 0],
    ["that is known is asked for protected files", [known], 1],
  ])("%s", async (_, found, count) => {
    at.sessions = found;
    await at.lab.write({ [PLAIN]: "abc" });
    const plan = await (await at.client()).planSession(at.lab.session(), { fileOptions: { checkProtected: true } });
    expect(plan.files?.requests[0]?.moves).toHaveLength(count);
    expect(at.alyx.calls.filter((call) => call === "GET /check-protected")).toHaveLength(count);
    expect(formatSessionPlan(plan)).toMatch(
      count === 0 ? /^create session/ : /^update .*\n {4}move alf\/foo.bar.npy → /s,
    );
  });

  test("of another lab is not taken over", async () => {
    at.sessions = [{ ...known, lab: "other" }];
    const outcome = (await at.client()).registerSession(at.lab.session(), { files: false });
    await expect(outcome).rejects.toMatchObject({ code: "registration/lab-mismatch", expected: "other" });
  });

  test("that is there twice has to be chosen", async () => {
    const second = EID.replace("0", "1");
    at.sessions = [known, { ...known, id: second }];
    const one = await at.client();
    const twice = { code: "registration/duplicate-sessions", candidates: [EID, second] };
    await expect(one.planSession(at.lab.session(), { files: false })).rejects.toMatchObject(twice);
    expect((await one.planSession(at.lab.session(), { files: false, eid: second })).eid).toBe(second);
    const wrong = one.planSession(at.lab.session(), { files: false, eid: EID.replace("0", "2") });
    await expect(wrong).rejects.toMatchObject({ code: "registration/invalid-argument", argument: "eid" });
  });

  test("needs a folder to be made in", async () => {
    const one = await openRegistration({ rest: alyxFor(at.alyx.url), now: () => NOW });
    await expect(one.createSessionFolder("SW01")).rejects.toMatchObject({ argument: "sessionRoot" });
  });

  test("gets the next number, and no folder if it cannot be registered", async () => {
    await at.lab.write({ "a.b.npy": "" }, at.lab.session("007"));
    const one = await at.client();
    expect(await one.createSessionFolder("SW01", { date: "2024-04-01" })).toBe(at.lab.session("008"));
    await expect(one.createNewSession("SW01", { date: "2024-04-01", lab: "xx" })).rejects.toThrow(/Lab "xx"/);
    expect(await at.lab.folders(at.lab.subjects)).toEqual([
      "SW01",
      "SW01/2024-04-01",
      "SW01/2024-04-01/007",
      "SW01/2024-04-01/008",
    ]);
    await expect(one.createNewSession("SW01", { date: "2024-05-05", lab: "xx" })).rejects.toThrow(/Lab "xx"/);
    expect(await at.lab.folders(at.lab.subjects)).not.toContain("SW01/2024-05-05");
  });

  test("of ten callers at once has ten numbers", async () => {
    const one = await at.client();
    const made = await Promise.all(Array.from({ length: 10 }, () => one.createSessionFolder("SW01")));
    expect(new Set(made).size).toBe(10);
    expect(made.every((path) => path.startsWith(`${at.lab.subjects}/SW01/2026-11-20/0`))).toBe(true);
  });

  test.each(["../x", "a b", "", "a/b"])("is not made for subject %j", async (subject) => {
    await expect((await at.client()).createNewSession(subject)).rejects.toThrow(/Invalid subject|Not valid ALF/);
    expect(await at.lab.folders(at.lab.subjects)).toEqual([]);
  });
});

describe("nobody", () => {
  test("registers anything", async () => {
    const rest = anonymousAlyx(at.alyx.url);
    const weight = registerWeight({ rest, now: () => NOW }, "SW01", { weightG: 20 });
    await expect(weight).rejects.toMatchObject({ code: "registration/no-user" });
    await expect(openRegistration({ rest })).rejects.toMatchObject({ code: "alyx/login-needed" });
    expect(at.alyx.asked).toEqual([]);
  });
});

describe("flag files", () => {
  beforeEach(async () => {
    await at.lab.write({ "create_me.flag": "", [PLAIN]: "abc" });
    await at.lab.write({ "create_me.flag": "", "x.create_me.flag": "" }, at.lab.session("002"));
    await at.lab.write({ [PLAIN]: "abc" }, at.lab.session("003"));
  });

  test("create their sessions and go", async () => {
    const created = await (await at.client()).createSessions(at.lab.root);
    expect(created.map(({ sessionPath, files }) => [sessionPath, files])).toEqual([
      [at.lab.session("001"), undefined],
      [at.lab.session("002"), undefined],
    ]);
    expect(Object.keys(await at.lab.contents(at.lab.subjects))).toEqual([
      `SW01/2024-04-01/001/${PLAIN}`,
      "SW01/2024-04-01/002/x.create_me.flag",
      `SW01/2024-04-01/003/${PLAIN}`,
    ]);
  });

  test("of one folder create one session", async () => {
    const one = await at.client();
    const created = await one.createSessions(at.lab.root, { pattern: "**/*create_me.flag", registerFiles: true });
    expect(created.map(({ files }) => files?.records.length)).toEqual([1, 0]);
    expect(at.alyx.calls.filter((call) => call === "POST /sessions")).toHaveLength(2);
  });

  test("only change a plan's mind, not the disk", async () => {
    const before = await at.lab.contents(at.lab.subjects);
    const plans = await (await at.client()).planSessions(at.lab.root, { registerFiles: true });
    expect(plans.map(({ flagFiles, files }) => [flagFiles.length, files?.requests.length])).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(await at.lab.contents(at.lab.subjects)).toEqual(before);
    expect(at.alyx.asked.every(({ method }) => method === "GET")).toBe(true);
  });

  test("stay from the first session on that fails", async () => {
    at.registerFile = () => ok({ detail: "no" }, 400);
    await at.lab.write({ [PLAIN]: "abc" }, at.lab.session("002"));
    await at.lab.write({}, at.lab.session("001"));
    const one = await at.client();
    await expect(one.createSessions(at.lab.root, { registerFiles: true })).rejects.toMatchObject({
      code: "registration/sessions-not-created",
      sessionPath: at.lab.session("001"),
      created: [],
      cause: { code: "registration/files-not-registered" },
    });
    expect((await stat(`${at.lab.session("001")}/create_me.flag`)).isFile()).toBe(true);
    expect(await one.createSessions(at.lab.root)).toHaveLength(2);
    expect(await one.createSessions(at.lab.root)).toHaveLength(0);
  });

  test("outside sessions are an error before anything is created", async () => {
    await at.lab.write({ "create_me.flag": "" }, at.lab.root);
    await expect((await at.client()).createSessions(at.lab.root)).rejects.toMatchObject({ code: "alf/invalid" });
    expect(at.alyx.calls).not.toContain("POST /sessions");
  });
});
