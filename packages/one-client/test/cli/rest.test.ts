import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Answer, PASSWORD, type SeenRequest, startAlyx } from "../alyx/client/loopback-alyx.ts";
import { recordedAnswers } from "../alyx/client/recorded-answers.ts";
import { Home } from "./home.ts";
import { type RunOptions } from "./run-one.ts";

const idOf = (nth: number): string => `0ff6f5fe-8f4e-4eb8-9c84-${String(nth).padStart(12, "0")}`;
const SESSIONS = Array.from({ length: 120 }, (_, i) => ({
  id: idOf(i),
  subject: `NP_${String(i % 3).padStart(3, "0")}`,
  start_time: `2024-05-${String((i % 28) + 1).padStart(2, "0")}T10:11:12.123456`,
  number: (i % 3) + 1,
  projects: ["brainwide", "another project"],
  json: { nested: true },
  task_protocol: "a task protocol whose name is rather long",
}));

/** Pages of the sessions, as the database gives them. */
function page({ url }: SeenRequest): object {
  const query = new URL(url, "http://a").searchParams;
  const subject = query.get("subject");
  const found = subject === null ? SESSIONS : SESSIONS.filter((session) => session.subject === subject);
  const [limit, offset] = [Number(query.get("limit") ?? 50), Number(query.get("offset") ?? 0)];
  const next = offset + limit < found.length ? `http://a/sessions?limit=${limit}&offset=${offset + limit}` : null;
  return { count: found.length, next, previous: null, results: found.slice(offset, offset + limit) };
}

const usual: Answer = (seen) => {
  if (seen.method === "DELETE") return { status: 204 };
  if (seen.method !== "GET") return { status: 201, body: { ...JSON.parse(seen.body), id: idOf(7) } };
  return { body: seen.url.startsWith("/sessions/") ? SESSIONS[3] : page(seen) };
};

async function start(answer: Answer = usual) {
  const [home, alyx] = [await Home.create(), await startAlyx(answer)];
  const env = { ALYX_BASE_URL: alyx.url, ALYX_USER: "me", ALYX_PASSWORD: PASSWORD };
  const rest = async (args: readonly string[], options: RunOptions = {}) =>
    await home.one(["rest", ...args], { ...options, env: { ...env, ...options.env } });
  return { home, alyx, rest };
}

const lines = (text: string): readonly string[] => text.trimEnd().split("\n");

describe("one rest, to find one's way", () => {
  test("lists the endpoints with their actions", async () => {
    const { rest } = await start();
    const { code, out, err } = await rest([], { columns: 60 });
    expect(code).toBe(0);
    expect(out).toMatch(/^sessions +all$/m);
    expect(out).toMatch(/^new-download +create$/m);
    for (const line of lines(out)) expect(line.length).toBeLessThanOrEqual(60);
    expect(err).toContain("all: create, delete, list, partial_update, read, update");
    const json = JSON.parse((await rest(["--json"])).out);
    expect(json).toContainEqual({ endpoint: "procedures", actions: ["create", "list"] });
  });

  test("shows what an endpoint takes", async () => {
    const { rest } = await start();
    const { code, out } = await rest(["sessions"], { columns: 80 });
    expect(code).toBe(0);
    expect(out).toContain("list  /sessions\n");
    expect(out).toMatch(/^ {2}task_protocol +string +query$/m);
    expect(out).toContain("delete, partial_update, read, update  /sessions/{id}\n");
    const { actions } = JSON.parse((await rest(["sessions", "--json"])).out);
    expect(actions.list.fields.map(({ name }: { name: string }) => name)).toContain("date_range");
  });

  test.each([
    [["session"], "sessions", "alyx/unknown-endpoint"],
    [["sessions", "lst"], "partial_update", "alyx/unknown-action"],
    [["sessions", "read"], "an ID in the URL", "alyx/incomplete-request"],
    [["sessions", "create"], "without data", "alyx/incomplete-request"],
  ])("%j says in one line what there is, with exit code 2", async (args, hint, code) => {
    const { rest } = await start();
    const ran = await rest(args);
    expect([ran.code, ran.out, lines(ran.err)]).toEqual([2, "", [expect.stringContaining(hint)]]);
    expect(ran.err).toContain(`[${code}]`);
  });

  test.each([
    [["sessions", "list", "word"], 'the word "word"'],
    [["sessions", "list", "=x"], 'the word "=x"'],
    [["sessions", "list", "number:=one"], "the value of number (expected JSON)"],
    [["sessions", "list", 'json:={"a": 1}'], "expected a text, number or list"],
    [["sessions", "read", "a", "b"], 'the word "b"'],
    [["sessions", "reed", "a"], 'no action "reed"'],
    [["sessions", "partial-update", "a", "b"], 'the word "b"'],
    [["sessions", "read", "a", "b=c"], "read by its id alone"],
    [["sessions", "list", "--limit", "0"], "--limit takes"],
    [["sessions", "list", "limit=none"], "--limit takes"],
    [["sessions", "list", "--limit", "1", "--all"], "exclude"],
    [["notes", "create", "--data", "{"], "--data (expected JSON)"],
    [["notes", "create", "--data", "3"], "expected a JSON object"],
    [["notes", "create", "--data", "[{}]", "a=b"], "several records"],
  ])("%j is a wrong command line, and changes nothing", async (args, reason) => {
    const { rest, alyx } = await start();
    const { code, out, err } = await rest(args);
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(reason)]);
    expect(alyx.requests).toEqual([]);
  });

  test("a field that the endpoint does not take is told of with the near one, each of several", async () => {
    const { rest } = await start();
    const { err } = await rest(["sessions", "list", "subjct=a", "nmber=2", "--json"]);
    expect(err).toMatch(/"subjct".*Did you mean "subject"/);
    expect(err).toMatch(/"nmber".*Did you mean "number"/);
  });
});

