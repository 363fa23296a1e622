import { describe, expect, test } from "vitest";
import { autocomplete } from "../../src/filter/index.ts";
import { expected, outcome, vectors } from "../vectors.ts";

const TERMS = ["datasets", "date_range", "laboratory", "number", "projects", "subject"];

describe("search terms", () => {
  test.each(vectors("util", "autocomplete"))("$id: $args is $result $error", (vector) => {
    const [term, terms] = vector.args as [string, string[]];
    expect(outcome(vector, () => autocomplete(term, terms))).toEqual(expected(vector));
  });

  test.each([
    ["subjekt", ["subject"]],
    ["range", ["date_range"]],
    ["zzzzzzzzz", TERMS],
  ])("%s is unknown, and %j are offered", (term, candidates) => {
    expect(() => autocomplete(term, TERMS)).toThrow(expect.objectContaining({ code: "alf/unknown-name", candidates }));
  });

  test("an ambiguous one lists all that begin with it", () => {
    expect(() => autocomplete("DA", TERMS)).toThrow(
      expect.objectContaining({ code: "alf/ambiguous-name", candidates: ["datasets", "date_range"] }),
    );
  });
});
