import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  compileDatasetPattern,
  type DatasetPatternOptions,
  type DatasetRow,
  type FilterDatasetsOptions,
  filterDatasets,
} from "../../src/filter/index.ts";
import { type DataWarning } from "../../src/index.ts";
import { expected, outcome, type VectorCase, vectors } from "../vectors.ts";

interface Tables {
  readonly sessions: readonly {
    readonly id: string;
    readonly subject: string;
    readonly date: string;
    readonly number: number;
  }[];
  readonly datasets: readonly {
    readonly eid: string;
    readonly rel_path: string;
    readonly qc: "PASS";
    readonly default_revision: boolean;
  }[];
}
const url = new URL("../../../../fixtures/one/_fixture_tables.json", import.meta.url);
const { sessions, datasets } = JSON.parse(readFileSync(url, "utf8")) as Tables;
const SOURCE = [
  "AL001/2020-01-01/1",
  "AL001/2020-01-01/2",
  "AL001/2020-01-02/1",
  "AL010/2020-01-02/1",
  "be-002/2020-02-29/1",
  "be-002/2021-06-30/12",
  "AL001x/2021-06-30/3",
  "G.7/2019-12-31/100",
];

const CAMEL = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function filter({ call, args }: VectorCase, compat: boolean, warnings: DataWarning[] = []): string[] {
  const [session, kwargs] = args as [number, Record<string, unknown>];
  const eid = sessions.find(({ subject, date, number }) => `${subject}/${date}/${number}` === SOURCE[session])?.id;
  const hasDefaultColumn = !call.includes("no default_revision");
  const rows: DatasetRow[] = datasets
    .filter((row) => row.eid === eid)
    .map((row) => ({
      relPath: row.rel_path,
      qc: row.qc,
      defaultRevision: hasDefaultColumn ? row.default_revision : undefined,
    }));
  const options = Object.fromEntries(Object.entries(kwargs).map(([name, value]) => [CAMEL(name), value ?? undefined]));
  const onWarning = (warning: DataWarning): unknown => warnings.push(warning);
  const all = { ...options, compat, hasDefaultColumn, onWarning } as FilterDatasetsOptions;
  return filterDatasets(rows, all).map((i) => rows[i]?.relPath ?? "");
}

/** Recorded answers that rest on a defect: what matches too much or too little, or comes out of order. */
const DEFECTS = new Set(["filter-014", "filter-022", "filter-059", "filter-086"]);

describe("choosing datasets", () => {
  test.each(vectors("filter"))("$id: $args gives the reference's rows, order and warnings with compat", (vector) => {
    const warnings: DataWarning[] = [];
    expect(outcome(vector, () => filter(vector, true, warnings))).toEqual(expected(vector));
    expect(warnings.map(({ category, message }) => ({ category, message: message.slice(0, 160) }))).toEqual(
      (vector.warnings ?? []).map(({ category, message }) => ({ category, message: message.slice(0, 160) })),
    );
  });

  test.each(vectors("filter").filter(({ id }) => !DEFECTS.has(id)))(
    "$id: $args gives the same rows without compat",
    (vector) => {
      const sorted = (found: { result?: unknown; error?: string }): unknown =>
        found.error ?? (found.result as string[]).toSorted();
      expect(sorted(outcome(vector, () => filter(vector, false)))).toEqual(sorted(expected(vector)));
    },
  );

  test("a list of revisions is a pattern, not the latest to take", () => {
    expect(() => filterDatasets([{ relPath: "a.b.c" }], { revision: ["a", "b"] })).toThrow(
      expect.objectContaining({ code: "alf/argument-type" }),
    );
  });

  test("rows without a quality count as not set, unknown quality never passes", () => {
    const rows: DatasetRow[] = [{ relPath: "a.b.c" }, { relPath: "a.d.c", qc: null }, { relPath: "a.e.c", qc: 50 }];
    expect(filterDatasets(rows, { assertUnique: false })).toEqual([0]);
  });
});

