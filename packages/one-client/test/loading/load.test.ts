import { createHash } from "node:crypto";
import { type NdArray } from "@neurophys/alf";
import { encodeNpy, ndArray } from "@neurophys/alf/npy";
import { MemoryStore } from "@neurophys/alf/store";
import { beforeEach, describe, expect, test } from "vitest";
import { type DatasetRecord, type OneOptions } from "../../src/index.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import { fixtureOne, warningList } from "../one-of-tables.ts";

const EID = "11111111-1111-4111-8111-111111111111";
const EMPTY_EID = "22222222-2222-4222-8222-222222222222";
const FOLDER = "lab/Subjects/mouse/2024-05-06/001";

const text = (value: string) => new TextEncoder().encode(value);
const npy = (...values: number[]) => encodeNpy(ndArray(Float64Array.from(values), { shape: [values.length] }));
const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

/** Files of the session, by path in it. */
const FILES: ReadonlyMap<string, Uint8Array> = new Map([
  ["alf/probe00/spikes.times.npy", npy(0.5, 1.5, 2.5)],
  ["alf/probe00/spikes.clusters.npy", npy(1, 1, 2)],
  ["alf/probe00/spikes.times.metadata.json", text('{"unit": "s"}')],
  ["alf/probe00/clusters.depths.npy", npy(100, 200)],
  ["alf/probe00/#2024-06-01#/spikes.clusters.npy", npy(7, 7, 8)],
  ["alf/_ibl_trials.choice.npy", npy(1, -1)],
  ["alf/_ibl_trials.table.csv", text("start,end\n0,1\n2,3\n")],
  ["alf/broken.shape.npy", npy(1, 2, 3).slice(0, 100)],
  ["alf/broken.text.json", text('{"a": ')],
  ["raw_video_data/_ibl_leftCamera.raw.mp4", text("not read")],
]);

const ids = new Map([...FILES.keys()].map((path, i) => [path, `00000000-0000-4000-8000-0000000000${10 + i}`]));

function record(path: string, facts: Partial<DatasetRecord> = {}) {
  const bytes = FILES.get(path) ?? new Uint8Array();
  const known = { file_size: bytes.length, hash: md5(bytes), exists: true, qc: "NOT_SET" };
  return { eid: EID, id: ids.get(path) ?? "", rel_path: path, ...known, ...facts };
}

const SESSION = { lab: "lab", subject: "mouse", date: "2024-05-06", task_protocol: "", projects: "" };
const SESSIONS = recordsToTable("sessions", [
  { id: EID, number: 1, ...SESSION },
  { id: EMPTY_EID, number: 2, ...SESSION },
]);

function tables(change: (path: string) => Partial<DatasetRecord> = () => ({})) {
  const datasets = recordsToTable(
    "datasets",
    Array.from(FILES.keys(), (path) => record(path, change(path))),
  );
  return new Map([
    ["sessions", SESSIONS],
    ["datasets", datasets],
  ]);
}

/** The files in a store, those that were read, and a One over them. */
function open(options: Partial<OneOptions> = {}, prefix = `${FOLDER}/`) {
  const store = new MemoryStore(Array.from(FILES, ([path, bytes]) => [prefix + path, bytes]));
  const { warnings, onWarning } = warningList();
  return { store, warnings, one: fixtureOne({ tables: tables(), store, onWarning, ...options }) };
}

const values = (value: unknown) => Array.from((value as NdArray).data as Float64Array);

let { store, warnings, one } = open();
beforeEach(() => {
  ({ store, warnings, one } = open());
});

