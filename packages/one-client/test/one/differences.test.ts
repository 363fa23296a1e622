import { type OnWarning } from "@neurophys/alf";
import { MemoryStore } from "@neurophys/alf/store";
import { describe, expect, test } from "vitest";
import { type CompatName, type DatasetFilter, PYTHON_COMPAT } from "../../src/index.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import { fixtureTables, sourceEid } from "../fixture-tables.ts";
import { fixtureOne, warningList } from "../one-of-tables.ts";

const EID = sourceEid(0);

/** A One over one session with these datasets. */
function oneOf(paths: readonly string[], compat: readonly CompatName[] = [], onWarning?: OnWarning) {
  const rows = paths.map((path, i) => ({
    eid: EID,
    id: `00000000-0000-4000-8000-0000000000${10 + i}`,
    rel_path: path,
    file_size: null,
    hash: null,
    exists: true,
    qc: "NOT_SET",
  }));
  const sessions = fixtureTables().get("sessions");
  const store = new MemoryStore(
    paths.map((path) => [`alphalab/Subjects/AL001/2020-01-01/001/${path}`, new Uint8Array(1)]),
  );
  const tables = new Map([
    ["sessions", sessions as never],
    ["datasets", recordsToTable("datasets", rows)],
  ]);
  return fixtureOne({ tables, store, compat, onWarning });
}

const list = (paths: readonly string[], filter: DatasetFilter, compat: readonly CompatName[] = []) =>
  oneOf(paths, compat).listDatasets(EID, filter);

describe("patterns of datasets", () => {
  test("O10: a star stays in its folder", async () => {
    const paths = ["alf/spikes.times.npy", "alf/spikes.d/a.b.npy"];
    expect(await list(paths, { filename: "spikes*", collection: "alf" })).toEqual(["alf/spikes.times.npy"]);
  });

  test("O11: the pattern of a part matches the whole part", async () => {
    const paths = ["_ibl_trials.a.npy", "_iblrig_trials.a.npy", "ibltrials.a.npy"];
    expect(await list(paths, { filename: { namespace: "ibl" } })).toEqual(["_ibl_trials.a.npy"]);
    expect(await list(paths, { filename: { namespace: "ibl" } }, ["dataset-filter"])).toHaveLength(3);
  });

  test("O12: an empty part asks for its absence", async () => {
    const paths = ["_ibl_trials.a.npy", "trials.a.npy", "trials.a_bpod.npy"];
    expect(await list(paths, { filename: { namespace: "", timescale: "" } })).toEqual(["trials.a.npy"]);
    expect(await list(paths, { filename: { timescale: "" } }, ["dataset-filter"])).toEqual([]);
  });

  test("O14: the pattern of an object does not swallow folders", async () => {
    const paths = ["alf/probe00/spikes.times.npy", "alf/spikes.times.npy"];
    const filter = { filename: { object: "*" }, collection: "alf" };
    expect(await list(paths, filter)).toEqual(["alf/spikes.times.npy"]);
  });

  test("O15: braces in a file name are just braces", async () => {
    const paths = ["alf/a{0}.b.npy"];
    expect(await list(paths, { filename: "a{0}.b.npy" })).toEqual(paths);
    await expect(list(paths, { filename: "a{0}.b.npy" }, ["dataset-filter"])).rejects.toMatchObject({
      code: "alf/reference-defect",
    });
  });
});

describe("choosing revisions", () => {
  test("O16: a dataset that has one revision only is not warned about", async () => {
    const load = async (compat: readonly CompatName[]) => {
      const { warnings, onWarning } = warningList();
      const one = oneOf(["alf/a.b.npy", "alf/a.c.npy", "alf/#r#/a.c.npy"], compat, onWarning);
      await one.downloadObject(EID, "a");
      return warnings.filter(({ code }) => code === "alf/no-default-revision").map(({ message }) => message);
    };
    expect(await load([])).toHaveLength(1);
    expect(await load(["dataset-filter"])).toHaveLength(2);
  });

  test("results keep the order of the table, though a revision was dropped", async () => {
    const paths = ["b/a.x.npy", "b/#r#/a.x.npy", "b/a.w.npy"];
    const keys = async (compat: readonly CompatName[]) =>
      (await oneOf(paths, compat).downloadObject(EID, "a")).map(({ key }) => key.split("/").at(-1));
    expect(await keys([])).toEqual(["a.x.npy", "a.w.npy"]);
    expect(await keys(["dataset-filter"])).toEqual(["a.w.npy", "a.x.npy"]);
  });
});

describe("records of probes", () => {
  test("O28: keep the session they belong to", async () => {
    const insertions = recordsToTable("insertions", [{ eid: EID, id: "p", name: "probe00", session: EID }]);
    const one = fixtureOne({ tables: new Map([...fixtureTables(), ["insertions", insertions]]) });
    expect(await one.eid2pidDetails(EID)).toEqual([{ eid: EID, id: "p", name: "probe00", session: EID }]);
  });
});

describe("compat names", () => {
  test("are each listed once", () => {
    expect(new Set(PYTHON_COMPAT).size).toBe(PYTHON_COMPAT.length);
  });
});