describe("one rest, for records", () => {
  test.each([
    [["--json"], undefined],
    [[], undefined],
    [[], 80],
  ])("says which fields there are not, with %j on %j columns", async (extra, columns) => {
    const { rest, alyx } = await start();
    const { code, err } = await rest(["sessions", "--fields", "id,subjct", ...extra], { columns });
    expect([code, err]).toEqual([0, expect.stringContaining('no field "subjct" (there is subject)')]);
    const read = await rest(["sessions", "--id", "x", "--fields", "nmber", ...extra], { columns });
    expect([read.code, read.err]).toEqual([0, expect.stringContaining("(there is number)")]);
    expect(alyx.requests).toHaveLength(2);
  });

  test.each([60, 80, 120])("prints a table of %i columns, ids and times whole", async (columns) => {
    const { rest } = await start();
    const { code, out, err } = await rest(["sessions", "list", "--limit", "3"], { columns });
    expect(code).toBe(0);
    expect(lines(out)).toHaveLength(5);
    for (const line of lines(out)) expect(line.length).toBeLessThanOrEqual(columns);
    expect(out).toContain(idOf(2));
    if (columns > 60) expect(out).toContain("2024-05-03 10:11:12");
    expect(out).not.toContain("nested");
    expect(err).toMatch(/\d more fields?: --fields names/);
    expect(err).toContain("3 of 120 records");
  });

  test("shows the fields that are asked for, in their order", async () => {
    const { rest } = await start();
    const { out } = await rest(["sessions", "number=1", "--fields", "number,subject", "--fields", "id"], {
      columns: 80,
    });
    expect(lines(out)[0]).toMatch(/^number {2}subject {2}id$/);
    const { out: json } = await rest(["sessions", "--limit", "1", "--fields", "id,none", "--json"]);
    expect(JSON.parse(json)).toEqual([{ id: idOf(0), none: null }]);
  });

  test("to another program gives a record a line, of all pages with --all", async () => {
    const { rest, alyx } = await start();
    const usually = await rest(["sessions", "list"]);
    expect(lines(usually.out)).toHaveLength(100);
    expect(usually.err).toContain("100 of 120 records");
    const all = await rest(["sessions", "list", "--all", "--no-cache"]);
    expect(lines(all.out).map((line) => JSON.parse(line).id)).toEqual(SESSIONS.map(({ id }) => id));
    expect(all.err).toBe("");
    expect(alyx.requests.map(({ url }) => url)).toEqual([
      "/sessions?limit=100",
      "/sessions",
      "/sessions?limit=50&offset=50",
      "/sessions?limit=50&offset=100",
    ]);
  });

  test("with --json gives one text, sends lists with commas, and keeps answers unless told not to", async () => {
    const { rest, alyx } = await start();
    const args = ["sessions", "subject=NP_001", "projects=a", "projects=b", "--json"];
    expect(JSON.parse((await rest(args)).out)).toHaveLength(40);
    await rest(args);
    await rest([...args, "--no-cache"]);
    expect(alyx.requests.map(({ url }) => url)).toEqual(
      Array.from({ length: 2 }, () => "/sessions?subject=NP_001&projects=a%2Cb&limit=100"),
    );
  });

  test.each([["--limit=30"], ["limit=30"]])("%s asks for no more than that, and less than a page", async (word) => {
    const { rest, alyx } = await start();
    expect(lines((await rest(["sessions", "list", word])).out)).toHaveLength(30);
    expect(alyx.requests.map(({ url }) => url)).toEqual(["/sessions?limit=30"]);
  });

  test("that are none is exit code 1", async () => {
    const { rest } = await start();
    expect(await rest(["sessions", "subject=nobody"])).toEqual({ code: 1, out: "", err: "No record matches.\n" });
    expect(await rest(["sessions", "subject=nobody", "--json"])).toMatchObject({ code: 1, out: "[]\n" });
  });

  test("reads one, by a word or by --id", async () => {
    const { rest, alyx } = await start();
    const [word, option] = [await rest(["sessions", "read", idOf(3)]), await rest(["sessions", "--id", idOf(3)])];
    expect([word.code, JSON.parse(word.out)]).toEqual([0, SESSIONS[3]]);
    expect(option).toEqual(word);
    const seen = await rest(["sessions", "read", idOf(3)], { columns: 60 });
    expect(seen.out).toMatch(/^projects +\["brainwide","another project"\]$/m);
    expect(alyx.requests).toHaveLength(1);
  });

  test("repeats in one line what the database says is wrong", async () => {
    const recorded = recordedAnswers("http_auth_errors_pagination.txt").find(({ status }) => status === 404);
    const page = recorded?.body ?? "";
    expect(page).toContain("<!doctype html>");
    const { rest } = await start(() => ({ status: 404, text: page }));
    const { code, out, err } = await rest(["sessions", "read", idOf(1)]);
    expect([code, out, lines(err)]).toEqual([1, "", [expect.stringMatching(/answered 404 .*\[alyx\/http-status\]$/)]]);
  });

  test("is never asked with a password that nobody gave", async () => {
    const { rest, alyx } = await start();
    const { code, err } = await rest(["sessions", "list"], { env: { ALYX_PASSWORD: "" } });
    expect([code, alyx.logins]).toEqual([1, []]);
    expect(err).toContain('log in with "one login"');
  });

  test("asks a person for the password where there is one", async () => {
    const { rest, alyx } = await start();
    const typed = [['Password of "me"', `${PASSWORD}\r`]] as const;
    const { code, out, err } = await rest(["sessions", "--limit", "1", "--json"], {
      typed,
      env: { ALYX_PASSWORD: "" },
    });
    expect([code, JSON.parse(out), alyx.logins.length]).toEqual([0, [SESSIONS[0]], 1]);
    expect(err).not.toContain(PASSWORD);
    expect(err).not.toContain("is refused");
  });

  test("says that a token is refused before it asks for the password", async () => {
    const { rest } = await start((seen, response) =>
      seen.headers["authorization"] === "Token stale"
        ? { status: 401, body: { detail: "Invalid token." } }
        : usual(seen, response),
    );
    const typed = [['Password of "me"', `${PASSWORD}\r`]] as const;
    const { code, err } = await rest(["sessions", "--limit", "1", "--json"], {
      typed,
      env: { ALYX_PASSWORD: "", ALYX_TOKEN: "stale" },
    });
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/the token of "me" in ALYX_TOKEN is refused[\s\S]*Password of/),
    ]);
  });
});

