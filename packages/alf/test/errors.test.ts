import { describe, expect, test } from "vitest";
import * as filter from "../src/filter/index.ts";
import * as root from "../src/index.ts";
import * as object from "../src/object/index.ts";

const alf = { ...root, ...filter, ...object };

const { isAlfError, isDataError } = alf;

const EXAMPLES: readonly root.AlfError[] = [
  new alf.AlfInvalidError("x", "y"),
  new alf.AlfObjectNotFoundError("spikes", "/data"),
  new alf.AlyxSubjectNotFoundError("s"),
  new alf.AlfMultipleObjectsFoundError(["a", "b"]),
  new alf.AlfMultipleCollectionsFoundError(["a", "b"]),
  new alf.AlfMultipleRevisionsFoundError(["a", ""]),
  new alf.AlfGeneralError("broken"),
  new alf.InvalidArgumentError("n", 5, "less"),
  new alf.ArgumentTypeError("n", null, "text"),
  new alf.UnknownNameError("field", "x", ["y"]),
  new alf.AmbiguousNameError("term", "x", ["xa", "xb"]),
  new alf.InvalidPatternError("*", "nothing to repeat"),
  new alf.UnsupportedPatternError("a++", "possessive quantifier"),
  new alf.ShapeMismatchError({ a: [2, 3] }, "(n,)"),
  new alf.AttributeMismatchError("a", "table", "an array"),
  new alf.DuplicateAttributeError("a"),
  new alf.PrecisionLossError(2n ** 60n, 3),
  new alf.ReferenceDefectError("This", "TypeError"),
];

describe("errors", () => {
  test("are all exported, each with a code and a name of its own", () => {
    const exported = Object.keys(alf).filter((name) => name.endsWith("Error") && !/^(?:is|DataError)/.test(name));
    expect(EXAMPLES.map(({ name }) => name).toSorted()).toEqual(exported.toSorted());
    expect(new Set(EXAMPLES.map(({ code }) => code)).size).toBe(EXAMPLES.length);
  });

  test.each(EXAMPLES)("$name is told by its code", (error) => {
    expect(isAlfError(error)).toBe(true);
    expect(isAlfError(error, error.code)).toBe(true);
    expect(isAlfError(error, error.code === "alf/error" ? "alf/invalid" : "alf/error")).toBe(false);
    expect(isDataError(error)).toBe(true);
    expect(error.name).toBe(error.constructor.name);
    expect(error.message).not.toBe("");
  });

  test("foreign ones are none of ours", () => {
    expect(
      [new Error("x"), undefined, null, "alf/error", { code: "alf/error" }].some((error) => isAlfError(error)),
    ).toBe(false);
  });

  test("keep what caused them", () => {
    const cause = new Error("x");
    expect(new alf.InvalidPatternError("*", "bad", { cause }).cause).toBe(cause);
  });

  test("stay readable when there is much to tell", () => {
    const many = Array.from({ length: 1000 }, (_, i) => `name${i}`);
    expect(new alf.AlfMultipleObjectsFoundError(many).message.length).toBeLessThan(400);
    expect(new alf.AlfInvalidError("x".repeat(100_000), "less").message.length).toBeLessThan(400);
    expect(new alf.AlfMultipleObjectsFoundError(many).candidates).toHaveLength(1000);
  });
});
