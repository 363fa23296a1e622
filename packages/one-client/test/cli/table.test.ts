import { expect, test } from "vitest";
import { formatTable } from "../../src/cli/output/table.ts";

test("a table may be longer than a function may have arguments", () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => [String(i)]);
  const lines = formatTable([{ heading: "row", isNumber: true }], rows, undefined).split("\n");
  expect(lines).toHaveLength(200_002);
  expect([lines[1], lines[2], lines.at(-1)]).toEqual(["──────", "     0", "199999"]);
});

test("wide letters take two columns, marks none, and a cut keeps the width", () => {
  const columns = [{ heading: "subject" }, { heading: "n", isNumber: true }];
  const rows = [
    ["マウス", "1"],
    ["e\u0301te\u0301", "22"],
    ["a name much too long", "3"],
  ];
  expect(formatTable(columns, rows, 12).split("\n")).toEqual([
    "subject    n",
    "────────  ──",
    "マウス     1",
    "e\u0301te\u0301       22",
    "a name …   3",
  ]);
});

test("what a name holds beside letters does not reach the terminal", () => {
  expect(formatTable([{ heading: "name" }], [["a\u001b[2Jb\nc"]], undefined).split("\n")[2]).toBe("a�[2Jb�c");
});
