import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DataWarning, type NdArray } from "@neurophys/alf";
import { encodeNpy } from "@neurophys/alf/npy";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openOne, setup } from "../../src/node/one.ts";

let folder = "";
const SESSION = "lab/Subjects/mouse/2024-05-06/001";

async function put(path: string, bytes: Uint8Array | string) {
  const file = join(folder, path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, bytes);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "one-"));
  await put(`${SESSION}/alf/spikes.times.npy`, encodeNpy(Float64Array.of(1, 2, 3)));
  await put(`${SESSION}/alf/spikes.times.metadata.json`, '{"unit": "s"}');
  await put(`${SESSION}/alf/probe00/clusters.depths.npy`, encodeNpy(Float32Array.of(10)));
  await put("lab/Subjects/mouse/2024-05-07/001/alf/trials.choice.csv", "choice\n1\n-1\n");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe("setup", () => {
  test("indexes a folder and opens it", async () => {
    const one = await setup(folder);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(["datasets.pqt", "sessions.pqt"]));
    const [latest, first] = await one.search();
    expect(await one.eid2refText(first as string)).toBe("2024-05-06_1_mouse");
    const spikes = await one.loadObject(first as string, "spikes");
    expect(Array.from((spikes["times"] as NdArray).data as Float64Array)).toEqual([1, 2, 3]);
    expect(spikes["timesmetadata"]).toEqual({ kind: "json", value: { unit: "s" } });
    expect((await one.loadDataset(latest as string, "trials.choice"))?.kind).toBe("table");
    expect(await one.eid2path(latest as string)).toBe(`${folder}/lab/Subjects/mouse/2024-05-07/001`);
  });

  test("keeps tables that are there, unless told to make them anew", async () => {
    const [eid] = await (await setup(folder)).search();
    await put("lab/Subjects/mouse/2024-05-08/001/alf/a.b.npy", "");
    expect(await (await setup(folder)).search()).toHaveLength(2);
    const anew = await (await setup(folder, { overwrite: true })).search();
    expect(anew).toHaveLength(3);
    expect(anew).toContain(eid);
  });

  test("puts tables in a folder of their own", async () => {
    const tablesDir = await mkdtemp(join(tmpdir(), "one-tables-"));
    const one = await setup(folder, { tablesDir, index: { hashFiles: true } });
    expect(existsSync(join(folder, "sessions.pqt"))).toBe(false);
    expect((await one.listDatasetDetails()).every(({ hash }) => /^[0-9a-f]{32}$/.test(hash ?? ""))).toBe(true);
    await rm(tablesDir, { recursive: true });
  });
});

describe("tables with paths for ids", () => {
  test("are searched and loaded from like others", async () => {
    const one = await setup(folder, { index: { hashIds: false } });
    const [, eid] = await one.search();
    expect(eid).toBe("lab/mouse/2024-05-06/001");
    expect(await one.eid2path(eid as string)).toBe(join(folder, SESSION));
    expect(await one.listDatasets(eid)).toContain("alf/spikes.times.npy");
    expect(Object.keys(await one.loadObject(eid as string, "spikes"))).toContain("times");
    expect((await one.getDetails(eid as string)).eid).toBe(eid);
  });
});

