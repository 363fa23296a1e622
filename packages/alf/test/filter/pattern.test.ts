import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapePattern, globRegex, pythonRegex } from "../../src/filter/index.ts";
import { isAlfError } from "../../src/index.ts";
import { anyText } from "../any-text.ts";

describe("shell patterns", () => {
  test.each([
    ["*.npy", "a/b.npy", true],
    ["*.npy", "a.npy\n", false],
    ["a?c", "a\nc", true],
    ["a?c", "a😀c", true],
    ["a[bc]d", "abd", true],
    ["a[!bc]d", "abd", false],
    ["a[!bc]d", "axd", true],
    ["a[b", "a[b", true],
    ["a[]b]c", "a]c", true],
    ["a[!]b]c", "a]c", false],
    ["a[!]", "a[!]", true],
    ["[]", "[]", true],
    ["[a-c-e]", "-", true],
    ["[a-c-e]", "d", false],
    ["[a--c]", "c", true],
    ["[a--c]", "a", false],
    ["[--a]", "A", true],
    ["[a-]", "-", true],
    ["[-a]", "-", true],
    ["[z-a]", "z", false],
    ["[!z-a]", "q", true],
    ["[xz-ay]", "y", true],
    ["[\\]", "\\", true],
    ["[^a]", "^", true],
    ["[^a]", "b", false],
    ["[[]", "[", true],
    ["{a,b}", "{a,b}", true],
    ["{a,b}", "a", false],
    ["**", "a/b", true],
    ["A*", "abc", false],
    ["", "", true],
    ["a.b", "axb", false],
    ["(+$^|)", "(+$^|)", true],
    ["a&&~~||", "a&&~~||", true],
    ["[&~|]", "~", true],
  ])("%j on %j: %s", (glob, text, result) => {
    expect(globRegex(glob).test(text)).toBe(result);
  });

  test("any text is a pattern, and matches itself where no character is special", () => {
    fc.assert(
      fc.property(anyText(20), (text) => {
        expect(globRegex(text.replace(/[*?[]/g, "")).test(text.replace(/[*?[]/g, ""))).toBe(true);
        globRegex(text);
      }),
    );
  });
});

describe("Python's regular expressions", () => {
  test.each([
    ["(?P<n>a+)-(?P=n)$", "aa-aa", true],
    ["^(?P<n>a+)-(?P=n)$", "aa-a", false],
    [String.raw`\Aab\Z`, "ab", true],
    [String.raw`\Aab\Z`, "ab\n", false],
    ["ab$", "ab\n", true],
    ["ab$", "ab\n\n", false],
    ["(?m)^b$", "a\nb\nc", true],
    ["(?s)a.b", "a\nb", true],
    ["a.b", "a\nb", false],
    ["a.b", "a\u2028b", true],
    ["(?s:a.)b.", "a\nb\n", false],
    ["(?i)ÉA", "éa", true],
    [String.raw`^\w+$`, "é日_٣", true],
    [String.raw`^\w+$`, "e\u0301", false],
    [String.raw`(?a)^\w+$`, "é", false],
    [String.raw`^\d$`, "٣", true],
    [String.raw`^[\d]$`, "٣", true],
    [String.raw`^\s$`, "\x1c", true],
    [String.raw`^\s$`, "\ufeff", false],
    [String.raw`^[\W]$`, "-", true],
    [String.raw`^[a\W]$`, "b", false],
    [String.raw`^[^a\W]$`, "b", true],
    [String.raw`^[^a\W]$`, "-", false],
    [String.raw`^[^\w-]$`, "-", false],
    [String.raw`\bé\b`, "a é b", true],
    [String.raw`\Bb`, "ab", true],
    [String.raw`a\_\-\#\/\!\@b`, "a_-#/!@b", true],
    [String.raw`[\_\-\#\/]+$`, "_-#/", true],
    ["a{2}", "aa", true],
    ["^a{,2}$", "aaa", false],
    ["a{x}", "a{x}", true],
    ["a{}", "a{}", true],
    ["]}", "]}", true],
    ["[]a]+$", "]a", true],
    ["[^]a]", "]", false],
    ["[a-]", "-", true],
    ["(?#note)ab", "ab", true],
    ["(?=a)*b", "b", true],
    ["(?<=a)b", "ab", true],
    ["(?<!a)b", "ab", false],
    [String.raw`\x41\u00e9\U0001F600\101\n`, "Aé😀A\n", true],
    [String.raw`(a)\1`, "aa", true],
    [String.raw`(a)\1{2}$`, "aaa", true],
    ["a|b", "xb", true],
    ["(?:a(?i:b))", "ab", undefined],
  ])("%j on %j: %s", (pattern, text, result) => {
    if (result === undefined)
      expect(() => pythonRegex(pattern)).toThrow(expect.objectContaining({ code: "alf/unsupported-pattern" }));
    else expect(pythonRegex(pattern).test(text)).toBe(result);
  });

  test.each([
    ["a++", "possessive quantifier"],
    ["a*+", "possessive quantifier"],
    ["a{2}+", "possessive quantifier"],
    ["(?>a)", "atomic group"],
    ["(a)?(?(1)b|c)", "conditional group"],
    ["(?x) a b", "flag in (?x)"],
    ["a(?i:b)", "case-insensitive part"],
    ["(?i)a(?-i:b)", "case-insensitive part"],
    [String.raw`\N{BULLET}`, String.raw`\N{…}`],
  ])("%j is refused, naming the %s", (pattern, construct) => {
    expect(() => pythonRegex(pattern)).toThrow(
      expect.objectContaining({ code: "alf/unsupported-pattern", construct, pattern }),
    );
  });

  test.each([
    "*a",
    "a**",
    "(a",
    "a)",
    "[a",
    "a(?i)b",
    "(?<n>a)",
    "(?z)",
    String.raw`\q`,
    "a\\",
    "[z-a]",
    "[a-\\d]",
    "(?P<1>a)",
    "(?P=n)",
    "(?",
    "(?)",
  ])("%j is refused as in Python", (pattern) => {
    expect(() => pythonRegex(pattern)).toThrow(expect.objectContaining({ code: "alf/invalid-pattern", pattern }));
  });

  test("any text is translated or refused with an error of this package", () => {
    const piece = fc.constantFrom(
      ..."()[]{}*+?.^$|\\-aAwWdDsSbBzZ0129:=!<>P#,imsx^\n".split(""),
      "(?",
      "(?P<",
      "(?:",
      "[^",
      "\\x4",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        try {
          pythonRegex(pieces.join(""));
        } catch (error) {
          expect(isAlfError(error, "alf/invalid-pattern", "alf/unsupported-pattern")).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("escaped text matches itself and nothing else", () => {
    fc.assert(
      fc.property(anyText(20), (text) => {
        const match = pythonRegex(`^${escapePattern(text)}\\Z`).exec(text);
        expect(match?.[0]).toBe(text);
      }),
    );
  });
});
