import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFilterText, splitOutsideBrackets } from "../../src/alyx/query/filter-text.ts";
import { type PythonValue, parsePythonLiteral, pythonText } from "../../src/alyx/query/python-literal.ts";

const float = (number: number): PythonValue => ({ number, isFloat: true });
const int = (number: number): PythonValue => ({ number, isFloat: false });

/** A value as Python's `repr` shows it. */
function repr(value: PythonValue): string {
  if (typeof value === "string") return `'${value.replace(/[\\']/g, "\\$&")}'`;
  return Array.isArray(value) ? `[${value.map(repr).join(", ")}]` : pythonText(value);
}

const leaf = fc.oneof(
  fc.constantFrom<PythonValue>(null, true, false),
  fc.stringMatching(/^[ -~]*$/),
  fc.integer().map(int),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    .filter((n) => !Object.is(n, -0))
    .map(float),
);
const { value: anyValue } = fc.letrec<{ value: PythonValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie("value"), { maxLength: 4 })),
}));

describe("A Python literal", () => {
  test("is read as Python would", () => {
    expect(parsePythonLiteral("['a', \"b\\n\", (1, 2.0), None, True, -3e2]")).toEqual([
      "a",
      "b\n",
      [int(1), float(2)],
      null,
      true,
      float(-300),
    ]);
    expect(parsePythonLiteral("(1)")).toEqual(int(1));
    expect(parsePythonLiteral("(1,)")).toEqual([int(1)]);
    expect(parsePythonLiteral("[]")).toEqual([]);
  });

  test("comes back from its own text", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(parsePythonLiteral(repr(value))).toEqual(value);
      }),
    );
  });

  test.each([
    "(a)",
    "[__import__('os')]",
    "(1+1)",
    "[x for x in y]",
    "{'a': 1}",
    "(lambda: 1)",
    "[1",
    "f'x'",
    "[1] + [2]",
    "[1 2]",
  ])("%s is none, and is not run", (text) => {
    expect(() => parsePythonLiteral(text)).toThrow(Error);
  });

  test("ends in an error or a value for any text at all", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parsePythonLiteral(text);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});

describe("The text of a filter", () => {
  test("is split at commas that are not inside brackets", () => {
    expect(splitOutsideBrackets("a,[1, 2],b,(3,4)")).toEqual(["a", "[1, 2]", "b", "(3,4)"]);
    expect(splitOutsideBrackets("")).toEqual([""]);
  });

  test("loses no character in being split", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(splitOutsideBrackets(text).join(",")).toBe(text);
      }),
    );
  });

  test("gives conditions with their values", () => {
    expect(parseFilterText("a__b__gte,1,~c,None,d,true,e,x y,f,['a', 2]")).toEqual([
      { path: ["a", "b", "gte"], value: float(1), isExcluded: false },
      { path: ["c"], value: null, isExcluded: true },
      { path: ["d"], value: true, isExcluded: false },
      { path: ["e"], value: "x y", isExcluded: false },
      { path: ["f"], value: ["a", int(2)], isExcluded: false },
    ]);
  });

  test.each([
    ["text", "list index out of range"],
    ["text,a,text,b", 'Duplicated fields in "text,a,text,b"'],
    ["text,(a)", "name 'a' is not defined"],
    ["text,(1+)", "invalid syntax (<string>, line 1)"],
  ])("%s is refused as the original refuses it", (text, detail) => {
    expect(() => parseFilterText(text)).toThrow(expect.objectContaining({ body: { status_code: 500, detail } }));
  });
});