describe("one rest, for changes", () => {
  test("sends words, JSON words, and both over --data", async () => {
    const { rest, alyx, home } = await start();
    await writeFile(join(home.folder, "note.json"), '{"text": "from a file", "user": "me"}');
    const created = await rest(["notes", "create", "--data", "@note.json", "text=hello", "json:=[1, null]"]);
    expect([created.code, JSON.parse(created.out)["id"]]).toEqual([0, idOf(7)]);
    await rest(["weighings", "create", "subject=NP_001", "weight:=22.5"]);
    await rest(["sessions", "partial_update", idOf(1), "--data", "-"], { input: '{"narrative": "of stdin"}' });
    await rest(["sessions", "update", "--id", idOf(2), "number:=3"]);
    expect(alyx.requests.map(({ method, url, body }) => [method, url, JSON.parse(body)])).toEqual([
      ["POST", "/notes", { text: "hello", user: "me", json: [1, null] }],
      ["POST", "/weighings", { subject: "NP_001", weight: 22.5 }],
      ["PATCH", `/sessions/${idOf(1)}`, { narrative: "of stdin" }],
      ["PUT", `/sessions/${idOf(2)}`, { number: 3 }],
    ]);
  });

  test("deletes only after a yes, or with --yes", async () => {
    const { rest, alyx } = await start();
    const args = ["notes", "delete", idOf(1)];
    expect(await rest(args)).toMatchObject({ code: 2, err: expect.stringContaining("add --yes") });
    expect(await rest(args, { typed: [["for good?", "\r"]] })).toMatchObject({ code: 1 });
    expect(await rest(args, { typed: [["for good?", "\u0003"]] })).toMatchObject({ code: 130 });
    expect(alyx.requests).toEqual([]);
    expect(await rest(args, { typed: [["for good?", "y"]] })).toMatchObject({ code: 0 });
    expect(JSON.parse((await rest([...args, "--yes", "--json"])).out)).toMatchObject({ deleted: true });
    expect(alyx.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(
      Array.from({ length: 2 }, () => `DELETE /notes/${idOf(1)}`),
    );
  });

  test("a file that is not there is a wrong command line, in one line", async () => {
    const { rest } = await start();
    const { code, err } = await rest(["notes", "create", "--data", "@none.json"]);
    expect([code, lines(err)]).toEqual([2, [expect.stringMatching(/none\.json of --data: there is no such file$/)]]);
  });
});
