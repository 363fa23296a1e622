import { type JsonValue } from "@neurophys/alf";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type EndpointRecord, type PagedList, type RestRecord } from "../../../src/alyx/index.ts";
import { type Answer, clientOf, rejection, startAlyx } from "./loopback-alyx.ts";

const ID = "0ff6f5fe-8f4e-4eb8-9c84-4b99d3d0b3da";

/** A database of one session, whose fields can be changed. */
const oneSession = (extendedQc: JsonValue): Answer => {
  let record: RestRecord = { id: ID, extended_qc: extendedQc, json: null };
  return ({ method, body }) => {
    if (method === "PATCH") record = { ...record, ...(JSON.parse(body) as RestRecord) };
    return { body: record };
  };
};

const place = { endpoint: "sessions", id: ID, field: "extended_qc" };

async function start(
  value: JsonValue,
): Promise<ReturnType<typeof clientOf> & { readonly sent: () => readonly string[] }> {
  const server = await startAlyx(oneSession(value));
  return {
    ...clientOf(server, { cache: {} }),
    sent: () => server.requests.map(({ method, body }) => `${method} ${body}`.trim()),
  };
}

describe("A JSON field", () => {
  test("is written, changed in part, and emptied", async () => {
    const { alyx, sent } = await start(null);
    const { endpoint, id } = place;
    expect(await alyx.jsonFieldWrite(place, { a: 1 })).toEqual({ a: 1 });
    expect(await alyx.jsonFieldUpdate(place, { b: [2] })).toEqual({ a: 1, b: [2] });
    expect(await alyx.jsonFieldUpdate({ endpoint, id }, { c: 3 })).toEqual({ c: 3 });
    expect(await alyx.jsonFieldRemoveKey(place, "a")).toEqual({ b: [2] });
    await alyx.jsonFieldDelete(place);
    expect(await alyx.jsonFieldRemoveKey(place, "a")).toBeNull();
    expect(sent()).toEqual([
      'PATCH {"extended_qc":{"a":1}}',
      "GET",
      'PATCH {"extended_qc":{"a":1,"b":[2]}}',
      "GET",
      'PATCH {"json":{"c":3}}',
      "GET",
      'PATCH {"extended_qc":{"b":[2]}}',
      'PATCH {"extended_qc":null}',
      "GET",
    ]);
  });

  test("is read from the database before it is changed, not from an answer that was kept", async () => {
    const { alyx, sent } = await start({ a: 1 });
    await alyx.read("sessions", ID);
    await alyx.jsonFieldUpdate(place, { b: 2 });
    expect(sent().filter((request) => request === "GET")).toHaveLength(2);
  });

  test.each([["text"], [[1]], [5]])("that holds %j is left as it is, with an error", async (value) => {
    const { alyx, sent } = await start(value);
    for (const change of [alyx.jsonFieldUpdate(place, { b: 2 }), alyx.jsonFieldRemoveKey(place, "a")]) {
      expect(String(await rejection(change))).toContain("sessions.extended_qc is");
    }
    expect(sent()).toEqual(["GET", "GET"]);
  });

  test("without a key that is to go stays, with a warning", async () => {
    const { alyx, warnings } = await start({ a: 1, b: null });
    expect([await alyx.jsonFieldRemoveKey(place, "z"), await alyx.jsonFieldRemoveKey(place, "b")]).toEqual([
      { a: 1, b: null },
      { a: 1, b: null },
    ]);
    expect(warnings.map(({ message }) => message)).toEqual(
      ["z", "b"].map((key) => `${key}: Key not found in endpoint sessions field extended_qc`),
    );
  });

  test("of an endpoint or record that has none is an error", async () => {
    const { alyx } = await start(null);
    expect(await rejection(alyx.jsonFieldUpdate({ ...place, endpoint: "sesions" }, {}))).toMatchObject({
      code: "alyx/unknown-endpoint",
    });
    expect(String(await rejection(alyx.jsonFieldUpdate({ ...place, field: "qcc" }, {})))).toContain(
      "sessions.qcc is not there",
    );
  });
});

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);

async function sentNote(
  note: Partial<Parameters<ReturnType<typeof clientOf>["alyx"]["createNote"]>[0]>,
): Promise<FormData | object> {
  const server = await startAlyx(() => ({ status: 201, body: { id: ID, text: "t", image: null } }));
  const { alyx, warnings } = clientOf(server);
  expect(await alyx.createNote({ contentType: "session", objectId: ID, ...note })).toMatchObject({ id: ID });
  expect(warnings).toEqual([]);
  const [request] = server.requests;
  expect([request?.method, request?.url]).toEqual(["POST", "/notes"]);
  const type = request?.headers["content-type"] ?? "";
  if (type === "application/json") return JSON.parse(request?.body ?? "") as object;
  return await new Response(request?.body ?? "", { headers: { "Content-Type": type } }).formData();
}

