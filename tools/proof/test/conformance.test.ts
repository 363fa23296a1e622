import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { varyCases } from "../src/conformance/call-variations.ts";
import { encodeValue } from "../src/conformance/canonical.ts";
import { runConformance } from "../src/conformance/main.ts";
import { randomQueries } from "../src/conformance/queries.ts";
import { Random } from "../src/conformance/random.ts";
import { Report } from "../src/conformance/report.ts";
import { planSessions } from "../src/conformance/session-plan.ts";
import { handlerOf } from "../src/vectors/handlers.ts";
import { readVectorFolder } from "../src/vectors/vector-file.ts";

const ROOT = join(import.meta.dirname, "../../..");

describe("What is compared with Python", () => {
  test("comes out the same for the same seed", () => {
    expect(planSessions(new Random(1), 20)).toEqual(planSessions(new Random(1), 20));
    expect(planSessions(new Random(1), 20)).not.toEqual(planSessions(new Random(2), 20));
  });

  test("has a dataset in each of as many sessions as asked for, and no file twice", () => {
    const paths = planSessions(new Random(3), 100).map((file) => file.path);
    const datasets = paths.filter((path) => (path.split("/").at(-1) as string).split(".").length > 2);
    const sessions = datasets.map((path) => /^.*?\d{4}-\d\d-\d\d\/\d+/.exec(path)?.[0]);
    expect(new Set(sessions).size).toBe(100);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test("is a third searches, a third listings and a third loads", () => {
    const session = { eid: "e", lab: "", subject: "S", date: "2020-01-01", number: 1, paths: ["alf/a.b.npy", "c.d.e"] };
    const names = randomQueries(new Random(4), [session], 300).map(({ name }) => name.split("_")[0]);
    expect(["search", "list", "load"].map((kind) => names.filter((name) => name === kind).length)).toEqual([
      100, 100, 100,
    ]);
  });

  test("includes variations of every recorded call that we can run", async () => {
    const { sets } = await readVectorFolder(join(ROOT, "fixtures/one"));
    const varied = varyCases(new Random(5), sets, 3);
    const calls = new Set(sets.flatMap(({ cases }) => cases.map(({ call }) => call)));
    expect(new Set(varied.map(({ call }) => call))).toEqual(calls);
    expect(varied.filter((vector) => handlerOf(vector) === undefined)).toEqual([]);
  });
});

test.each([
  [
    { kind: "array", dtype: "int64", shape: [2], data: BigInt64Array.of(-1n, 2n ** 62n) },
    [-1, { $number: String(2n ** 62n) }],
  ],
  [{ kind: "array", dtype: "bool", shape: [2], data: Uint8Array.of(0, 1) }, [false, true]],
  [{ kind: "array", dtype: "complex64", shape: [1], data: Float32Array.of(1, Number.NaN) }, [[1, { $number: "NaN" }]]],
  [{ kind: "array", dtype: "bytes", shape: [1], data: [Uint8Array.of(255, 0)] }, [{ $bytes: "ff00" }]],
] as const)("%o is written as %j", async (array, data) => {
  expect(await encodeValue(array)).toMatchObject({ dtype: array.dtype, shape: array.shape, data });
});

test("A report counts, and shows where two values part", () => {
  const lines: string[] = [];
  const report = new Report((line) => lines.push(line));
  report.group("good", 2, []);
  report.group("bad", 3, [{ name: "case", python: { a: [1, 2] }, ours: { a: [1, 3] } }]);
  expect(report.end()).toBe(false);
  expect(lines[2]).toContain("case at .a.1");
  expect(lines.at(-1)).toBe("4 passed, 1 failed");
});

test("Without Python the run says so in one line, and is no failure", async () => {
  const { PATH } = process.env;
  const lines: string[] = [];
  process.env["PATH"] = "/nonexistent";
  try {
    const folders = { cache: "/nonexistent", scripts: "/nonexistent", vectors: "/nonexistent" };
    expect(await runConformance(folders, (line) => lines.push(line))).toBe(true);
  } finally {
    process.env["PATH"] = PATH;
  }
  expect(lines).toEqual([expect.stringMatching(/^conformance one was not run: no Python/)]);
});
