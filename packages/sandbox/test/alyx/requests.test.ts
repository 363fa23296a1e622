import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createUser } from "../../src/alyx/accounts/create-user.ts";
import { createToken, revokeTokens } from "../../src/alyx/accounts/tokens.ts";
import { isSandboxError } from "../../src/errors.ts";
import { type LabServer, startLab } from "./lab-server.ts";

let lab: LabServer;
let session = "";

beforeAll(async () => {
  lab = await startLab();
  await lab.post("/labs", { name: "cortexlab" });
  await lab.post("/projects", { name: "proj1" });
  await lab.post("/subjects", { nickname: "SW01", lab: "cortexlab", projects: ["proj1"] });
  const made = await lab.post("/sessions", { subject: "SW01", number: 1, start_time: "2024-01-02T03:04:05" });
  session = made.json.id;
}, 120_000);

afterAll(async () => {
  await lab.close();
});

describe("A list", () => {
  test("has 250 records on a page, at most 1000, and says where the next ones are", async () => {
    const users = Array.from({ length: 1203 }, (_, n) => ({ username: `user${String(n).padStart(4, "0")}` }));
    await lab.database.db.insertInto("lab_member").values(users).execute();
    const [first, capped] = [await lab.get("/users"), await lab.get("/users?limit=5000")];
    expect([first.json.count, first.json.results.length, capped.json.results.length]).toEqual([1204, 250, 1000]);
    expect(first.json.next).toBe(`${lab.url}/users?limit=250&offset=250`);
    expect(first.json.previous).toBeNull();
    const seen: string[] = [];
    for (let next: string | null = first.json.next; next !== null; ) {
      const page = await lab.get(next);
      seen.push(...page.json.results.map(({ username }: { username: string }) => username));
      next = page.json.next;
    }
    const all = [...first.json.results.map(({ username }: { username: string }) => username), ...seen];
    expect(new Set(all).size).toBe(1204);
    expect(all).toEqual(all.toSorted());
    const second = await lab.get("/users?offset=250&username=");
    expect(second.json.previous).toBe(`${lab.url}/users?limit=250`);
  });

  test("keeps its filters in the addresses of the other pages, sorted by name", async () => {
    const { json } = await lab.get("/users?offset=2&limit=2&is_staff=false&django=username__startswith,user");
    expect(json.next).toBe(`${lab.url}/users?django=username__startswith%2Cuser&is_staff=false&limit=2&offset=4`);
    expect(json.previous).toBe(`${lab.url}/users?django=username__startswith%2Cuser&is_staff=false&limit=2`);
  });

  test.each([
    ["subject__nickname__icontains,sw", 1],
    ["subject__nickname,SW02", 0],
    ["~subject__nickname,SW02", 1],
    ["subject__projects__name__in,['proj1', 'x']", 1],
    ["start_time__date,2024-01-02", 1],
    ["start_time__year__gte,2025", 0],
    ["start_time__range,('2024-01-01','2024-02-01')", 1],
    ["number__in,[1,2]", 1],
    ["number,1.5", 0],
    ["users__username__iexact,TEST_USER", 1],
    ["probe_insertion__isnull,True", 1],
    ["lab__institution__isnull,False", 1],
    ["subject__lab__name__startswith,cortex,number__lt,2", 1],
    ["location,None", 1],
    ["location__name__isnull,True", 1],
    ["extended_qc__a__b__gte,0.5", 0],
    ["subject__nickname__contains,%", 0],
    ["task_protocol,'; drop table session; --", 0],
  ])("of sessions filtered by %s has %i", async (filter, count) => {
    const { status, json } = await lab.get(`/sessions?django=${encodeURIComponent(filter)}`);
    expect([status, json.count]).toEqual([200, count]);
  });

  test.each([
    ["foo,1", /^Cannot resolve keyword 'foo' into field. Choices are: auto_datetime, /],
    ["subject__foo,1", /^Cannot resolve keyword 'foo' into field. Choices are: actions_sessions, /],
    ["number__foo,1", /^Unsupported lookup 'foo'/],
    ["number,x", /^Field 'number' expected a number but got 'x'.$/],
    ["start_time__gte,yesterday", /value has an invalid format/],
    ["id,foo", /^\['“foo” is not a valid UUID.'\]$/],
  ])("filtered by %s fails with the original's words", async (filter, detail) => {
    const { status, json } = await lab.get(`/sessions?django=${filter}`);
    expect(status).toBe(500);
    expect(json.detail).toMatch(detail);
  });
});

