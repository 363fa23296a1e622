import Table from "cli-table3";

/** A column of a printed table: its heading, and whether its cells are numbers (aligned right). */
export interface TableColumn {
  readonly heading: string;
  readonly isNumber?: boolean | undefined;
}

/** Between two columns. */
const GAP = "  ";
/** A column is never cut below this. */
const SMALLEST = 6;

/**
 * Lay out rows as an aligned table without rules.
 *
 * @param rows - Cells as text, one a column.
 * @param widthColumns - Width of the terminal; the widest columns are cut (with `…`) to fit. `undefined`: nothing is cut,
 *   for output that goes to a file or another program.
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  widthColumns: number | undefined,
): string {
  const natural = columns.map((column, index) =>
    Math.max(column.heading.length, ...rows.map((row) => row[index]?.length ?? 0), 1),
  );
  const widths = widthColumns === undefined ? natural : fit(natural, widthColumns - GAP.length * (columns.length - 1));
  const table = new Table({
    head: columns.map((column) => column.heading),
    colWidths: widths,
    colAligns: columns.map((column) => (column.isNumber ? "right" : "left")),
    chars: { ...NO_RULES, middle: GAP },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) table.push([...row]);
  const lines = table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
  return [lines[0], widths.map((width) => "─".repeat(width)).join(GAP), ...lines.slice(1)].join("\n");
}

const NO_RULES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
} as const;

/** Take width from the widest columns until all fit. */
function fit(natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - available; excess > 0; excess -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= SMALLEST) break;
    widths[widest] = widths[widest]! - 1;
  }
  return widths;
}
