import { expect, test } from "vitest";
import { fitTable, formatTable } from "../../src/cli/output/table.ts";

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

const COLUMNS = [
  { heading: "a", isOptional: true },
  { heading: "path", isPath: true },
  { heading: "b", isWhole: true, isOptional: true },
  { heading: "empty", isOptional: true },
  { heading: "c", isOptional: true },
];
const ROW = ["1234567890", "alf/probe00/spikes.times.npy", "bbbb", "", "cccccccccccccccccccccccccccccc"];

test.each([
  // the last optional ones go first, and those that are empty need no room and are not missed
  [200, []],
  [64, []],
  [63, ["c"]],
  [46, ["c"]],
  [45, ["b", "c"]],
  [39, ["a", "b", "c"]],
  [undefined, []],
])("on %j columns a table leaves out %j", (width, leftOut) => {
  const table = fitTable(COLUMNS, [ROW], width);
  expect(table.leftOut).toEqual(leftOut);
  expect(table.text).toContain("alf/probe00/spikes.times.npy");
  for (const line of table.text.split("\n")) expect(line.length).toBeLessThanOrEqual(width ?? 200);
});

test("a table of optional columns keeps one, and cuts it", () => {
  const { text, leftOut } = fitTable([COLUMNS[0]!, COLUMNS[4]!], [[ROW[0]!, ROW[4]!]], 6);
  expect([text.split("\n")[2], leftOut]).toEqual(["12345…", ["c"]]);
});
