import { plainText } from "./plain-text.ts";

/** A column of a printed table: its heading, and whether its cells are numbers (aligned right). */
export interface TableColumn {
  readonly heading: string;
  readonly isNumber?: boolean | undefined;
  /** Never cut: an id or a date that is not whole is of no use. */
  readonly isWhole?: boolean | undefined;
  /** Cut in the middle, for paths that differ at their ends, and only where no optional column is left to give way. */
  readonly isPath?: boolean | undefined;
  /** Left out where the terminal is too narrow, the last ones first; only by {@link fitTable}. */
  readonly isOptional?: boolean | undefined;
}

/** A table, and the headings of the columns that found no place in it. */
export interface FittedTable {
  readonly text: string;
  readonly leftOut: readonly string[];
}

/** Between two columns. */
const GAP = "  ";
/** A column is never cut below this. */
const SMALLEST = 6;
/** Cut below this, a column says so little that optional ones rather give way. */
const ENOUGH = 16;

/**
 * A table of the columns for which there is room: better some fields whole than all of them cut.
 *
 * @param widthColumns - As for {@link formatTable}.
 */
export function fitTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  widthColumns: number | undefined,
): FittedTable {
  const needed = columns.map(({ heading, isWhole, isPath }, i) => {
    const cells = rows.map((row) => plainText(row[i] ?? ""));
    if (rows.length > 0 && cells.every((cell) => cell === "")) return 0;
    const natural = cells.reduce((widest, cell) => Math.max(widest, columnsOf(cell)), heading.length);
    return GAP.length + (isWhole || isPath ? natural : Math.min(natural, ENOUGH));
  });
  const shown = new Set(columns.keys());
  const excess = (): number => [...shown].reduce((sum, i) => sum + (needed[i] ?? 0), -GAP.length) - (widthColumns ?? 0);
  for (let i = columns.length - 1; i >= 0 && widthColumns !== undefined && excess() > 0; i -= 1) {
    const isLast = [...shown].every((other) => other === i || needed[other] === 0);
    if (columns[i]?.isOptional && (needed[i] ?? 0) > 0 && !isLast) shown.delete(i);
  }
  const places = [...shown];
  return {
    text: formatTable(
      places.map((i) => columns[i]!),
      rows.map((row) => places.map((i) => row[i] ?? "")),
      widthColumns,
    ),
    leftOut: columns.flatMap(({ heading }, i) => (shown.has(i) ? [] : [heading])),
  };
}

/**
 * Lay out rows as an aligned table without rules; a column without any value is left out.
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
  const used = columns.flatMap((_, i) => (rows.length === 0 || rows.some((row) => row[i]) ? [i] : []));
  const shown = used.map((i) => columns[i]!);
  const cells = [columns.map(({ heading }) => heading), ...rows].map((row) => used.map((i) => plainText(row[i] ?? "")));
  const natural = shown.map((_, i) => cells.reduce((widest, row) => Math.max(widest, columnsOf(row[i] ?? "")), 1));
  const widths =
    widthColumns === undefined ? natural : fit(natural, shown, widthColumns - GAP.length * (shown.length - 1));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => align(cell, widths[i] ?? 0, shown[i]!))
      .join(GAP)
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => "─".repeat(width)).join(GAP), ...lines.slice(1)].join("\n");
}

/** Columns of the terminal that a text takes: two for the wide letters of East Asia, none for marks on other letters. */
function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const letter of text) columns += lettersWidth(letter);
  return columns;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function lettersWidth(letter: string): number {
  if (/\p{M}/u.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}

function align(text: string, width: number, { isNumber = false, isPath = false }: TableColumn): string {
  const fits = columnsOf(text) <= width;
  const cut = fits ? text : isPath ? cutMiddle(text, width) : `${start(text, width - 1)}…`;
  const space = " ".repeat(width - columnsOf(cut));
  return isNumber ? space + cut : cut + space;
}

/** A path without its middle: the end tells files of one folder apart. */
function cutMiddle(text: string, width: number): string {
  const head = start(text, Math.floor((width - 1) / 3));
  const tail = start([...text].reverse().join(""), width - 1 - columnsOf(head));
  return `${head}…${[...tail].reverse().join("")}`;
}

/** As much of the beginning of a text as fits. */
function start(text: string, width: number): string {
  let taken = "";
  let columns = 0;
  for (const letter of text) {
    columns += lettersWidth(letter);
    if (columns > width) break;
    taken += letter;
  }
  return taken;
}

/** Take width from the widest columns until all fit, from paths last; what must stay whole may make a line longer than the terminal. */
function fit(natural: readonly number[], columns: readonly TableColumn[], available: number): number[] {
  const widths = [...natural];
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - available; excess > 0; excess -= 1) {
    const rather = widths.map((width, i) => (columns[i]?.isWhole || columns[i]?.isPath || width <= ENOUGH ? 0 : width));
    const cuttable = rather.some((width) => width > 0)
      ? rather
      : widths.map((width, i) => (columns[i]?.isWhole ? 0 : width));
    const widest = cuttable.indexOf(Math.max(...cuttable));
    if (cuttable[widest]! <= SMALLEST) break;
    widths[widest] = widths[widest]! - 1;
  }
  return widths;
}
