import { describe, expect, test } from "vitest";
import { QC, type QcName, qcAtMost, validateQc } from "../src/index.ts";
import { expected, outcome, vectors } from "./vectors.ts";

describe("quality", () => {
  test.each(vectors("toalf", "QC.validate"))("$id: $args is $result $error", (vector) => {
    const level = (): unknown => {
      const name = validateQc(vector.args[0]);
      return [name, QC[name]];
    };
    expect(outcome(vector, level)).toEqual(expected(vector));
  });

  test.each([true, " 10", "5.0", "NOT SET", undefined, {}])("%j is no level", (value) => {
    expect(() => validateQc(value)).toThrow(expect.objectContaining({ code: "alf/invalid-argument", value }));
  });

  test.each<[QcName | null, QcName, boolean, boolean]>([
    ["PASS", "PASS", false, true],
    ["WARNING", "PASS", false, false],
    ["NOT_SET", "PASS", false, true],
    ["NOT_SET", "PASS", true, false],
    [null, "CRITICAL", false, false],
    ["CRITICAL", "FAIL", false, false],
    ["FAIL", "FAIL", true, true],
  ])("%s is at most %s (not set ignored: %s): %s", (quality, level, ignoreNotSet, result) => {
    expect(qcAtMost(quality, level, ignoreNotSet)).toBe(result);
  });
});