describe("Who may do what", () => {
  test("a public user reads, and does not write", async () => {
    await createUser(lab.database, { username: "visitor", isPublic: true });
    const headers = { Authorization: `Token ${await createToken(lab.database, "visitor")}` };
    expect((await lab.send("GET", "/sessions", undefined, headers)).status).toBe(200);
    const refused = await lab.send("POST", "/labs", { name: "x" }, headers);
    expect([refused.status, refused.json.detail]).toEqual([403, "You do not have permission to perform this action."]);
  });

  test.each(["/register-file", "/new-download"])("%s asks for a token", async (path) => {
    expect((await lab.send("POST", path, {}, { Authorization: "" })).status).toBe(403);
  });

  test("a token is void once it is revoked, and the next login gives another", async () => {
    await createUser(lab.database, { username: "carol", password: "first" });
    const login = async (): Promise<string> =>
      (await lab.post("/auth-token", { username: "carol", password: "first" })).json.token;
    const token = await login();
    expect(await login()).toBe(token);
    await revokeTokens(lab.database, "carol");
    const headers = { Authorization: `Token ${token}` };
    expect((await lab.send("GET", "/sessions", undefined, headers)).json.detail).toBe("Invalid token.");
    expect(await login()).not.toBe(token);
  });

  test("neither password nor token can be read in the database", async () => {
    await createUser(lab.database, { username: "dave", password: "open sesame" });
    const { json } = await lab.post("/auth-token", new URLSearchParams({ username: "dave", password: "open sesame" }));
    const rows = JSON.stringify([
      await lab.database.db.selectFrom("lab_member").selectAll().execute(),
      await lab.database.db.selectFrom("auth_token").selectAll().execute(),
    ]);
    expect(rows).not.toContain("open sesame");
    expect(rows).not.toContain(json.token);
  });

  test("a name that is taken or not allowed makes no user", async () => {
    for (const username of ["test_user", "a b"]) {
      const error: unknown = await createUser(lab.database, { username }).catch((reason: unknown) => reason);
      expect(isSandboxError(error, "sandbox/invalid-user")).toBe(true);
    }
    const error: unknown = await createToken(lab.database, "nobody").catch((reason: unknown) => reason);
    expect(isSandboxError(error, "sandbox/unknown-user")).toBe(true);
  });
});

describe("A record", () => {
  test("that is wrong in several ways is told all of them, and nothing is written", async () => {
    const before = await lab.get("/channels");
    const { status, json } = await lab.post("/channels", [{ axial: 1 }, { axial: "x", trajectory_estimate: "y" }]);
    expect(status).toBe(400);
    expect(json).toEqual({
      trajectory_estimate: ["“y” is not a valid UUID."],
      axial: ["A valid number is required."],
      status_code: 400,
    });
    expect((await lab.get("/channels")).json.count).toBe(before.json.count);
  });

  test("keeps what a change does not name", async () => {
    await lab.patch(`/sessions/${session}`, { json: { a: [1, { b: null }] }, qc: "PASS" });
    const { json } = await lab.patch(`/sessions/${session}`, { narrative: "quiet" });
    expect([json.json, json.qc, json.narrative]).toEqual([{ a: [1, { b: null }] }, "PASS", "quiet"]);
    expect((await lab.get("/sessions?qc=pass&json=a__0,1")).json.count).toBe(1);
  });

  test("takes times with an offset into the server's zone, with microseconds", async () => {
    const { json } = await lab.patch(`/sessions/${session}`, { end_time: "2024-01-02T05:00:00.123456+02:00" });
    expect(json.end_time).toBe("2024-01-02T03:00:00.123456");
    const wrong = await lab.patch(`/sessions/${session}`, { end_time: "2024-02-31T00:00:00" });
    expect(wrong.json.end_time[0]).toMatch(/^Datetime has wrong format/);
  });
});

describe("The account of a subject's water", () => {
  test("follows from weights, restrictions and what was given", async () => {
    const { db } = lab.database;
    const subject = await db
      .selectFrom("subject")
      .select("id")
      .where("nickname", "=", "SW01")
      .executeTakeFirstOrThrow();
    await lab.post("/weighings", { subject: "SW01", weight: 25, date_time: "2024-01-01T00:00:00" });
    await lab.patch("/labs/cortexlab", { reference_weight_pct: 0.85, zscore_weight_pct: 0 });
    const start = { subject_id: subject.id, start_time: "2024-01-03T00:00:00" };
    await db.insertInto("water_restriction").values(start).execute();
    await lab.post("/weighings", { subject: "SW01", weight: 20, date_time: "2024-01-04T00:00:00" });
    await lab.post("/water-administrations", { subject: "SW01", water_administered: 0.4 });
    const { json } = await lab.get("/subjects/SW01");
    expect(json).toMatchObject({
      reference_weight: 25,
      last_water_restriction: "2024-01-03T00:00:00",
      expected_water: 1,
    });
    expect(json.remaining_water).toBeCloseTo(0.6);
    expect((await lab.get("/subjects?water_restricted=True")).json.count).toBe(1);
  });
});

test("nothing of all this was a failure of the server", () => {
  expect(lab.failures).toEqual([]);
});