describe("patterns of datasets", () => {
  const cases: [DatasetPatternOptions, string, boolean, boolean][] = [
    // every name of a list, in any collection
    [{ filename: ["spikes.times.npy", "clusters.times.npy"] }, "alf/clusters.times.npy", true, false],
    // parts as a whole
    [{ filename: { namespace: "ibl" } }, "_iblrig_trials.x.npy", false, true],
    [{ filename: { namespace: "ibl" } }, "_ibl_trials.x.npy", true, true],
    [{ filename: { object: "trials" } }, "_ibl_trials.x.npy", true, true],
    [{ filename: { object: "trials" } }, "_trials.x.npy", true, true],
    [{ filename: { object: "trials" } }, "ibltrials.x.npy", false, false],
    // "" asks for absence
    [{ filename: { namespace: "" } }, "_ibl_trials.x.npy", false, true],
    [{ filename: { namespace: "" } }, "trials.x.npy", true, true],
    [{ filename: { timescale: "" } }, "trials.x.npy", true, false],
    [{ filename: { timescale: "" } }, "trials.x_bpod.npy", false, false],
    [{ filename: { extra: "" } }, "trials.x.npy", true, false],
    [{ filename: { extra: "" } }, "trials.x.part1.npy", false, false],
    // an attribute may be followed by its timescale
    [{ filename: { attribute: "times" } }, "spikes.times_clk.npy", true, true],
    // stars and dots stay within the file name
    [{ filename: { object: "*" }, collection: "alf", wildcards: true }, "alf/probe00/spikes.times.npy", false, true],
    [{ filename: { object: ".*" }, collection: "alf" }, "alf/probe00/spikes.times.npy", false, true],
    [{ filename: "*times*", collection: "alf", wildcards: true }, "alf/probe00/spikes.times.npy", false, true],
    [{ filename: ".*times.*", collection: "alf" }, "alf/probe00/spikes.times.npy", false, true],
    [{ filename: "spikes|clusters.*", collection: "alf" }, "alf/spikes.times.npy", false, true],
  ];
  test.each(cases)("%j on %s: %s, with compat %s", (options, path, plain, compat) => {
    expect(compileDatasetPattern(options)(path)).toBe(plain);
    expect(compileDatasetPattern({ ...options, compat: true })(path)).toBe(compat);
  });

  test("braces in a file name stand for themselves; Python's template breaks on them (only with compat)", () => {
    expect(compileDatasetPattern({ filename: "a{b}.c.npy", wildcards: true })("alf/a{b}.c.npy")).toBe(true);
    expect(compileDatasetPattern({ filename: "a{2}.c.npy" })("aa.c.npy")).toBe(true);
    for (const [filename, pythonClass] of [
      ["a{b}.c.npy", "KeyError"],
      ["a{2}.c.npy", "KeyError"],
      ["a{}.c.npy", "IndexError"],
      ["a}.c.npy", "ValueError"],
    ]) {
      expect(() => compileDatasetPattern({ filename, compat: true })).toThrow(
        expect.objectContaining({ code: "alf/reference-defect", pythonClass }),
      );
    }
  });

  test("folders are asked for as a whole", () => {
    const options = { collection: "alf/probe*", revision: "", revisionLastBefore: false, wildcards: true };
    const matches = compileDatasetPattern(options);
    expect(["alf/probe00/a.b.c", "alf/probe00/#r#/a.b.c", "alf/a.b.c", "x/alf/probe00/a.b.c"].map(matches)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test.each<[string, DatasetPatternOptions]>([
    ["any name", {}],
    ["an extension", { filename: { extension: "npy" } }],
    ["a name", { filename: "*.npy", wildcards: true }],
  ])("asking for %s takes no time to refuse an endless one", (_, options) => {
    const matches = compileDatasetPattern(options);
    const endless = [
      `_${"a".repeat(200_000)}`,
      `a.b${".x".repeat(100_000)}`,
      "a/".repeat(100_000),
      `_${"a".repeat(100_000)}.-.`,
    ];
    expect(endless.map((name) => matches(`${name}!`))).toEqual([false, false, false, false]);
  });
});
