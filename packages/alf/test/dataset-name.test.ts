import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FILE_SPEC, regex } from "../src/filter/index.ts";
import { type DatasetNameParts, filenameParts, formatFilename, isValid, parseFilename } from "../src/index.ts";
import { expected, outcome, vectors } from "./vectors.ts";

describe("file names", () => {
  test.each(vectors("filename", "filename_parts"))("$id: $args have the parts of the reference", (vector) => {
    const [name] = vector.args as [string];
    const { assert_valid: strict, as_dict: asRecord } = vector.kwargs ?? {};
    const parts = (): object => (strict === false ? filenameParts(name) : parseFilename(name));
    expect(outcome(vector, () => (asRecord ? parts() : Object.values(parts()).map((part) => part ?? null)))).toEqual(
      expected(vector),
    );
  });

  test.each(vectors("filename", "is_valid"))("$id: $args is valid: $result", ({ args, result }) => {
    expect(isValid(args[0] as string)).toBe(result);
  });

  test("keep the reference's odd namespaces", () => {
    expect(parseFilename("_trials.x.npy")).toMatchObject({ namespace: "trial", object: "s" });
    expect(parseFilename("_ab_.x.npy")).toMatchObject({ namespace: "ab", object: "_" });
    expect(parseFilename("_ibl__trials.x.npy")).toMatchObject({ namespace: "ibl", object: "_trials" });
  });

  test("may end with one line break, as in Python", () => {
    expect(isValid("a.b.c\n")).toBe(true);
    expect(isValid("a.b.c\n\n")).toBe(false);
  });

  const word = (chars: string, maxLength = 8) =>
    fc.array(fc.constantFrom(...chars), { minLength: 1, maxLength }).map((letters) => letters.join(""));
  const parts: fc.Arbitrary<DatasetNameParts> = fc.record({
    namespace: fc.option(word("abz019XY"), { nil: undefined }),
    object: word("abzé0日Q"),
    attribute: word("abz01XY"),
    timescale: fc.option(word("abé0Q_"), { nil: undefined }),
    extra: fc.option(word("ab-._"), { nil: undefined }),
    extension: word("abz_0"),
  });

  test("are the same after writing and parsing", () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(parseFilename(formatFilename(given))).toEqual(given);
      }),
    );
  });

  const names = fc.array(fc.constantFrom(..."_._..aAb1é-/#\n".split(""), "times", "_intervals", "_times"), {
    maxLength: 14,
  });

  test("are parsed as the backtracking expression does it", () => {
    const reference = new RegExp(`^(?:${regex(FILE_SPEC).source})`, "u");
    fc.assert(
      fc.property(names, (letters) => {
        const name = letters.join("");
        expect(filenameParts(name)).toEqual(
          Object.fromEntries(
            Object.keys(filenameParts("")).map((part) => [part, reference.exec(name)?.groups?.[part]]),
          ),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["an endless head", "_".concat("a".repeat(200_000))],
    ["an endless head before a bad attribute", `_${"a".repeat(200_000)}.-`],
    ["an endless attribute", `a.${"b".repeat(200_000)}-`],
    ["an endless timescale", `a.b_${"_times".repeat(50_000)}-`],
    ["endless extra parts", `a.b${".x".repeat(100_000)}.!`],
    ["endless dots", `a.b${".".repeat(200_000)}!`],
  ])("%s is refused without delay", (_, name) => {
    expect(isValid(name)).toBe(false);
  });
});
