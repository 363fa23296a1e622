import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isTransferError } from "@neurophys/transfer";
import { expect, test } from "vitest";
import { isAlyxError } from "../../src/alyx/index.ts";
import { saveTables } from "../../src/node/tables-save.ts";
import { defaultCache, withTable } from "../../src/tables/cache-tables.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import { tokenName } from "../alyx/client/loopback-alyx.ts";
import { datasetId, E1, type LabServer, startLab } from "./lab-server.ts";
import { newLab, openLab, temporaryFolder } from "./open-lab.ts";
import { zipOf } from "./zip-of.ts";

/** An archive of tables with one session of a subject. */
async function archiveOf(subject: string, tag?: string): Promise<Uint8Array> {
  const folder = await temporaryFolder();
  const metadata = {
    dateCreated: "2024-05-06 10:00",
    origin: new Set(["alyx"]),
    databaseTags: tag === undefined ? undefined : [tag],
  };
  const session = { id: E1, subject, date: "2020-03-04", number: 1, lab: "labA", task_protocol: "", projects: "" };
  const dataset = { eid: E1, id: datasetId(1), rel_path: "alf/a.b.npy", exists: true, file_size: 1, hash: "" };
  let tables = withTable(defaultCache(new Date()), recordsToTable("sessions", [session], { metadata }));
  tables = withTable(tables, recordsToTable("datasets", [dataset], { metadata }));
  await saveTables(folder, tables, { clobber: true, now: new Date() });
  const names = ["sessions.pqt", "datasets.pqt"];
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const));
  return zipOf(new Map(files));
}

/** Let the lab hand out tables of a subject. */
async function handOut(lab: LabServer, subject: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  lab.files.set("/data/cache.zip", await archiveOf(subject, more["tag"] as string | undefined));
  const created = { date_created: "2024-05-06 10:00", min_api_version: "3.0.0", origin: "alyx" };
  const tags = { database_tags: more["tag"] === undefined ? [] : [more["tag"] as string] };
  lab.cacheInfo = { ...created, ...tags, location: `${lab.dataUrl}/cache.zip`, ...(more["info"] as object) };
}

const archives = (lab: LabServer): string[] => lab.downloads.filter((request) => request.endsWith("cache.zip"));

test("the tables that the database hands out come once, and again only when they are newer or asked for", async () => {
  const { one, lab, folder } = await newLab();
  await handOut(lab, "FIRST");
  expect(await one.loadCache()).toBeInstanceOf(Date);
  expect(await one.listSubjects()).toEqual(["FIRST"]);
  expect([...(one.tables.get("sessions")?.metadata.origin ?? [])]).toEqual(["alyx", lab.alyx.url]);
  await one.loadCache();
  expect(archives(lab)).toHaveLength(1);
  await handOut(lab, "SECOND", { info: { date_created: "2024-05-07" } });
  await one.loadCache();
  expect(await one.listSubjects()).toEqual(["SECOND"]);
  await handOut(lab, "THIRD");
  await one.refreshCache();
  expect(await one.listSubjects()).toEqual(["THIRD"]);
  expect((await readdir(folder)).filter((name) => name.startsWith(".cache-tables"))).toEqual([]);
});

test("tables of a release lie in a folder of their own, and stay the ones that are read and kept", async () => {
  const { one, lab, folder } = await newLab();
  await handOut(lab, "ALL");
  await one.loadCache();
  await handOut(lab, "PAPER", { tag: "2024_Q1" });
  await one.loadCache({ tag: "2024_Q1" });
  expect(await one.listSubjects()).toEqual(["PAPER"]);
  expect(await readdir(join(folder, "2024_Q1"))).toEqual(expect.arrayContaining(["datasets.pqt", "sessions.pqt"]));
  await one.loadCache();
  expect(await one.listSubjects()).toEqual(["PAPER"]);
  await one.refreshCache();
  const { one: local } = await openLab(lab, { mode: "local", cacheDir: folder });
  expect(await local.listSubjects()).toEqual(["ALL"]);
});

test("a release that the database does not have is refused, with those that it has", async () => {
  const { one, lab } = await newLab();
  await handOut(lab, "S", { tag: "2024_Q1" });
  const error = await one.loadCache({ tag: "../evil" }).catch((caught: unknown) => caught);
  expect(isAlyxError(error, "alyx/unknown-tag") && error.message).toContain("2024_Q1");
  expect(archives(lab)).toEqual([]);
});

test("a release whose name leads out of the folder is refused, though the database has it", async () => {
  const { one, lab } = await newLab();
  await handOut(lab, "S", { tag: "../evil" });
  const error = await one.loadCache({ tag: "../evil" }).catch((caught: unknown) => caught);
  expect(isTransferError(error, "transfer/unsafe-path")).toBe(true);
  expect(archives(lab)).toEqual([]);
});

test("tables for a newer version of ONE are not taken, and a warning says so", async () => {
  const { one, lab, warnings } = await newLab();
  await handOut(lab, "S", { info: { min_api_version: "99.0.0" } });
  await one.loadCache();
  expect(warnings.map(({ code }) => code)).toContain("one/tables-too-new");
  expect(archives(lab)).toEqual([]);
});

test("several calls at once each have whole tables", async () => {
  const { one, lab, folder } = await newLab();
  await handOut(lab, "S");
  const { one: other } = await openLab(lab, { cacheDir: folder });
  await Promise.all([one.loadCache({ clobber: true }), other.loadCache({ clobber: true }), one.loadCache()]);
  expect([await one.listSubjects(), await other.listSubjects()]).toEqual([["S"], ["S"]]);
});

test("an archive that is broken changes nothing, and the token goes to the database only", async () => {
  const { one, lab } = await newLab();
  await handOut(lab, "GOOD");
  await one.loadCache();
  lab.files.set("/data/cache.zip", Buffer.from("no archive"));
  const error = await one.refreshCache().catch((caught: unknown) => caught);
  expect(isTransferError(error)).toBe(true);
  expect(await one.listSubjects()).toEqual(["GOOD"]);
  expect(lab.authorizations.every((header) => header === undefined)).toBe(true);
  expect(String(error)).not.toContain(tokenName(1));
});

test("auto: while the database is away the tables at hand stay", async () => {
  const lab = await startLab();
  await handOut(lab, "KEPT");
  const policy = { retries: 0, backoffMs: () => 1, timeoutMs: 2000 };
  const { one, warnings } = await openLab(lab, { mode: "auto", policy });
  await one.loadCache();
  await lab.close();
  expect(await one.loadCache()).toBeInstanceOf(Date);
  expect(await one.listSubjects()).toEqual(["KEPT"]);
  expect(warnings.map(({ code }) => code)).toEqual(["one/offline"]);
});
