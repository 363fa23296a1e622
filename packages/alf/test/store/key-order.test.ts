import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareKeys } from "../../src/store/index.ts";
import { sortNames } from "../../src/store/key-order.ts";

/** The definition: lists of parts, each a list of code points, compared element by element. */
function byDefinition(a: string, b: string): number {
  const [left, right] = [a, b].map((key) => key.split("/").map((part) => [...part].map((c) => c.codePointAt(0) ?? 0)));
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index];
    if (other === undefined) return 1;
    for (const [place, code] of part.entries()) {
      const against = other[place];
      if (against === undefined) return 1;
      if (code !== against) return code - against;
    }
    if (part.length < other.length) return -1;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
}

const key = fc.array(fc.string({ unit: fc.constantFrom("a", "b", " ", "!", ".", "0", "é", "\uffee", "😀") }), {
  minLength: 1,
  maxLength: 4,
});

describe("compareKeys", () => {
  test.each([
    ["a/b", "a b"],
    ["a/b", "a!b"],
    ["a", "a/b"],
    ["\uffee.a.b", "😀.a.b"],
    ["Z", "a"],
    ["alf/#r#/x", "alf/x"],
  ])("puts %j before %j", (first, second) => {
    expect(compareKeys(first, second)).toBeLessThan(0);
    expect(compareKeys(second, first)).toBeGreaterThan(0);
  });

  test("compares part by part and by code point", () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const [left, right] = [a.join("/"), b.join("/")];
        expect(Math.sign(compareKeys(left, right))).toBe(Math.sign(byDefinition(left, right)));
      }),
    );
  });
});

describe("sortNames", () => {
  test("orders names as compareKeys does, with and without characters beyond U+FFFF", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "Z", "é", "\uffee", "😀") })), (names) => {
        expect(sortNames([...names], (name) => name)).toEqual([...names].sort(compareKeys));
      }),
    );
  });
});