describe("an object", () => {
  test("is loaded with all its attributes, of each the revision to use", async () => {
    const spikes = await one.loadObject(EID, "spikes", { revision: "2024-05-31" });
    expect(Object.keys(spikes).sort()).toEqual(["clusters", "times", "timesmetadata"]);
    expect(values(spikes["times"])).toEqual([0.5, 1.5, 2.5]);
    expect(values(spikes["clusters"])).toEqual([1, 1, 2]);
    expect(spikes["timesmetadata"]).toEqual({ kind: "json", value: { unit: "s" } });
    const latest = await one.loadObject(EID, "spikes", { collection: "alf/probe0*" });
    expect(values(latest["clusters"])).toEqual([7, 7, 8]);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(
      new Set(["alf/no-default-revision", "alf/multiple-revisions"]),
    );
  });

  test("takes the columns of its table", async () => {
    const trials = await one.loadObject("mouse/2024-05-06/001", "trials");
    expect(Object.keys(trials)).toEqual(["choice", "start", "end"]);
  });

  test("is loaded by parts of its file names", async () => {
    const times = await one.downloadObject(EID, "spikes", { parts: { attribute: "time*", extension: "npy" } });
    expect(times).toEqual([
      {
        kind: "file",
        key: `${FOLDER}/alf/probe00/spikes.times.npy`,
        location: `/data/${FOLDER}/alf/probe00/spikes.times.npy`,
      },
    ]);
  });

  test("that matches several is refused, with the candidates", async () => {
    await expect(one.loadObject(EID, "*s")).rejects.toMatchObject({
      code: "alf/multiple-objects-found",
      candidates: expect.arrayContaining(["spikes", "clusters", "trials"]),
    });
  });

  test("that nothing matches is refused, with where it was looked for", async () => {
    await expect(one.loadObject(EID, "nope")).rejects.toMatchObject({
      code: "alf/object-not-found",
      object: "nope",
      where: `session ${EID}`,
      candidates: [],
    });
  });

  test("that is mistyped is refused with the near ones", async () => {
    await expect(one.loadObject(EID, "spike")).rejects.toMatchObject({
      candidates: ["spikes"],
      message: expect.stringContaining('(there is "spikes")'),
    });
    const elsewhere = one.loadObject(EID, "spikes", { collection: "alf/nope" });
    await expect(elsewhere).rejects.toMatchObject({
      where: `collection "alf/nope" of session ${EID}`,
      candidates: expect.arrayContaining([expect.stringMatching(/^alf\/probe00\/.*spikes\./)]),
    });
    const ofCollection = one.loadCollection(EID, "alf/probe00", { object: "clustres" });
    await expect(ofCollection).rejects.toMatchObject({ candidates: ["clusters"] });
  });
});

describe("a collection", () => {
  test("is loaded as its objects", async () => {
    const objects = await one.loadCollection(EID, "alf/probe00");
    expect([...objects.keys()].sort()).toEqual(["clusters", "spikes"]);
    expect(values(objects.get("clusters")?.["depths"])).toEqual([100, 200]);
  });

  test("O24: is loaded as it was at a revision", async () => {
    const files = await one.downloadCollection(EID, "alf/probe00", { object: "spikes", revision: "2024-05-31" });
    expect(files.filter(({ key }) => key.includes("#"))).toEqual([]);
    const compat = open({ compat: ["collection-revision-misplaced"] }).one;
    await expect(compat.downloadCollection(EID, "alf/probe00", { revision: "2024-05-31" })).rejects.toMatchObject({
      code: "alf/object-not-found",
    });
  });

  test("that is not there is refused", async () => {
    await expect(one.loadCollection(EID, "nope")).rejects.toMatchObject({ code: "one/collection-not-found" });
  });
});

