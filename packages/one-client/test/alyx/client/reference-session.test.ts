import { type JsonValue } from "@neurophys/alf";
import { describe, expect, test } from "vitest";
import { isAlyxError, type RestRecord } from "../../../src/alyx/index.ts";
import { fixtureLines } from "./fixture-lines.ts";
import { type Answer, clientOf, rejection, startAlyx, type TestClient } from "./loopback-alyx.ts";
import { RECORDED_ACTIONS, RECORDED_FIELDS } from "./open-api-of.ts";

const LINES = fixtureLines("p5_alyxclient_reference.txt");

/** Requests that the original sent, without the address of the database. */
const SENT = LINES.flatMap((line) => {
  const [, method, url] = /^ +>> (\S+) http:\/\/127\.0\.0\.1:8001(\S+) /.exec(line) ?? [];
  return method === undefined ? [] : [`${method} ${url}`];
});

/** Lists of records that the original printed, in order. */
const PRINTED = LINES.filter((line) => line.startsWith("[{'id'")).map(
  (line) => JSON.parse(line.replaceAll("'", '"')) as readonly RestRecord[],
);

const [BY_ID, BY_USER] = PRINTED as [readonly RestRecord[], readonly RestRecord[]];
const SESSION = "0ff6f5fe-8f4e-4eb8-9c84-4b99d3d0b3da";
const INSERTION = "4facfd8e-ac21-4c6e-894c-66f01c8d1b2d";
const NOTE = "6f0e2f3c-9f4b-4f0e-9d4e-0d9d3a7c9f11";
const REGIONS = 1328;
const PROTECTED = JSON.parse(
  (LINES.find((line) => line.startsWith("{'status_code': 403") && line.includes("probe00")) ?? "")
    .replaceAll("'", '"')
    .replaceAll("False", "false")
    .replaceAll("True", "true"),
) as JsonValue;

const page = (results: readonly unknown[]): object => ({ count: results.length, next: null, previous: null, results });

/** The database that the original spoke with, as far as its answers were printed. */
const answer: Answer = ({ url, headers }) => {
  const { pathname, searchParams } = new URL(url, `http://${headers["host"]}`);
  if (pathname === "/sessions") return { body: page(searchParams.get("django") === null ? BY_USER : BY_ID) };
  if (pathname === `/insertions/${INSERTION}`) return { body: { id: INSERTION, name: "probe00" } };
  if (pathname === "/check-protected") return { body: PROTECTED };
  if (pathname === "/brain-regions") {
    const limit = Number(searchParams.get("limit"));
    const offset = Number(searchParams.get("offset"));
    const ids = Array.from({ length: Math.min(limit, REGIONS - offset) }, (_, i) => offset + i);
    const next = `http://${headers["host"]}/brain-regions?limit=${limit}&offset=${offset + limit}`;
    return { body: { count: REGIONS, next, previous: null, results: ids.map((id) => ({ id, acronym: `a${id}` })) } };
  }
  if (pathname === "/notes") return { status: 500, body: { status_code: 500, detail: "Cannot resolve keyword 'foo'" } };
  if (pathname === "/foo") return { status: 404, text: "<html><head><title>Not Found</title></head></html>" };
  return { status: 404, body: { detail: "No Note matches the given query.", status_code: 404 } };
};

async function regionsOf({ alyx }: TestClient): Promise<readonly unknown[]> {
  const regions = await alyx.listPages("brain-regions", { limit: 100 });
  const [second, last] = [await regions.slice(110, 130), await regions.at(-1)];
  return [regions.length, regions.pageSize, second.length, second[0]?.["id"], last?.["id"]];
}

describe("The session that the original's client had with a real database", () => {
  test("leads to the same requests, in the same order", async () => {
    const server = await startAlyx(answer);
    const client = clientOf(server);
    const { alyx, warnings } = client;
    expect(await alyx.list("sessions", { id: SESSION })).toEqual(BY_ID);
    expect(await alyx.list("sessions", { users: ["test_user"], subject: "SW01" })).toEqual(BY_USER);
    await alyx.list("sessions", { foo: 1, subject: "SW01" });
    expect(warnings.map(({ category, code }) => [category, code])).toEqual([["UserWarning", "alyx/unsupported-field"]]);
    expect(await regionsOf(client)).toEqual([REGIONS, 100, 20, 110, REGIONS - 1]);
    expect(await alyx.read("insertions", `${server.url}/insertions/${INSERTION}`)).toMatchObject({ name: "probe00" });
    await alyx.rest("/sessions?subject=SW01", "list");
    for (const failing of FAILING) await failing(client);
    const names = ["alf/foo.bar.npy", "alf/probe00/spikes.times.npy"].join(",");
    const path = `check-protected?created_by=test_user&path=SW01/2024-01-02/001&filenames=${names}`;
    expect(await alyx.get(path)).toEqual(PROTECTED);

    // The first form of the last request has a body, which `fetch` does not send with GET.
    const wanted = SENT.filter((request) => request !== "GET /check-protected");
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(wanted);
    expect(wanted).toHaveLength(12);
    expect(server.logins).toHaveLength(1);
    for (const { headers } of server.requests) expect(headers).toMatchObject({ accept: "application/json" });
  });

  test("shows the same endpoints, actions and fields", async () => {
    const { alyx } = clientOf(await startAlyx(answer));
    expect(await alyx.listEndpoints()).toEqual([...RECORDED_ACTIONS.keys()]);
    for (const [endpoint, actions] of RECORDED_ACTIONS) expect(await alyx.listActions(endpoint)).toEqual(actions);
    for (const [endpoint, action, names] of RECORDED_FIELDS) {
      expect((await alyx.fields(endpoint, action)).map(({ name }) => name)).toEqual(names);
    }
    expect(await alyx.listFields("notes")).toEqual(["django", "limit", "offset"]);
  });
});

/** Calls that fail here as there, in the order in which the original made them. */
const FAILING: readonly ((client: TestClient) => Promise<void>)[] = [
  async ({ alyx }) => {
    const error = await rejection(alyx.rest("foo", "list"));
    expect(isAlyxError(error, "alyx/unknown-endpoint") && error.known).toEqual([...RECORDED_ACTIONS.keys()]);
  },
  async ({ alyx }) => {
    const error = await rejection(alyx.rest("notes", "erase"));
    expect(isAlyxError(error, "alyx/unknown-action") && error.known).toEqual(RECORDED_ACTIONS.get("notes"));
  },
  async ({ alyx }) => {
    const error = await rejection(alyx.rest("notes", "read"));
    expect(String(error)).toContain('"read" of "notes" without id (expected an ID in the URL: /notes/{id})');
  },
  async ({ alyx }) => {
    const error = await rejection(alyx.rest("notes", "create"));
    expect(String(error)).toContain("id, user, date_time, content_type, object_id, text, image, json");
  },
  async ({ alyx }) => {
    const error = await rejection(alyx.read("notes", NOTE));
    const detail = "No Note matches the given query.";
    expect(error).toMatchObject({ status: 404, detail, query: `/notes/${NOTE}` });
  },
  async ({ alyx }) => {
    const error = await rejection(alyx.list("notes", { django: "foo,1" }));
    expect(error).toMatchObject({ status: 500, detail: "Cannot resolve keyword 'foo'" });
  },
  async ({ alyx }) => {
    const error = await rejection(alyx.get("/foo"));
    expect(error).toMatchObject({ status: 404, detail: "Not Found" });
  },
];
