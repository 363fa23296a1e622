import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DatasetType,
  datasetTypeMatcher,
  ensureIso8601,
  formatFilesPlan,
  formatSessionPlan,
  getDatasetType,
  prepareFiles,
} from "../../src/registration/index.ts";
import { sessionFolderOf } from "../../src/registration/session-folder.ts";
import { roundToDigits } from "../../src/registration/significant-digits.ts";
import { DATASET_TYPES, FILE_EXTENSIONS } from "./dataset-kinds.ts";

const TYPES = DATASET_TYPES as unknown as readonly { name: string; filename_pattern: string }[];
const types: readonly DatasetType[] = TYPES.map(({ name, filename_pattern: filenamePattern }) => ({
  name,
  filenamePattern,
}));

describe("a time", () => {
  // answers of datetime.fromisoformat(…).isoformat() of Python 3.11
  test.each([
    ["2020-01-01", "2020-01-01T00:00:00"],
    ["20200131", "2020-01-31T00:00:00"],
    ["2020-01-01T10", "2020-01-01T10:00:00"],
    ["2020-01-01 10:20", "2020-01-01T10:20:00"],
    ["20200101T102030,5", "2020-01-01T10:20:30.500000"],
    ["2023-03-09T17:08:12.4465024+00:00", "2023-03-09T17:08:12.446502+00:00"],
    ["2023-03-09T17:08:12Z", "2023-03-09T17:08:12+00:00"],
    ["2023-03-09T17:08:12-0530", "2023-03-09T17:08:12-05:30"],
    ["2023-03-09T17:08:12-00:00", "2023-03-09T17:08:12+00:00"],
    ["2023-03-09T17:08:12+01:02:03", "2023-03-09T17:08:12+01:02:03"],
    ["2020-02-29", "2020-02-29T00:00:00"],
    ["2020-W53-7", "2021-01-03T00:00:00"],
    ["2021W01", "2021-01-04T00:00:00"],
  ])("%s is written %s", (text, expected) => {
    expect(ensureIso8601(text)).toBe(expected);
  });

  test.each(["", "2021-02-29", "2020-1-1", "2020-01-01T24:00", "2020-01-01T10:2030", "0000-01-01", "2021-W53", "x"])(
    "%j is none",
    (text) => {
      expect(() => ensureIso8601(text)).toThrow(/expected ISO 8601/);
    },
  );

  test("of an instant is its local clock", () => {
    expect(ensureIso8601(new Date(2026, 10, 20, 7, 8, 9))).toBe("2026-11-20T07:08:09");
    expect(ensureIso8601(new Date(2026, 10, 20, 7, 8, 9, 45))).toBe("2026-11-20T07:08:09.045000");
    expect(() => ensureIso8601(new Date(Number.NaN))).toThrow(/expected ISO 8601/);
  });

  test("that was written is read as itself", () => {
    const instants = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
    fc.assert(fc.property(instants, (date) => ensureIso8601(ensureIso8601(date)) === ensureIso8601(date)));
  });
});

describe("a dataset type", () => {
  test.each([
    ["foo.bar.npy", "foo.bar"],
    ["_ns_foo.bar.extra.npy", "foo.bar"],
    ["alf/probe00/SPIKES.TIMES.npy", "spikes.times"],
    ["clusters.amps.tsv", "clusters.amps"],
    ["DAQdata.meta", undefined],
    ["DAQdata.meta.txt", "DAQdata.meta"],
    ["foo.bar.", undefined],
    ["unknown.thing.npy", undefined],
  ])("of %s is %s", (filename, expected) => {
    if (expected === undefined) {
      expect(() => getDatasetType(filename, types)).toThrow(/No dataset type found/);
    } else expect(getDatasetType(filename, types).name).toBe(expected);
  });

  test("is not chosen among several", () => {
    const error = { code: "registration/multiple-dataset-types", candidates: ["clusters.anything", "clusters.depths"] };
    expect(() => getDatasetType("clusters.depths.npy", types)).toThrow(expect.objectContaining(error));
  });
});

describe("the session of a path", () => {
  test.each([
    ["/d/lab/Subjects/S/2020-01-02/003/alf/a.b.npy", "lab", "S/2020-01-02/003"],
    ["/d/S/2020-01-02/3", undefined, "S/2020-01-02/3"],
    ["/d/my-lab/Subjects/S.1-a/2020-01-02/003", undefined, "S.1-a/2020-01-02/003"],
  ])("%s", (path, lab, session) => {
    expect(sessionFolderOf(path)).toMatchObject({ lab, session });
  });

  test.each(["/d", "/S/2020-01-02/0034", "/S/2020-13-02/003", "/S x/2020-01-02/003"])("is not in %s", (path) => {
    expect(() => sessionFolderOf(path)).toThrow(expect.objectContaining({ code: "alf/invalid" }));
  });
});

