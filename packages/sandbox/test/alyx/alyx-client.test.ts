import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AlyxClient, createAlyxClient } from "@neurophys/one-client/alyx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LabServer, startLab } from "./lab-server.ts";
import { recordedText } from "./replay/recorded-answers.ts";

let lab: LabServer;
let alyx: AlyxClient;

beforeAll(async () => {
  lab = await startLab();
  alyx = createAlyxClient({ baseUrl: lab.url, username: "test_user", password: "secret" });
}, 120_000);

afterAll(async () => {
  await lab.close();
});

/** Endpoints and actions that the original's client printed of a real Alyx. */
const RECORDED = new Map(
  recordedText("p5_alyxclient_reference.txt")
    .split("\n")
    .flatMap((line) => {
      const [, endpoint, actions] = /^([\w.-]+) (\['\w.*\])$/.exec(line) ?? [];
      return endpoint === undefined || actions === undefined || endpoint === "RestSchemeOpenApi"
        ? []
        : [[endpoint, JSON.parse(actions.replaceAll("'", '"')) as string[]] as const];
    }),
);

/** Fields that the original's client printed. */
const FIELDS = recordedText("p5_alyxclient_reference.txt")
  .split("\n")
  .flatMap((line) => {
    const [, endpoint, action, names] = /^fields (\S+) (\w+) (\[.*\])$/.exec(line) ?? [];
    return endpoint === undefined || action === undefined || names === undefined
      ? []
      : [[endpoint, action, JSON.parse(names.replaceAll("'", '"')) as string[]] as const];
  });

/** Endpoints of Alyx that a sandbox does not have. */
const LEFT_OUT = [
  "data-notices",
  "imaging-stack",
  "sync-file-status",
  "water-requirement",
  "water-restricted-subjects",
];

test("the client finds the endpoints and actions of a real Alyx, but for those that are left out", async () => {
  const schema = await alyx.schema();
  const ours = new Map([...schema.endpoints].map(([endpoint, actions]) => [endpoint, [...actions.keys()]]));
  expect([...RECORDED.keys()].filter((endpoint) => !ours.has(endpoint))).toEqual(LEFT_OUT);
  for (const [endpoint, actions] of RECORDED) {
    if (!LEFT_OUT.includes(endpoint)) expect([endpoint, ours.get(endpoint)]).toEqual([endpoint, actions]);
  }
});

test.each(FIELDS)("the fields of %s %s are those of a real Alyx", async (endpoint, action, names) => {
  const schema = await alyx.schema();
  const fields = schema.endpoints
    .get(endpoint)
    ?.get(action as "list")
    ?.fields.map(({ name }) => name);
  expect(fields).toEqual(names);
});

test("the client creates, finds, changes and deletes records", async () => {
  await alyx.create("labs", { name: "cortexlab" });
  await alyx.create("subjects", { nickname: "SW01", lab: "cortexlab" });
  const made = await alyx
    .endpoint("sessions")
    .create({ subject: "SW01", number: 1, start_time: "2024-01-02T03:04:05" });
  const id = String(made.id);
  const found = await alyx.list("sessions", { subject: "SW01", date_range: ["2024-01-01", "2024-01-03"] });
  expect(found.map((record) => record["id"])).toEqual([id]);
  await alyx.partialUpdate("sessions", id, { narrative: "quiet" });
  expect((await alyx.read("sessions", id))["narrative"]).toBe("quiet");
  await alyx.delete("sessions", id);
  await expect(alyx.read("sessions", id)).rejects.toMatchObject({ status: 404 });
});

test("the client goes through all pages of the brain regions", async () => {
  const seen = new Set<unknown>();
  for await (const region of await alyx.listPages("brain-regions", { limit: 50 })) seen.add(region["id"]);
  expect(seen.size).toBe((await lab.get("/brain-regions?limit=1")).json.count);
});

test("regions above and below are found, and what was recorded inside a region", async () => {
  const names = async (query: string): Promise<string[]> =>
    (await lab.get(`/brain-regions?${query}`)).json.results.map(({ acronym }: { acronym: string }) => acronym);
  expect(await names("ancestors=CA1")).toEqual(expect.arrayContaining(["CA1", "HIP", "HPF", "root"]));
  expect(await names("descendants=CA")).toEqual(expect.arrayContaining(["CA", "CA1", "CA2", "CA3"]));
});

test("the cache tables are served as they lie in their folder", async () => {
  await mkdir(join(lab.tablesDir, "pub"), { recursive: true });
  await writeFile(join(lab.tablesDir, "cache.zip"), "zip");
  await writeFile(join(lab.tablesDir, "cache_info.json"), '{"date_created":"2024-01-02"}');
  await writeFile(join(lab.tablesDir, "pub", "cache_info.json"), '{"tag":"pub"}');
  await lab.post("/tags", { name: "pub" });
  const zip = await lab.get("/cache.zip");
  expect([zip.text, zip.type]).toEqual(["zip", "application/zip"]);
  expect((await lab.get("/cache/info/")).json).toEqual({ date_created: "2024-01-02" });
  expect((await lab.get("/cache/info/pub/")).json).toEqual({ tag: "pub" });
});

test("none of this was a failure of the server", () => {
  expect(lab.failures).toEqual([]);
});
