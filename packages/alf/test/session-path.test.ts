import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { regex, SESSION_SPEC } from "../src/filter/index.ts";
import {
  formatSessionPath,
  getSessionPath,
  isAlfError,
  isSessionPath,
  paddedSequence,
  parseSessionPath,
  sessionPathParts,
} from "../src/index.ts";
import { anyText } from "./any-text.ts";
import { expected, outcome, vectors } from "./vectors.ts";

describe("session folders", () => {
  test.each(vectors("session", "session_path_parts"))("$id: $args has the parts of the reference", (vector) => {
    const parse = vector.kwargs?.["assert_valid"] === false ? sessionPathParts : parseSessionPath;
    const parts = (): unknown[] => Object.values(parse(vector.args[0] as string)).map((part) => part ?? null);
    expect(outcome(vector, parts)).toEqual(expected(vector));
  });

  test.each(vectors("session", "is_session_path"))("$id: $args is a session folder: $result", ({ args, result }) => {
    expect(isSessionPath(args[0] as string)).toBe(result);
  });

  test.each(vectors("session", "get_session_path"))("$id: session of $args is $result", (vector) => {
    expect(outcome(vector, () => getSessionPath(vector.args[0] as string))).toEqual(expected(vector));
  });

  test.each([
    ["s/2020-1-1/1/x", "s/2020-1-1/1"],
    ["s/2020-01-01/12345/x", "s/2020-01-01/12345"],
    ["s/2020-02-30/1", undefined],
    ["s/2019-02-29/1", undefined],
    ["s/2020-02-29/1", "s/2020-02-29/1"],
    ["s/1900-02-29/1", undefined],
    ["s/0000-01-01/1", undefined],
    ["s/2020-04-31/1", undefined],
    ["s/2020-12-31/1", "s/2020-12-31/1"],
    ["s/2020-13-01/1", undefined],
    ["https://h/s/2020-01-01/1/x", "https:/h/s/2020-01-01/1"],
    ["//h/s/2020-01-01/1", "//h/s/2020-01-01/1"],
  ])("session of %s is %s", (path, session) => {
    expect(getSessionPath(path)).toBe(session);
  });

  test("a number that comes first has no date before it; in Python the last component serves (only with compat)", () => {
    expect(getSessionPath("001/foo/2020-01-01")).toBeUndefined();
    expect(getSessionPath("001/foo/2020-01-01", { compat: true })).toBe("001");
  });

  test.each([
    ["s/2020-01-01/1/x", "s/2020-01-01/001/x"],
    ["/r/s/2020-01-01/0001", "/r/s/2020-01-01/001"],
    ["s/2020-01-01/12345/x", "s/2020-01-01/12345/x"],
  ])("number of %s is padded: %s", (path, padded) => {
    expect(paddedSequence(path)).toBe(padded);
  });

  test("a number is padded only where there is one", () => {
    expect(() => paddedSequence("s/x")).toThrow(expect.objectContaining({ code: "alf/invalid-argument" }));
  });

  test("are the same after parsing and writing", () => {
    for (const path of ["s/2020-01-01/1", "lab/Subjects/s.t-u/2020-01-01/001"]) {
      expect(formatSessionPath(parseSessionPath(path))).toBe(path);
    }
  });

  const text = fc
    .array(
      fc.constantFrom(..."/_-aé1.".split(""), "/Subjects/", "s", "/2020-01-01/", "2020-01-01", "lab", "12", "0001"),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join(""));

  test("are found where the backtracking expression finds them", () => {
    const reference = regex(SESSION_SPEC);
    fc.assert(
      fc.property(text, (path) => {
        const found = reference.exec(path)?.groups ?? {};
        expect(sessionPathParts(path)).toEqual({
          lab: found["lab"],
          subject: found["subject"],
          date: found["date"],
          number: found["number"],
        });
      }),
      { numRuns: 2000 },
    );
  });

  test("any text is parsed or refused with an error of this package", () => {
    fc.assert(
      fc.property(fc.oneof(text, anyText()), (path) => {
        for (const call of [parseSessionPath, getSessionPath, isSessionPath, paddedSequence]) {
          try {
            call(path);
          } catch (error) {
            expect(isAlfError(error)).toBe(true);
          }
        }
      }),
    );
  });

  test.each([["a".repeat(200_000)], ["a-".repeat(100_000)], ["/".repeat(200_000)], ["a/2020-01-01/".repeat(20_000)]])(
    "an endless path is searched without delay",
    (path) => {
      expect(isSessionPath(`${path}!`)).toBe(false);
      expect(getSessionPath(`${path}!`)).toBeUndefined();
    },
  );
});
