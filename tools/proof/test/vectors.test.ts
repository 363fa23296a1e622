import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkCase, runVectors } from "../src/vectors/main.ts";
import { readVectorFolder } from "../src/vectors/vector-file.ts";

const FOLDER = join(import.meta.dirname, "../../../fixtures/one");
const { sets, tables } = await readVectorFolder(FOLDER);

describe.each(sets)("$set: what ONE-api answers, we answer", ({ cases }) => {
  test.each(cases)("$id $call $args", async (vector) => {
    const { mode, got } = await checkCase(vector, tables);
    expect(mode, `got ${got}`).not.toBe("failed");
  });
});

describe("The runner", () => {
  const vector = { id: "x", call: "is_valid", args: ["a.b.c"] };

  test.each([
    ["a wrong result", { ...vector, result: false }],
    ["a result where there was an error", { ...vector, error: "ValueError" }],
    ["an error where there was a result", { ...vector, call: "QC.validate", args: [5], result: ["PASS", 10] }],
    ["an error of another class", { ...vector, call: "QC.validate", args: [5], error: "KeyError" }],
    ["a call that nobody knows", { ...vector, call: "frobnicate", result: true }],
    ["a call named like a property of every object", { ...vector, call: "constructor", result: true }],
    ["a missing table", { ...vector, call: "filter_datasets", args: [0, {}], result: [] }],
  ])("fails %s", async (_, wrong) => {
    expect((await checkCase(wrong, undefined)).mode).toBe("failed");
  });

  test("passes a right result, and an error by its class", async () => {
    expect((await checkCase({ ...vector, result: true }, undefined)).mode).toBe("default");
    const refused = { ...vector, call: "QC.validate", args: [5], error: "ValueError" };
    expect((await checkCase(refused, undefined)).mode).toBe("default");
  });

  test("writes the counts at the end, and fails a folder without cases", async () => {
    const lines: string[] = [];
    expect(await runVectors(FOLDER, (line) => lines.push(line))).toBe(0);
    const total = sets.reduce((sum, { cases }) => sum + cases.length, 0);
    expect(lines.at(-1)).toBe(`${total} passed, 0 failed`);
    expect(await runVectors(import.meta.dirname, (line) => lines.push(line))).toBe(1);
  });
});
