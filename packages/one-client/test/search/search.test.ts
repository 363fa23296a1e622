import { describe, expect, test } from "vitest";
import { PYTHON_COMPAT, type SearchTerms } from "../../src/index.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import { type Case, fixtureTables, readCases, sourceEid } from "../fixture-tables.ts";
import { countingTable, fixtureOne } from "../one-of-tables.ts";
import { outcome } from "../python-class.ts";

/** Cases that record a defect of the reference which is not reproduced unless asked for. */
const DEFECTS = new Set(["search-028", "search-040", "search-048"]);
const CASES = readCases("search.json");

async function run(c: Case, compat: typeof PYTHON_COMPAT | readonly []) {
  const { details, ...terms } = c.args[0] as Record<string, unknown>;
  const one = fixtureOne({ compat, wildcards: !c.tags?.includes("wildcards:false") });
  if (!details) return outcome(() => one.search(terms));
  return outcome(async () => {
    const records = (await one.searchDetails(terms)).map(({ eid: _, ...record }) => record);
    // the reference answers with a pair of lists where nothing is found
    return c.call === "search" ? [[], records.length === 0 ? null : records] : records;
  });
}

function expected({ result, error }: Case) {
  return error === undefined ? { result } : { error };
}

describe("search answers as the reference does", () => {
  test.each(CASES.filter((c) => !DEFECTS.has(c.id)))("$id $args", async (c) => {
    expect(await run(c, [])).toEqual(expected(c));
  });

  test.each(CASES)("$id $args, with compat", async (c) => {
    expect(await run(c, PYTHON_COMPAT)).toEqual(expected(c));
  });
});

describe("search does what the reference meant", () => {
  test("O5: a list of plain texts finds what contains any of them", async () => {
    const one = fixtureOne({ wildcards: false });
    expect(await one.search({ subject: ["AL010", "G.7"] })).toEqual([sourceEid(3), sourceEid(7)]);
  });

  test("O7: a moment finds the sessions of its day", async () => {
    const found = [sourceEid(3), sourceEid(2)];
    expect(await fixtureOne().search({ date: "2020-01-02T12:00" })).toEqual(found);
    expect(await fixtureOne().search({ date: new Date("2020-01-02T23:59:59Z") })).toEqual(found);
  });

  test("O8: a quality alone finds sessions with an existing dataset that is good enough", async () => {
    const sessions = recordsToTable("sessions", [
      { id: "a", lab: "l", subject: "s", date: "2020-01-01", number: 1, task_protocol: "", projects: "" },
      { id: "b", lab: "l", subject: "s", date: "2020-01-01", number: 2, task_protocol: "", projects: "" },
    ]);
    const dataset = { rel_path: "a.b.c", file_size: 1, hash: null };
    const datasets = recordsToTable("datasets", [
      { eid: "a", id: "1", ...dataset, exists: true, qc: "WARNING" },
      { eid: "b", id: "2", ...dataset, exists: false, qc: "PASS" },
      { eid: "b", id: "3", ...dataset, exists: true, qc: "FAIL" },
    ]);
    const one = fixtureOne({
      tables: new Map([
        ["sessions", sessions],
        ["datasets", datasets],
      ]),
    });
    expect(await one.search({ dataset_qc_lte: "PASS" })).toEqual([]);
    expect(await one.search({ dataset_qc_lte: 30 })).toEqual(["a"]);
    expect(await one.search({ dataset_qc_lte: "fail" })).toEqual(["b", "a"]);
  });

  test("a dataset in the session folder itself is found, though the original hides it behind those in folders", async () => {
    const terms = { datasets: "probes.description.json" };
    expect(await fixtureOne().search(terms)).toEqual([sourceEid(0)]);
    expect(await fixtureOne({ compat: ["hidden-root-datasets"] }).search(terms)).toEqual([]);
  });

  test("a missing text matches nothing, not even the empty text (O6)", async () => {
    const sessions = recordsToTable("sessions", [
      { id: "a", lab: null, subject: "s", date: "2020-01-01", number: 1, task_protocol: "", projects: null },
    ]);
    const one = fixtureOne({ tables: new Map([["sessions", sessions]]) });
    expect(await one.search({ lab: "" })).toEqual([]);
    expect(await one.search({ task: "" })).toEqual(["a"]);
  });
});