describe("openOne", () => {
  test("of a folder without tables warns and finds nothing", async () => {
    const warnings: DataWarning[] = [];
    const one = await openOne(folder, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([
      { code: "one/no-tables", category: "UserWarning", message: `No cache tables found in ${folder}` },
    ]);
    expect(await one.search()).toEqual([]);
    expect(await one.listDatasets()).toEqual([]);
  });

  test("of no folder is refused", async () => {
    const error = { code: "one/table-folder-missing" };
    await expect(openOne(join(folder, "none"))).rejects.toMatchObject(error);
    await expect(setup(join(folder, "none"))).rejects.toMatchObject(error);
    await expect(openOne(join(folder, `${SESSION}/alf/spikes.times.npy`))).rejects.toMatchObject(error);
  });

  test.each(["not a table", "PAR1 and no more"])("of a table that holds %j is refused", async (content) => {
    await setup(folder);
    await put("sessions.pqt", content);
    await expect(openOne(folder)).rejects.toMatchObject({ code: "one/table-unreadable", table: "sessions" });
  });

  test("reads its settings from the environment where it is given none", async () => {
    await setup(folder);
    await put(`${SESSION}/alf/#2024-06-01#/spikes.times.npy`, encodeNpy(Float64Array.of(9)));
    await setup(folder, { overwrite: true });
    vi.stubEnv("ONE_REVISION_LAST_BEFORE", "2024-05-31");
    const id = "2024-05-06_1_mouse";
    const before = await (await openOne(folder)).downloadDataset(id, "spikes.times.npy");
    expect(before.key).not.toContain("#");
    const after = await openOne(folder, { revisionLastBefore: "2024-12-31" });
    expect((await after.downloadDataset(id, "spikes.times.npy")).key).toContain("#2024-06-01#");
  });
});

describe("tables", () => {
  test("are saved with what loading found out", async () => {
    const one = await setup(folder);
    expect(await one.saveCache()).toBe(false);
    await rm(join(folder, SESSION, "alf/spikes.times.npy"));
    await expect(one.loadDataset("2024-05-06_1_mouse", "spikes.times.npy")).rejects.toMatchObject({
      code: "one/files-missing",
    });
    expect(await one.saveCache()).toBe(true);
    expect(await one.saveCache()).toBe(false);
    const [found] = await (await openOne(folder)).listDatasetDetails(undefined, { filename: "spikes.times.npy" });
    expect(found?.exists).toBe(false);
    expect(await (await openOne(folder)).search()).toHaveLength(2);
  });

  test("are read anew when asked to, and what was not saved is lost", async () => {
    const one = await setup(folder);
    await put("lab/Subjects/mouse/2024-05-08/001/alf/a.b.npy", "");
    await setup(folder, { overwrite: true });
    expect(await one.search()).toHaveLength(2);
    expect(await one.refreshCache()).toBeInstanceOf(Date);
    expect(await one.search()).toHaveLength(3);
    const empty = await mkdtemp(join(tmpdir(), "one-empty-"));
    expect(await one.loadCache({ tablesDir: empty })).toBeUndefined();
    expect(await one.search()).toEqual([]);
    await rm(empty, { recursive: true });
  });

  test("are saved on closing only if that is wanted", async () => {
    const missing = { code: "one/files-missing" };
    const change = async (one: Awaited<ReturnType<typeof openOne>>) =>
      expect(one.loadDataset("2024-05-06_1_mouse", "spikes.times.npy")).rejects.toMatchObject(missing);
    const exists = async () =>
      (await (await openOne(folder)).listDatasetDetails(undefined, { filename: "spikes.times.npy" }))[0]?.exists;
    const one = await setup(folder);
    await rm(join(folder, SESSION, "alf/spikes.times.npy"));
    await change(one);
    await one.close();
    expect(await exists()).toBe(true);
    vi.stubEnv("ONE_SAVE_ON_DELETE", "True");
    const saving = await openOne(folder);
    await change(saving);
    await saving.close();
    expect(await exists()).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0)(
    "in a folder that cannot be written to are searched, and saving is refused",
    async () => {
      const one = await setup(folder);
      await rm(join(folder, SESSION, "alf/spikes.times.npy"));
      await expect(one.loadDataset("2024-05-06_1_mouse", "spikes.times.npy")).rejects.toThrow();
      await chmod(folder, 0o555);
      await expect(one.saveCache()).rejects.toMatchObject({ code: "one/table-write" });
      await chmod(folder, 0o755);
      expect(await (await openOne(folder)).search()).toHaveLength(2);
    },
  );
});

describe("ids of loaded datasets", () => {
  test("are saved as text, of datasets or of their sessions, and forgotten", async () => {
    await setup(folder);
    const one = await openOne(folder, { recordLoaded: true });
    expect(one.recordLoaded).toBe(true);
    await one.downloadObject("2024-05-06_1_mouse", "spikes");
    const eid = await one.toEid("2024-05-06_1_mouse");
    const sessions = await one.saveLoadedIds({ sessionsOnly: true, clearList: false });
    expect(sessions.ids).toEqual([eid]);
    expect(sessions.path).toMatch(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_loaded_session_uuids\.csv$/);
    const datasets = await one.saveLoadedIds();
    expect(await readFile(datasets.path as string, "utf8")).toBe(`dataset_uuid\n${datasets.ids.join("\n")}\n`);
    expect(datasets.ids).toHaveLength(2);
    expect(await one.saveLoadedIds()).toEqual({ ids: [], path: undefined });
  });

  test("are not remembered unless wanted", async () => {
    const warnings: string[] = [];
    await setup(folder);
    const one = await openOne(folder, { onWarning: ({ code }) => warnings.push(code) });
    await one.downloadObject("2024-05-06_1_mouse", "spikes");
    expect((await one.saveLoadedIds()).ids).toEqual([]);
    expect(warnings).toContain("one/nothing-loaded");
  });
});
