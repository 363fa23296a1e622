import { plainText } from "./plain-text.ts";

/** A column of a printed table: its heading, and whether its cells are numbers (aligned right). */
export interface TableColumn {
  readonly heading: string;
  readonly isNumber?: boolean | undefined;
  /** Never cut: an id or a date that is not whole is of no use. */
  readonly isWhole?: boolean | undefined;
  /** Cut in the middle, for paths that differ at their ends, and only where no optional column is left to give way. */
  readonly isPath?: boolean | undefined;
  /** Left out where the terminal is too narrow, the last ones first. */
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
 * Lay out rows as an aligned table without rules; a column without any value is left out.
 *
 * @param rows - Cells as text, one a column.
 * @param widthColumns - Width of the terminal; optional columns are left out and the widest cut (with `…`) to fit.
 *   `undefined`: nothing is, for output that goes to a file or another program.
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  widthColumns: number | undefined,
): string {
  return fitTable(columns, rows, widthColumns).text;
}

/** {@link formatTable}, and which columns found no place: better some fields whole than all of them cut. */
export function fitTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  widthColumns: number | undefined,
): FittedTable {
  const used = columns.flatMap((column, i) => {
    if (rows.length > 0 && !rows.some((row) => row[i])) return [];
    const cells = [column.heading, ...rows.map((row) => row[i] ?? "")].map((cell) => plainText(cell));
    return [{ column, cells, widthColumns: cells.reduce((widest, cell) => Math.max(widest, columnsOf(cell)), 1) }];
  });
  const shown = widthColumns === undefined ? used : withRoom(used, widthColumns);
  const natural = shown.map((measured) => measured.widthColumns);
  const kinds = shown.map(({ column }) => column);
  const widths =
    widthColumns === undefined ? natural : fit(natural, kinds, widthColumns - GAP.length * (shown.length - 1));
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    shown
      .map(({ column, cells }, i) => align(cells[line] ?? "", widths[i] ?? 0, column))
      .join(GAP)
      .trimEnd(),
  );
  return {
    text: [lines[0], widths.map((width) => "─".repeat(width)).join(GAP), ...lines.slice(1)].join("\n"),
    leftOut: used.filter((measured) => !shown.includes(measured)).map(({ column }) => column.heading),
  };
}

/** A column with its cells, the heading first, and the width that shows them whole. */
interface MeasuredColumn {
  readonly column: TableColumn;
  readonly cells: readonly string[];
  readonly widthColumns: number;
}

/** Columns for which there is room: optional ones give way, the last ones first, but never the only one. */
function withRoom(columns: readonly MeasuredColumn[], widthColumns: number): readonly MeasuredColumn[] {
  const shown = [...columns];
  const needed = ({ column: { isWhole, isPath }, widthColumns: natural }: MeasuredColumn): number =>
    GAP.length + (isWhole || isPath ? natural : Math.min(natural, ENOUGH));
  const isWide = (): boolean => shown.reduce((sum, column) => sum + needed(column), -GAP.length) > widthColumns;
  for (let i = shown.length - 1; i >= 0 && shown.length > 1 && isWide(); i -= 1) {
    if (shown[i]?.column.isOptional) shown.splice(i, 1);
  }
  return shown;
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