describe("files to register", () => {
  const options = { fileExtensions: FILE_EXTENSIONS, typesOf: datasetTypeMatcher(types) };
  const session = "/d/S/2020-01-02/003";

  test("are sent by session, once each, with versions in turn", () => {
    const files = ["a/foo.bar.npy", "a/foo.bar.zzz", "foo.bar.npy", "a/foo.bar.npy"].map(
      (name) => `${session}/${name}`,
    );
    const other = ["/d/S/2020-01-02/004/foo.bar.npy", "/d/foo.bar.npy"];
    const prepared = prepareFiles([...files, ...other], { ...options, versions: ["1", undefined, "2"] });
    expect(prepared.sessions.map(({ folder, files: found }) => [folder.session, found])).toEqual([
      [
        "S/2020-01-02/003",
        [
          { filename: "a/foo.bar.npy", version: "1", places: [0, 3] },
          { filename: "foo.bar.npy", version: "2", places: [2] },
        ],
      ],
      ["S/2020-01-02/004", [{ filename: "foo.bar.npy", version: undefined, places: [4] }]],
    ]);
    expect(prepared.skipped).toEqual([
      { file: files[1], reason: 'no matching extension ".zzz" in the database' },
      { file: other[1], reason: "not in a session folder" },
    ]);
  });

  test("need a version if there is a list of them", () => {
    expect(() => prepareFiles([`${session}/foo.bar.npy`], { ...options, versions: [] })).toThrow(/Invalid versions/);
  });
});

describe("four significant digits", () => {
  // answers of float(f"{value:.4g}") of Python
  test.each([
    [35.10001, 35.1],
    [22.1234, 22.12],
    [1234.5, 1234],
    [1235.5, 1236],
    [-1234.5, -1234],
    [0.00012345678, 0.0001235],
    [99999, 100000],
    [2.00049999, 2],
    [10004.9, 10000],
  ])("of %d are %d", (value, expected) => {
    expect(roundToDigits(value, 4)).toBe(expected);
  });
});

describe("a plan as text", () => {
  const folder = sessionFolderOf("/d/S/2020-01-02/003");
  const body = {
    created_by: "u",
    path: folder.session,
    filenames: ["alf/a.b.npy", "c.d.npy"],
    hashes: ["00", null],
    filesizes: [3, 4],
    name: "repo",
    exists: true,
    server_only: false,
    default: true,
    versions: ["1", null],
    check_protected: true,
  };
  const moves = [{ from: `${folder.path}/alf/a.b.npy`, to: `${folder.path}/alf/#x#/a.b.npy` }];
  const skipped = [{ file: "/d/x", reason: "not in a session folder" }];
  const files = {
    requests: [{ folder, body, moves, replaced: [] as string[], places: [[0], [1]] }],
    skipped,
    count: 3,
  };

  test("shows what is registered, moved and skipped", () => {
    expect(formatFilesPlan(files).split("\n")).toEqual([
      "register 2 files (7 B) of S/2020-01-02/003 as u in repo",
      "  alf/a.b.npy  3 B  00  version 1",
      "  c.d.npy  4 B  no hash",
      "  move alf/a.b.npy → alf/#x#/a.b.npy",
      "skip 1 file",
      "  /d/x: not in a session folder",
    ]);
    const replacing = {
      ...files,
      requests: files.requests.map((each) => ({ ...each, replaced: [moves[0]?.to ?? ""] })),
    };
    expect(formatFilesPlan(replacing)).toContain(
      "  move alf/a.b.npy → alf/#x#/a.b.npy (replaces the file that lies there)",
    );
    expect(formatFilesPlan({ requests: [], skipped: [], count: 0 })).toBe("register no files");
  });

  test("shows whether a session is new", () => {
    const session = { subject: "S", users: ["u"], type: "Experiment", number: "003" };
    const lines = (eid: string | undefined) => formatSessionPlan({ folder, eid, body: session, files: undefined });
    expect(lines(undefined)).toBe('create session S/2020-01-02/003\n  users: ["u"]\n  type: Experiment');
    expect(lines("e1")).toMatch(/^update e1, session S\/2020-01-02\/003\n/);
    expect(formatSessionPlan({ folder, eid: undefined, body: session, files })).toContain("\n  register 2 files (7 B)");
  });
});