describe("a dataset", () => {
  test.each([
    ["_ibl_trials.choice.npy", {}],
    ["_ibl_trials.choice", {}],
    ["*trials.choice*", { collection: "alf" }],
    ["alf/_ibl_trials.choice.npy", {}],
    [{ object: "trials", attribute: "choice" }, {}],
    [{ object: "trials", attribute: "choice", collection: "alf" }, {}],
  ])("is loaded by %j %j", async (dataset, options) => {
    expect(values(await one.loadDataset(EID, dataset, options))).toEqual([1, -1]);
  });

  test("without a decoder is a reference to its file", async () => {
    const video = await one.loadDataset(EID, "*leftCamera.raw.mp4");
    expect(video).toMatchObject({ kind: "file", key: `${FOLDER}/raw_video_data/_ibl_leftCamera.raw.mp4` });
  });

  test("O19: with an empty revision is the unrevised file, whatever is set for all", async () => {
    const later = open({ revisionLastBefore: "2024-12-31" }).one;
    const path = { collection: "alf/probe00" };
    expect(values(await later.loadDataset(EID, "spikes.clusters.npy", path))).toEqual([7, 7, 8]);
    expect(values(await later.loadDataset(EID, "spikes.clusters.npy", { ...path, revision: "" }))).toEqual([1, 1, 2]);
    const compat = open({ revisionLastBefore: "2024-12-31", compat: ["empty-revision-ignored"] }).one;
    expect(values(await compat.loadDataset(EID, "spikes.clusters.npy", { ...path, revision: "" }))).toEqual([7, 7, 8]);
  });

  test("O21: of a path that matches several is refused with the candidates", async () => {
    await expect(one.loadDataset(EID, "alf/probe00/*.*.npy")).rejects.toMatchObject({
      code: "alf/multiple-objects-found",
      candidates: expect.arrayContaining(["alf/probe00/spikes.times.npy", "alf/probe00/clusters.depths.npy"]),
    });
    expect(warnings.map(({ code }) => code)).toContain("one/wildcard-in-path");
    const compat = open({ compat: ["unpack-error"] }).one;
    await expect(compat.loadDataset(EID, "alf/probe00/*.*.npy")).rejects.toMatchObject({
      code: "alf/reference-defect",
    });
  });

  test("that nothing matches is refused with near ones", async () => {
    await expect(one.loadDataset(EID, "spikes.depths.npy")).rejects.toMatchObject({
      code: "one/dataset-not-found",
      candidates: expect.arrayContaining(["alf/probe00/spikes.times.npy", "alf/probe00/clusters.depths.npy"]),
    });
  });

  test.each([
    ["alf/_ibl_trials.choice.npy", { collection: "alf" }, "one/invalid-specifiers"],
    ["alf/_ibl_trials.choice.npy", { revision: "2024" }, "one/invalid-specifiers"],
    [{ objekt: "x" }, {}, "alf/unknown-name"],
  ])("%j %j is refused", async (dataset, options, code) => {
    await expect(one.loadDataset(EID, dataset as never, options)).rejects.toMatchObject({ code });
  });

  test.each([
    ["00000000-0000-4000-8000-000000000000", "one/dataset-not-found"],
    ["mouse/2024-05-07/001", "one/unresolved-session"],
    ["nonsense", "one/invalid-experiment-id"],
  ])("of session %s is refused", async (id, code) => {
    await expect(one.loadDataset(id, "a.b.c")).rejects.toMatchObject({ code });
  });
});

describe("without wildcards", () => {
  test("texts are regular expressions, and extensions are not guessed", async () => {
    const regex = open({ wildcards: false }).one;
    const times = await regex.loadDataset(EID, "spikes.ti.*npy", { collection: ".*probe0[0-9]" });
    expect(values(times)).toEqual([0.5, 1.5, 2.5]);
    expect(Object.keys(await regex.loadObject(EID, "clu.*", { collection: "alf/.*" }))).toEqual(["depths"]);
    await expect(regex.loadDataset(EID, "_ibl_trials.choice")).rejects.toMatchObject({ code: "one/dataset-not-found" });
    await expect(regex.loadDataset(EID, "*choice*")).rejects.toMatchObject({ code: "alf/invalid-pattern" });
  });
});

describe("a dataset by its id", () => {
  const id = ids.get("alf/_ibl_trials.choice.npy") as string;

  test("comes with its record", async () => {
    const { value, record: found } = await one.loadDatasetFromId(id);
    expect(values(value)).toEqual([1, -1]);
    expect(found).toMatchObject({ eid: EID, id, rel_path: "alf/_ibl_trials.choice.npy" });
  });

  test.each([
    ["nonsense", "alf/invalid-argument"],
    [EID, "one/dataset-not-found"],
  ])("%s is refused", async (wrong, code) => {
    await expect(one.loadDatasetFromId(wrong)).rejects.toMatchObject({ code });
  });

  test("that two sessions have is refused, as in tables of old releases", async () => {
    const twice = recordsToTable("datasets", [
      record("alf/_ibl_trials.choice.npy"),
      { ...record("alf/_ibl_trials.choice.npy"), eid: EMPTY_EID },
    ]);
    const both = fixtureOne({
      tables: new Map([
        ["sessions", SESSIONS],
        ["datasets", twice],
      ]),
      store,
    });
    await expect(both.loadDatasetFromId(id)).rejects.toMatchObject({ code: "one/duplicate-id", id });
  });
});

