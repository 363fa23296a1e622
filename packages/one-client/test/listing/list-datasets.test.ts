import { describe, expect, test } from "vitest";
import { type One, PYTHON_COMPAT } from "../../src/index.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import {
  type Case,
  fixtureRecords,
  fixtureTables,
  fixtureTablesWithoutDefaults,
  readCases,
  sourceEid,
} from "../fixture-tables.ts";
import { countingTable, fixtureOne } from "../one-of-tables.ts";
import { outcome } from "../python-class.ts";

const CASES = readCases("lists.json");

type Records = readonly { readonly rel_path: string }[];

function camel(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key.replace(/_(.)/g, (_, c: string) => c.toUpperCase()), value]),
  );
}

/** Lists as the reference gives them: frames by their paths, maps as objects. */
async function list(one: One, [method, source, kwargs]: Case["args"]): Promise<unknown> {
  const { details, ...options } = camel(kwargs as Record<string, unknown>);
  const id = source === null ? undefined : sourceEid(source as number);
  const paths = (records: Records) => records.map((record) => record.rel_path);
  const byName = (groups: ReadonlyMap<string, Records>) =>
    Object.fromEntries(Array.from(groups, ([name, records]) => [name, paths(records)]));
  switch (`${method}${details ? " details" : ""}`) {
    case "list_subjects":
      return one.listSubjects();
    case "list_datasets":
      return one.listDatasets(id, options);
    case "list_datasets details":
      return { frame: paths(await one.listDatasetDetails(id, options)) };
    case "list_collections":
      return one.listCollections(id, options);
    case "list_collections details":
      return byName(await one.listCollectionDetails(id, options));
    case "list_revisions":
      return one.listRevisions(id, options);
    case "list_revisions details":
      return byName(await one.listRevisionDetails(id, options));
    default:
      throw new Error(`no such method: ${String(method)}`);
  }
}

/** A frame counts by its rows; where the reference gives an empty frame for a list (O17), an empty list is right. */
function expected(c: Case): unknown {
  if (c.error !== undefined) return { error: c.error };
  const frame = (c.result as { readonly frame?: readonly string[] }).frame;
  if (frame === undefined) return { result: c.result };
  return { result: (c.args[2] as { details?: boolean }).details ? { frame } : [...frame] };
}

describe("lists are those of the reference", () => {
  test.each(CASES)("$id $args", async (c) => {
    const tables = c.call.includes("no default column") ? fixtureTablesWithoutDefaults() : fixtureTables();
    expect(await outcome(() => list(fixtureOne({ tables }), c.args))).toEqual(expected(c));
    expect(await outcome(() => list(fixtureOne({ tables, compat: PYTHON_COMPAT }), c.args))).toEqual(expected(c));
  });
});

describe("lists", () => {
  test("O17: nothing found is an empty list, for unknown sessions too", async () => {
    const one = fixtureOne();
    expect(await one.listDatasets("AL001/1999-01-01/001")).toEqual([]);
    expect(await one.listDatasets("00000000-0000-4000-8000-000000000000")).toEqual([]);
    expect(await one.listCollections("AL001/1999-01-01/001")).toEqual([]);
    expect(await one.listRevisionDetails("AL001/1999-01-01/001")).toEqual(new Map());
  });

  test("O13: every file name of a list may lie in a collection", async () => {
    const filename = ["spikes.amps.npy", "spikes.clusters.npy"];
    const collection = "alf/probe01";
    expect(await fixtureOne().listDatasets(sourceEid(2), { filename, collection })).toHaveLength(2);
    const compat = fixtureOne({ compat: ["dataset-filter"] });
    expect(await compat.listDatasets(sourceEid(2), { filename, collection })).toHaveLength(1);
  });

  test("take any name of a session", async () => {
    const one = fixtureOne();
    const byId = await one.listDatasets(sourceEid(3));
    expect(await one.listDatasets("2020-01-02_1_AL010")).toEqual(byId);
    expect(await one.listDatasets("/data/alphalab/Subjects/AL010/2020-01-02/001")).toEqual(byId);
    expect(await one.listDatasets({ subject: "AL010", date: "2020-01-02", sequence: 1 })).toEqual(byId);
  });

  test("read only paths and qualities of a session's datasets", async () => {
    const datasets = countingTable(fixtureTables().get("datasets")!);
    const one = fixtureOne({ tables: new Map([...fixtureTables(), ["datasets", datasets.table]]) });
    await one.listDatasets(sourceEid(0));
    expect(new Set(datasets.read)).toEqual(new Set(["rel_path", "qc", "eid"]));
  });

  test("of no tables are empty", async () => {
    const one = fixtureOne({ tables: new Map() });
    expect(await one.listSubjects()).toEqual([]);
    expect(await one.listDatasets()).toEqual([]);
    expect(await one.search()).toEqual([]);
  });

  test("of a table without qualities take every dataset as not set", async () => {
    const datasets = recordsToTable(
      "datasets",
      fixtureRecords.datasets.map(({ qc: _, ...record }) => record),
    );
    const one = fixtureOne({ tables: new Map([...fixtureTables(), ["datasets", datasets]]) });
    expect(await one.listDatasets(sourceEid(1), { qc: "NOT_SET" })).toHaveLength(4);
    expect(await one.listDatasets(sourceEid(1), { ignoreQcNotSet: true })).toEqual([]);
    expect(await one.search({ dataset_qc_lte: "NOT_SET" })).toHaveLength(6);
  });

  test.each([
    [{ qc: "good" }, "alf/invalid-argument"],
    [{ filename: { objekt: "x" } }, "alf/unknown-name"],
  ])("refuse %j", async (options, code) => {
    await expect(fixtureOne().listDatasets(sourceEid(0), options as never)).rejects.toMatchObject({ code });
  });
});

describe("records of datasets", () => {
  test("hold every column of the table, with null where nothing is", async () => {
    const [record] = await fixtureOne().listDatasetDetails(sourceEid(6));
    expect(record).toEqual({
      eid: sourceEid(6),
      id: "c0a85eee-93f7-4d73-86ae-040b99a2aca6",
      rel_path: "alf/_ns_trials.table.pqt",
      file_size: 134,
      hash: null,
      exists: true,
      qc: "NOT_SET",
      default_revision: true,
    });
  });
});

describe("details of a session", () => {
  test("are its record, and with all its datasets whatever their name and quality", async () => {
    const one = fixtureOne();
    const session = {
      eid: sourceEid(1),
      lab: "alphalab",
      subject: "AL001",
      date: "2020-01-01",
      number: 2,
      task_protocol: "training_choice",
      projects: "projA",
    };
    expect(await one.getDetails(sourceEid(1))).toEqual(session);
    const full = await one.getFullDetails("2020-01-01_2_AL001");
    expect(full.session).toEqual(session);
    expect(full.datasets).toHaveLength(4);
    expect((await one.getFullDetails(sourceEid(5))).datasets).toHaveLength(5);
    expect((await one.getFullDetails(sourceEid(7))).datasets).toEqual([]);
  });

  test.each([
    ["00000000-0000-4000-8000-000000000000", "one/session-not-found"],
    ["AL001/1999-01-01/001", "one/unresolved-session"],
    ["nonsense", "one/invalid-experiment-id"],
  ])("of %s are an error", async (id, code) => {
    await expect(fixtureOne().getDetails(id)).rejects.toMatchObject({ code });
  });
});
