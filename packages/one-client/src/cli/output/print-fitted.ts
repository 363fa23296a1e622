import { print, remark, type Terminal, tableWidth } from "../terminal.ts";
import { fitTable, type TableColumn } from "./table.ts";

/** Print a table of the columns for which the terminal has room, and say which it has not. */
export function printFitted(
  terminal: Terminal,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): void {
  const { text, leftOut } = fitTable(columns, rows, tableWidth(terminal));
  print(terminal, text);
  if (leftOut.length > 0) {
    remark(terminal, `Left out: ${leftOut.join(", ")} (a wider terminal shows more, --json all)`);
  }
}
