import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type LabServer, startLab } from "./lab-server.ts";

let lab: LabServer;
let session = "";

beforeAll(async () => {
  lab = await startLab();
  await lab.post("/labs", { name: "lab" });
  await lab.post("/subjects", { nickname: "SW01", lab: "lab" });
  session = (await lab.post("/sessions", { subject: "SW01", number: 1 })).json.id;
}, 120_000);

// None of these requests may be a failure of the server's own, and all leave it able to answer the next one.
afterEach(async () => {
  expect(lab.failures).toEqual([]);
  expect((await lab.get("/sessions")).json.count).toBe(1);
});

afterAll(async () => {
  await lab.close();
});

const filtered = (text: string) => lab.get(`/sessions?django=${encodeURIComponent(text)}`);

describe("A filter", () => {
  test.each(["constructor", "toString", "hasOwnProperty"])(
    "takes %s for no field, though objects have it",
    async (name) => {
      expect((await filtered(`${name},1`)).json.detail).toContain(`Cannot resolve keyword '${name}' into field.`);
      expect((await filtered(`subject__${name},1`)).json.detail).toContain(
        `Cannot resolve keyword '${name}' into field.`,
      );
      expect((await filtered(`number__in,[${name}]`)).json.detail).toBe(`name '${name}' is not defined`);
    },
  );

  test("of yes and no takes no other word", async () => {
    expect((await lab.get("/sessions?histology=constructor")).json.count).toBe(1);
  });

  test("refuses brackets in brackets without end", async () => {
    const nested = (depth: number) => filtered(`json,${"[".repeat(depth)}${"]".repeat(depth)}`);
    expect((await nested(200)).json.count).toBe(0);
    expect((await nested(201)).json.detail).toBe("invalid syntax (<string>, line 1)");
  });

  test("by a region takes a number that no region has for none", async () => {
    for (const id of ["abc", "1e400", "99999999999"]) {
      expect((await lab.get(`/sessions?atlas_id=${id}`)).json).toMatchObject({ count: 0 });
    }
  });
});

describe("Conditions on related records are refused when they are too many to plan", () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`).join(",");

  test.each(["users", "datasets", "dataset_types"])("by the names of %s", async (filter) => {
    expect((await lab.get(`/sessions?${filter}=${names(32)}`)).json.count).toBe(0);
    expect(await lab.get(`/sessions?${filter}=${names(33)}`)).toMatchObject({
      status: 400,
      json: { detail: "Too many conditions on related records (expected at most 32).", status_code: 400 },
    });
  });

  test("by a path that goes round and round", async () => {
    const path = (rounds: number) => filtered(`${"subject__actions_sessions__".repeat(rounds)}number,1`);
    expect((await path(3)).json.count).toBe(1);
    expect((await path(17)).status).toBe(400);
  });
});

test("A body that is nested without end is refused, as JSON and in a form", async () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const change = (json: string) => lab.send("PATCH", `/sessions/${session}`, `{"json":${json}}`);
  expect((await change(nested(100))).status).toBe(200);
  for (const depth of [300, 100_000]) expect((await change(nested(depth))).status).toBe(400);
  const form = new URLSearchParams({ subject: "SW01", json: nested(5000) });
  expect((await lab.post("/sessions", form)).json).toMatchObject({ json: ["Value must be valid JSON."] });
});

test.each(["%E0%A4%A", "a%00b", "..%2f..%2fetc%2fpasswd", ".hidden", ""])("There is no image at %s", async (path) => {
  expect((await lab.get(`/uploaded/${path}`)).status).toBe(404);
});