describe("several datasets", () => {
  test("are loaded in the order asked for, with nothing for those that are missing", async () => {
    const names = ["_ibl_trials.choice", "no.such.npy", "clusters.depths.npy"];
    const { values: loaded, records } = await one.loadDatasets(EID, names, { assertPresent: false });
    expect([values(loaded[0]), loaded[1], values(loaded[2])]).toEqual([[1, -1], undefined, [100, 200]]);
    expect(records.map((found) => found?.rel_path)).toEqual([
      "alf/_ibl_trials.choice.npy",
      undefined,
      "alf/probe00/clusters.depths.npy",
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "The following datasets are not in the cache: no.such.npy",
    ]);
    await expect(one.loadDatasets(EID, names)).rejects.toMatchObject({
      code: "one/dataset-not-found",
      datasets: ["no.such.npy"],
    });
    await expect(one.loadDatasets(EID, ["clusters.depth.npy"])).rejects.toMatchObject({
      candidates: expect.arrayContaining(["alf/probe00/clusters.depths.npy"]),
    });
  });

  test("may be given by records of a listing, which name exact revisions", async () => {
    const listed = await one.listDatasetDetails(EID, { filename: "spikes.clusters.npy" });
    const { values: loaded } = await one.loadDatasets(EID, listed);
    expect(loaded.map(values).sort()).toEqual([
      [1, 1, 2],
      [7, 7, 8],
    ]);
    await expect(one.loadDatasets(EMPTY_EID, listed)).rejects.toMatchObject({ code: "one/invalid-specifiers" });
  });

  test("O22: of a session without any are lists of nothing", async () => {
    const options = { assertPresent: false };
    expect(await one.loadDatasets(EMPTY_EID, ["a.b.c"], options)).toEqual({
      values: [undefined],
      records: [undefined],
    });
    await expect(one.loadDatasets(EMPTY_EID, ["a.b.c"])).rejects.toMatchObject({ code: "one/dataset-not-found" });
    expect(await one.loadDatasets(EID, [])).toEqual({ values: [], records: [] });
  });

  test("paths cannot be asked for together with a revision, also one set for all", async () => {
    const paths = ["alf/_ibl_trials.choice.npy"];
    await expect(one.loadDatasets(EID, paths, { revisions: "2024" })).rejects.toMatchObject({
      code: "one/invalid-specifiers",
    });
    await expect(open({ revisionLastBefore: "2024" }).one.loadDatasets(EID, paths)).rejects.toMatchObject({
      code: "one/invalid-specifiers",
    });
  });
});