describe("A note", () => {
  test("without image is JSON", async () => {
    expect(await sentNote({ text: "é", json: { a: [1] } })).toEqual({
      user: "test_user",
      content_type: "session",
      object_id: ID,
      text: "é",
      json: { a: [1] },
    });
  });

  test("with an image is a form, with the fields in the order of the original's", async () => {
    const image = { name: "fig one.png", data: PNG, type: "image/png" };
    const form = await sentNote({ user: "u", text: "snapA", json: { name: "snapA" }, width: 100, image });
    const entries = [...(form as FormData).entries()];
    expect(entries.map(([name, value]) => [name, typeof value === "string" ? value : value.name])).toEqual([
      ["user", "u"],
      ["content_type", "session"],
      ["object_id", ID],
      ["text", "snapA"],
      ["width", "100"],
      ["json", '{"name":"snapA"}'],
      ["image", "fig one.png"],
    ]);
    expect((form as FormData).get("image")).toMatchObject({ type: "image/png" });
  });

  test.each([null, "abc", 5])("with an image and %j as JSON says it as JSON", async (json) => {
    const form = await sentNote({ json, image: { name: "a.png", data: new Blob([PNG]) } });
    expect([(form as FormData).get("json"), (form as FormData).get("text")]).toEqual([JSON.stringify(json), ""]);
  });

  test.each([0, -5, 100.5, Number.NaN, "abc" as "orig"])(
    "of width %s is refused: the database would fail and keep it",
    async (width) => {
      const server = await startAlyx(() => ({ body: {} }));
      const error = await rejection(clientOf(server).alyx.createNote({ contentType: "session", objectId: ID, width }));
      expect([String(error), server.requests]).toEqual([expect.stringContaining("whole number of pixels"), []]);
    },
  );

  test("is sent whole again after a token was renewed", async () => {
    const server = await startAlyx(({ headers }) =>
      headers["authorization"]?.endsWith("stale")
        ? { status: 403, body: { detail: "Invalid token." } }
        : { status: 201, body: { id: ID } },
    );
    const { alyx } = clientOf(server, { token: "stale" });
    await alyx.createNote({
      contentType: "session",
      objectId: ID,
      image: { name: "a.png", data: Uint8Array.from("PIXELS", (c) => c.charCodeAt(0)) },
    });
    expect(server.requests.map(({ body }) => body.includes("PIXELS"))).toEqual([true, true]);
  });
});

describe("Files of other records", () => {
  test("go with lists as repeated fields, objects as JSON, and without null", async () => {
    const server = await startAlyx(() => ({ body: { ok: true } }));
    const { alyx } = clientOf(server);
    const data = { list: ["a", "b"], flag: true, nothing: null, inner: { a: 1 }, number: 1.5 };
    await alyx.send("POST", "anything", { data, files: { image: { name: "a", data: PNG }, none: undefined } });
    const [request] = server.requests;
    const form = await new Response(request?.body ?? "", {
      headers: { "Content-Type": request?.headers["content-type"] ?? "" },
    }).formData();
    expect([...form.entries()].filter(([name]) => name !== "image")).toEqual([
      ["list", "a"],
      ["list", "b"],
      ["flag", "True"],
      ["inner", '{"a":1}'],
      ["number", "1.5"],
    ]);
    expect(String(await rejection(alyx.send("POST", "a", { data: [{ a: 1 }], files: {} })))).toContain(
      "expected one record",
    );
  });
});

describe("An endpoint with types", () => {
  test("lists, reads, creates, changes and deletes records", async () => {
    const server = await startAlyx(({ method, url }) => {
      if (method === "DELETE") return { status: 204 };
      const record = { id: ID, subject: "SW01", number: 1, projects: ["p"], lab: null };
      return {
        body: url.startsWith("/sessions?") ? { count: 1, next: null, previous: null, results: [record] } : record,
      };
    });
    const { alyx } = clientOf(server);
    const sessions = alyx.endpoint("sessions");
    const list = await sessions.list({ subject: "SW01", lab: undefined });
    expectTypeOf(list).toEqualTypeOf<PagedList<EndpointRecord<"sessions">>>();
    const first = await list.at(0);
    expectTypeOf(first?.number).toEqualTypeOf<number | null | undefined>();
    expect([first?.subject, first?.number, first?.projects]).toEqual(["SW01", 1, ["p"]]);
    await sessions.read(ID);
    await sessions.create({ subject: "SW01" });
    await sessions.update(ID, { subject: "SW01" });
    await sessions.partialUpdate(ID, { number: 2 });
    expect(await sessions.delete(ID)).toBeUndefined();
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET /sessions?subject=SW01",
      `GET /sessions/${ID}`,
      "POST /sessions",
      `PUT /sessions/${ID}`,
      `PATCH /sessions/${ID}`,
      `DELETE /sessions/${ID}`,
    ]);
    expectTypeOf(alyx.endpoint("brain-regions")).not.toHaveProperty("delete");
    expectTypeOf(alyx.endpoint("weighings")).not.toHaveProperty("update");
  });

  test.each([
    [{ id: ID, number: "one" }, 'sessions.number is "one" (expected a number)'],
    [{ id: ID, projects: "p" }, "expected a list of texts"],
    [[], "expected a record"],
    [null, "expected a record"],
  ])("refuses %j", async (body, message) => {
    const server = await startAlyx(() => ({ body }));
    expect(String(await rejection(clientOf(server).alyx.endpoint("sessions").read(ID)))).toContain(message);
  });
});
