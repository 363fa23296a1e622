import { expect, test } from "vitest";
import { pythonLiteral, pythonText, pythonTuple } from "../../src/alyx/python-text.ts";

test.each([
  [["a", "b"], "['a', 'b']"],
  [[], "[]"],
  [["it's", 'say "x"', `both ' and "`], `["it's", 'say "x"', 'both \\' and "']`],
  [["a\\b\n\t\x00\x7f", "é", "\u2028", "\u{1f600}"], "['a\\\\b\\n\\t\\x00\\x7f', 'é', '\\u2028', '\u{1f600}']"],
  [[1, true, null, ["x"]], "[1, True, None, ['x']]"],
  ["as it is", "as it is"],
])("Python writes %j as %s", (value, text) => {
  expect(pythonText(value)).toBe(text);
});

test("A tuple of one has a comma", () => {
  expect(pythonTuple(["a"])).toBe("('a',)");
  expect(pythonTuple(["a", "b"])).toBe("('a', 'b')");
  expect(pythonTuple([])).toBe("()");
  expect(pythonLiteral("a")).toBe("'a'");
});
