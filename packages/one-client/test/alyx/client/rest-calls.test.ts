import { describe, expect, expectTypeOf, test } from "vitest";
import { parseCoreApi } from "../../../src/alyx/client/core-api-schema.ts";
import { parseOpenApi } from "../../../src/alyx/client/open-api-schema.ts";
import { type AlyxRest, isAlyxError, type RestParams } from "../../../src/alyx/index.ts";
import { nearNames } from "../../../src/listing/near-names.ts";
import { type RegistrationRest } from "../../../src/registration/registration-rest.ts";
import { clientOf, rejection, startAlyx } from "./loopback-alyx.ts";

const ID = "0ff6f5fe-8f4e-4eb8-9c84-4b99d3d0b3da";

async function start(): Promise<ReturnType<typeof clientOf> & { readonly sent: () => readonly string[] }> {
  const server = await startAlyx(({ url }) => ({ body: url.startsWith("/tags?") ? [] : { ok: true } }));
  const sent = (): readonly string[] =>
    server.requests.map(({ method, url, body }) => [method, url, body].join(" ").trim());
  return { ...clientOf(server), sent };
}

describe("A call by endpoint and action", () => {
  test.each<[string, string, RestParams, string]>([
    ["tags", "list", {}, "GET /tags"],
    ["/tags", "list", { name: "a" }, "GET /tags?name=a"],
    ["sessions", "list", { subject: ["a", "b"], number: 1 }, "GET /sessions?subject=a%2Cb&number=1"],
    ["sessions", "list", { id: ID }, `GET /sessions?django=pk%2C${ID}`],
    [
      "sessions",
      "list",
      { id: `https://h/sessions/${ID}`, django: "a,1", lab: null },
      `GET /sessions?django=a%2C1%2Cpk%2C${ID}&lab=None`,
    ],
    ["sessions", "list", { django: null, lab: true }, "GET /sessions?lab=True"],
    ["sessions?subject=a", "read", {}, "GET /sessions?subject=a"],
    ["subjects/flowers", "list", {}, "GET /subjects/flowers"],
    ["notes", "read", { id: `https://h/notes/${ID}` }, `GET /notes/${ID}`],
    ["labs", "read", { id: "my lab#?é" }, "GET /labs/my%20lab%23%3F%C3%A9"],
    ["notes", "delete", { id: ID }, `DELETE /notes/${ID}`],
  ])("%s %s %j is sent as %s", async (endpoint, action, params, request) => {
    const { alyx, sent } = await start();
    await alyx.rest(endpoint, action, params);
    expect(sent()).toEqual([request]);
  });

  test.each([
    ["create", {}, "POST /notes"],
    ["update", { id: ID }, `PUT /notes/${ID}`],
    ["partial_update", { id: ID }, `PATCH /notes/${ID}`],
    ["partial-update", { id: ID }, `PATCH /notes/${ID}`],
  ])("%s sends its data as JSON", async (action, params, request) => {
    const { alyx, sent } = await start();
    await alyx.rest("notes", action, params, { data: { text: "é", json: { a: [1, null] }, user: undefined } });
    expect(sent()).toEqual([`${request} {"text":"é","json":{"a":[1,null]}}`]);
  });

  test.each([
    ["sesions", "list", {}, 'REST endpoint "sesions" does not exist (did you mean "sessions"?)'],
    ["dataset_type", "list", {}, 'did you mean "dataset-types"'],
    ["zzz", "list", {}, 'there are "brain-regions", "cache"'],
    ["auth-token", "create", {}, "does not exist"],
    ["notes", "lst", {}, 'Action "lst" for REST endpoint "notes" does not exist (there are "create", "delete", "list"'],
    ["brain-regions", "delete", { id: "1" }, 'there are "list", "partial_update", "read", "update"'],
    ["notes", "read", {}, "without id (expected an ID in the URL: /notes/{id})"],
    ["notes", "read", { id: null }, "without id"],
    ["notes", "read", { id: ".." }, "expected the id or name of a record"],
    ["notes", "delete", { id: "a/" }, "expected the id or name of a record"],
    ["notes", "create", {}, "without data (expected a record with some of id, user"],
    ["notes", "list", { django: "text,(exec('x'))" }, "Unsafe value of django filter"],
  ])("%s %s %j is refused: %s", async (endpoint, action, params, message) => {
    const { alyx, sent } = await start();
    const error = await rejection(alyx.rest(endpoint, action, params));
    expect([isAlyxError(error), sent()]).toEqual([true, []]);
    expect(String(error)).toContain(message);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("with %d in its data is refused", async (value) => {
    const { alyx } = await start();
    expect(String(await rejection(alyx.create("notes", { json: [value] })))).toContain(
      "expected a value that JSON can hold",
    );
  });

  test("warns of names that the database would ignore, with those that it takes", async () => {
    const { alyx, warnings } = await start();
    await alyx.rest("sessions", "list", { subjects: "a", lab: "b" });
    await alyx.rest("notes", "create", {}, { data: { text: "a", objectid: ID, width: 100 } });
    expect(warnings.map(({ message }) => message)).toEqual([
      'Unsupported field "subjects" for endpoint "sessions": the database ignores it. Did you mean "subject"?',
      'Unsupported field "objectid" for endpoint "notes": the database ignores it. Did you mean "object_id"?',
    ]);
  });

  test("is what the functions over a database need", async () => {
    const { alyx } = await start();
    expectTypeOf(alyx).toExtend<AlyxRest>();
    expectTypeOf(alyx).toExtend<RegistrationRest>();
    expect(await alyx.listFields("sessions")).toContain("date_range");
    expect(await rejection(alyx.listFields("nope"))).toMatchObject({ code: "alyx/unknown-endpoint" });
    expect(await rejection(alyx.listFields("register-file"))).toMatchObject({ code: "alyx/unknown-action" });
  });
});

describe("The description of a database", () => {
  const core = {
    _type: "document",
    _meta: { url: "x" },
    "auth-token": { create: { url: "/auth-token", fields: [] } },
    labs: {
      read: {
        url: "/labs/{name}",
        action: "get",
        fields: [{ name: "name", required: true, location: "path", schema: {} }],
      },
      list: { url: "/labs", action: "get", fields: [{ name: "django", required: false, location: "query" }] },
    },
  };

  test("is CoreAPI where there is no OpenAPI", async () => {
    const server = await startAlyx(
      ({ url }) => (url === "/docs" ? { status: 301, headers: { Location: "/docs/" } } : { body: core }),
      { schema: () => ({ status: 404, body: { detail: "Not found." } }) },
    );
    const { alyx } = clientOf(server);
    expect([await alyx.listEndpoints(), await alyx.listActions("labs")]).toEqual([["labs"], ["list", "read"]]);
    expect((await alyx.schema()).backend).toBe("core_api");
    expect(server.requests.map(({ url, headers }) => [url, headers["accept"], headers["authorization"]])).toEqual([
      ["/docs", "application/coreapi+json", undefined],
      ["/docs/", "application/coreapi+json", undefined],
    ]);
    expect(server.logins).toHaveLength(0);
  });

  test("is asked for once, as OpenAPI, and again after a failure", async () => {
    const answers = [{ status: 500, body: { detail: "no" } }, { body: { paths: { "/tags": { get: {} } } } }];
    const server = await startAlyx(() => ({ body: [] }), { schema: () => answers.shift() ?? {} });
    const { alyx } = clientOf(server);
    expect(await rejection(alyx.listEndpoints())).toMatchObject({ status: 500 });
    expect([await alyx.listEndpoints(), await alyx.list("tags")]).toEqual([["tags"], []]);
    expect(server.schemaRequests.map(({ headers }) => headers["accept"])).toEqual(
      new Array(2).fill("application/vnd.oai.openapi+json"),
    );
  });

  test.each([{}, { paths: [] }, [], null, "x"])("%j is none", (document) => {
    expect(() => parseOpenApi(document)).toThrow("expected paths");
  });

  test("may be odd inside", () => {
    const odd = {
      paths: { "/a/{id}": { get: { parameters: [1, { name: "id" }] }, trace: {} }, "/a": null, "/a/b": { get: 1 } },
    };
    const { endpoints } = parseOpenApi(odd);
    expect([...(endpoints.get("a") ?? [])].map(([action, { url, fields }]) => [action, url, fields])).toEqual([
      ["list", "/a/b", []],
      ["read", "/a/{id}", [{ name: "id" }]],
    ]);
    expect(
      parseCoreApi({ a: { list: 1, read: {}, fly: {} }, b: 2 })
        .endpoints.get("a")
        ?.get("read"),
    ).toEqual({ url: "", fields: [] });
    expect(() => parseCoreApi([])).toThrow("expected an object of endpoints");
  });
});

describe("nearNames", () => {
  const names = ["sessions", "subjects", "datasets", "dataset-types", "data-formats", "notes", "date_range"];
  test.each([
    ["session", ["sessions"]],
    ["sesisons", ["sessions"]],
    ["DataSets", ["datasets"]],
    ["dateRange", ["date_range"]],
    ["nots", ["notes"]],
    ["x", []],
    ["", []],
    ["--", []],
  ])("of %s are %j", (word, near) => {
    expect(nearNames(word, names)).toEqual(near);
  });
});