describe("search reads no more than it needs", () => {
  test("a search by subject reads no column of the datasets", async () => {
    const tables = fixtureTables();
    const sessions = countingTable(tables.get("sessions")!);
    const datasets = countingTable(tables.get("datasets")!);
    const one = fixtureOne({
      tables: new Map([
        ["sessions", sessions.table],
        ["datasets", datasets.table],
      ]),
    });
    await one.search({ subject: "AL" });
    expect(datasets.read).toEqual([]);
    expect(new Set(sessions.read)).toEqual(new Set(["subject", "date", "number", "id"]));
  });

  test("a search by datasets reads four of their columns, without asking for their order", async () => {
    const tables = fixtureTables();
    const datasets = countingTable(tables.get("datasets")!);
    const one = fixtureOne({ tables: new Map([...tables, ["datasets", datasets.table]]) });
    await one.search({ datasets: "spikes.times.npy" });
    expect(datasets.read).toEqual(["eid", "rel_path", "exists", "qc"]);
  });

  test("terms are refused before any table is read", async () => {
    const sessions = countingTable(fixtureTables().get("sessions")!);
    const one = fixtureOne({ tables: new Map([["sessions", sessions.table]]) });
    await expect(one.search({ subject: "AL", number: "x" })).rejects.toMatchObject({ code: "alf/invalid-argument" });
    expect(sessions.read).toEqual([]);
  });
});

describe("search refuses what it cannot use", () => {
  test.each([
    [{ subjekt: "x" }, "alf/unknown-name", ["subject"]],
    [{ dat: "2020" }, "alf/ambiguous-name", ["datasets", "date_range", "dataset_qc_lte"]],
  ])("%j names the near terms", async (terms, code, candidates) => {
    await expect(fixtureOne().search(terms)).rejects.toMatchObject({ code, candidates });
  });

  test.each([
    [{ subject: 3 }, "alf/argument-type"],
    [{ subject: null }, "alf/argument-type"],
    [{ subject: "*x" }, "alf/invalid-pattern"],
    [{ datasets: ["a", 1] }, "alf/argument-type"],
    [{ number: null }, "alf/argument-type"],
    [{ number: Number.NaN }, "alf/invalid-argument"],
    [{ number: "1.5" }, "alf/invalid-argument"],
    [{ date: null }, "alf/argument-type"],
    [{ date: ["a", "b", "c"] }, "alf/invalid-argument"],
    [{ lab: "a", laboratory: "b" }, "alf/invalid-argument"],
    [{ dataset_qc_lte: 7 }, "alf/invalid-argument"],
  ])("%j", async (terms, code) => {
    await expect(fixtureOne().search(terms as SearchTerms)).rejects.toMatchObject({ code });
  });
});

describe("search terms", () => {
  test("may be written in camel case or left undefined", async () => {
    const one = fixtureOne();
    expect(await one.search({ taskProtocol: "passive", dateRange: undefined })).toEqual([sourceEid(3)]);
    expect(await one.search({ dateRange: ["2021-01-01", null], datasetQcLte: undefined })).toHaveLength(2);
  });

  test("more names of datasets than fit one pass must all be found", async () => {
    const names = Array.from({ length: 65 }, (_, i) => `.*s${"?".repeat(i % 2)}.*`);
    expect(await fixtureOne().search({ datasets: names })).toHaveLength(6);
    expect(await fixtureOne().search({ datasets: [...names, "no such file"] })).toEqual([]);
  });

  test("an empty list of datasets finds sessions that have any, even missing ones", async () => {
    expect(await fixtureOne().search({ datasets: [] })).toHaveLength(6);
  });
});
