import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DataWarning } from "@neurophys/alf";
import { type Catalog, withFallback } from "@neurophys/one-client";
import { type OneAlyx } from "@neurophys/one-client/alyx";
import { alyxEnvironment, nodeSettings, openOneAlyx } from "@neurophys/one-client/node";
import { createSandbox, type Sandbox } from "@neurophys/sandbox/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOG_CASES, type LabFacts } from "../src/catalog/catalog-suite.ts";

let sandbox: Sandbox;
let folder: string;
let remote: OneAlyx;
let facts: LabFacts;
const warnings: DataWarning[] = [];
const catalogs = new Map<string, Catalog>();

/** A client of the sandbox with settings and a cache folder of its own. */
function open(mode: "remote" | "local", name: string): Promise<OneAlyx> {
  return openOneAlyx({
    mode,
    baseUrl: sandbox.alyxUrl,
    username: sandbox.username,
    token: sandbox.token,
    cacheDir: join(folder, name),
    settings: nodeSettings({ paramsDir: join(folder, ".one"), cacheRoot: folder }),
    environment: alyxEnvironment({}),
    // An answer that is kept for some minutes would do for a database that is away.
    cacheMode: null,
  });
}

/** The lab as the database itself has it. */
async function factsOf({ alyx }: OneAlyx): Promise<LabFacts> {
  const text = (value: unknown): string => String(value ?? "");
  const sessions = await Promise.all(
    (await alyx.list("sessions")).map(async ({ id }) => {
      const session = await alyx.read("sessions", text(id));
      const related = session["data_dataset_session_related"] as readonly Record<string, unknown>[];
      return {
        eid: text(id),
        subject: text(session["subject"]),
        lab: text(session["lab"]),
        date: text(session["start_time"]).slice(0, 10),
        number: Number(session["number"]),
        projects: (session["projects"] as readonly string[]).join(","),
        datasets: related.map((dataset) => {
          const path = decodeURIComponent(new URL(text(dataset["data_url"]).replaceAll("#", "%23")).pathname);
          const [, relPath = ""] = /\/\d{4}-\d\d-\d\d\/\d{3}\/(.*)$/.exec(path) ?? [];
          const name = relPath.replace(`.${text(dataset["id"])}`, "");
          return {
            id: text(dataset["id"]),
            relPath: name,
            sizeBytes: Number(dataset["file_size"]),
            hash: text(dataset["hash"]),
            isDefault: text(dataset["default_revision"]).toLowerCase() === "true",
          };
        }),
      };
    }),
  );
  const insertions = (await alyx.list("insertions")).map(({ id, session, name, model }) => ({
    pid: text(id),
    eid: text(session),
    name: text(name),
    model: text(model),
  }));
  return { sessions, insertions, secrets: [sandbox.token, sandbox.password] };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "neurophys-catalog-"));
  sandbox = await createSandbox({ seed: "demo" });
  remote = await open("remote", "cache");
  facts = await factsOf(remote);
  // What the answers told becomes tables, as Python shares them.
  for (const eid of await remote.search()) await remote.listDatasets(eid);
  await remote.searchInsertions();
  await remote.saveCache();
  const tables = (await open("local", "cache")).catalog;
  const away = (await open("remote", "away")).catalog;
  catalogs.set("tables", tables);
  catalogs.set("database", remote.catalog);
  catalogs.set(
    "fallback, database there",
    withFallback(away, tables, { onWarning: (warning) => void warnings.push(warning) }),
  );
}, 120_000);

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const cases = ["tables", "database", "fallback, database there"].flatMap((name) =>
  CATALOG_CASES.map(([sentence, run]) => [name, sentence, run] as const),
);

describe("Catalogs", () => {
  test.each(cases)("%s: %s", async (name, _sentence, run) => {
    expect(await run(catalogs.get(name) as Catalog, facts)).toBeUndefined();
  });

  test("tables that the database hands out are found, loaded and searched without it", async () => {
    const one = await open("remote", "tables");
    expect(await one.loadCache()).toBeInstanceOf(Date);
    const [sessions, datasets] = ["sessions", "datasets"].map((name) => one.tables.get(name)?.numRows);
    expect([sessions, datasets]).toEqual([
      facts.sessions.length,
      facts.sessions.reduce((sum, session) => sum + session.datasets.length, 0),
    ]);
    expect(one.tables.get("sessions")?.metadata.origin.has(sandbox.alyxUrl)).toBe(true);
    const loaded = one.cache.loadedTime;
    expect(await one.loadCache()).toEqual(one.cache.loadedTime);
    expect(loaded).toBeDefined();
    const offline = await open("local", "tables");
    const found = await offline.search({ datasets: "spikes.times.npy" });
    expect(found.length).toBeGreaterThan(0);
    await expect(one.loadCache({ tag: "no-such-tag" })).rejects.toMatchObject({
      code: expect.stringMatching(/^alyx\//),
    });
  });

  test("while the database is away the tables answer, and one warning says so", async () => {
    await sandbox.close();
    const fallback = catalogs.get("fallback, database there") as Catalog;
    warnings.length = 0;
    for (const [sentence, run] of CATALOG_CASES)
      expect([sentence, await run(fallback, facts)]).toEqual([sentence, undefined]);
    expect(warnings.map(({ code }) => code)).toEqual(["one/offline"]);
  }, 120_000);
});