describe("files that are not as the table says", () => {
  const path = "alf/_ibl_trials.choice.npy";

  test.each([
    [{ file_size: 1 }, ["one/file-size-mismatch"]],
    [{ hash: "0".repeat(32) }, ["one/file-hash-mismatch"]],
    [{ file_size: 1, hash: "0".repeat(32) }, ["one/file-size-mismatch"]],
    [{ hash: md5(FILES.get(path) as Uint8Array).toUpperCase() }, []],
  ])("are warned about and given: %j", async (facts, codes) => {
    const odd = open({ tables: tables((name) => (name === path ? facts : {})) });
    expect(values(await odd.one.loadDataset(EID, path))).toEqual([1, -1]);
    expect(odd.warnings.map(({ code }) => code)).toEqual(codes);
    expect(odd.warnings.every(({ message }) => message.endsWith(`/data/${FOLDER}/${path}`))).toBe(true);
  });

  test.each([{ hash: null }, { hash: "" }, { file_size: null }, { file_size: 0 }])(
    "O18: %j is not compared",
    async (facts) => {
      const unknown = open({ tables: tables(() => facts) });
      await unknown.one.loadDataset(EID, path);
      expect(unknown.warnings).toEqual([]);
    },
  );

  test("are not hashed if that is not wanted", async () => {
    const odd = open({ tables: tables(() => ({ hash: "0" })) });
    await odd.one.loadDataset(EID, path, { checkHash: false });
    expect(odd.warnings).toEqual([]);
  });

  test("and missing are refused, marked as missing, and found again", async () => {
    const bytes = FILES.get(path) as Uint8Array;
    await store.delete(`${FOLDER}/${path}`);
    await expect(one.loadDataset(EID, path)).rejects.toMatchObject({ code: "one/files-missing", keys: [path] });
    expect(await one.search({ datasets: "_ibl_trials.choice.npy" })).toEqual([]);
    expect((await one.listDatasetDetails(EID, { filename: "*choice*" }))[0]?.exists).toBe(false);
    expect(one.cache.modifiedTime).toBeInstanceOf(Date);
    await store.write(`${FOLDER}/${path}`, bytes);
    await one.loadDataset(EID, path);
    expect(await one.search({ datasets: "_ibl_trials.choice.npy" })).toEqual([EID]);
  });

  test("that go missing in calls at the same time are all marked", async () => {
    const paths = ["alf/_ibl_trials.choice.npy", "alf/probe00/clusters.depths.npy"];
    for (const name of paths) await store.delete(`${FOLDER}/${name}`);
    await Promise.allSettled(paths.map((name) => one.loadDataset(EID, name)));
    const missing = (await one.listDatasetDetails(EID)).filter((found) => !found.exists);
    expect(missing.map((found) => found.rel_path).sort()).toEqual(paths);
  });

  test("of several datasets are named together", async () => {
    await store.delete(`${FOLDER}/${path}`);
    const names = ["_ibl_trials.choice.npy", "clusters.depths.npy"];
    await expect(one.loadDatasets(EID, names)).rejects.toMatchObject({ code: "one/files-missing", keys: [path] });
    const { values: loaded } = await one.loadDatasets(EID, names, { assertPresent: false });
    expect(loaded[0]).toBeUndefined();
    expect(values(loaded[1])).toEqual([100, 200]);
  });

  test.each([
    ["broken.shape.npy", /^npy\//],
    ["broken.text.json", /^text\//],
  ])("%s is refused for what is wrong with it", async (name, code) => {
    await expect(one.loadDataset(EID, name)).rejects.toMatchObject({ code: expect.stringMatching(code) });
  });
});

describe("file names that hold ids", () => {
  test("are those of the store, and not of the attributes", async () => {
    const named = Array.from(FILES, ([path, bytes]) => {
      const dot = path.lastIndexOf(".");
      return [`${FOLDER}/${path.slice(0, dot)}.${ids.get(path)}${path.slice(dot)}`, bytes] as const;
    });
    const odd = open({ store: new MemoryStore(named), uuidFilenames: true }).one;
    const file = await odd.downloadDataset(EID, "_ibl_trials.choice.npy");
    expect(file.key).toBe(`${FOLDER}/alf/_ibl_trials.choice.${ids.get("alf/_ibl_trials.choice.npy")}.npy`);
    expect(Object.keys(await odd.loadObject(EID, "clusters"))).toEqual(["depths"]);
  });
});

describe("what is read", () => {
  test("is at most so many files at once", async () => {
    let reading = 0;
    let most = 0;
    const slow = {
      location: store.location,
      size: store.size.bind(store),
      read: async (...args: Parameters<MemoryStore["read"]>) => {
        most = Math.max(most, ++reading);
        await new Promise((resolve) => setImmediate(resolve));
        const bytes = await store.read(...args);
        reading--;
        return bytes;
      },
    };
    const bounded = open({ store: slow, concurrency: 2 }).one;
    await bounded.loadDatasets(EID, ["alf/probe00/spikes.times.npy", ...[...FILES.keys()].slice(1, 6)], {});
    expect(most).toBe(2);
  });

  test("stops when it is no longer wanted", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(one.loadDataset(EID, "_ibl_trials.choice.npy", { signal: controller.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});
