import { type DataWarning } from "@neurophys/alf";
import { plainText } from "./output/plain-text.ts";
import { remark, type Terminal } from "./terminal.ts";

/** How many warnings of a kind a command shows. */
const SHOWN_OF_A_KIND = 1;
/** Each of these names another word of the command line. */
const ALL_SHOWN: ReadonlySet<string> = new Set(["alyx/unsupported-field"]);
const shown = new WeakMap<Terminal, Map<string, number>>();

/** Show a warning without mixing it with the result: the first of each kind, as one question may raise dozens. */
export function showWarning(terminal: Terminal, warning: DataWarning): void {
  const counts = shown.get(terminal) ?? new Map<string, number>();
  shown.set(terminal, counts);
  const count = (counts.get(warning.code) ?? 0) + 1;
  counts.set(warning.code, count);
  if (count <= SHOWN_OF_A_KIND || ALL_SHOWN.has(warning.code))
    remark(terminal, `one: ${plainText(oneLine(warning.message))}`);
}

/** Lists of messages with a line for each item, in one line. */
function oneLine(message: string): string {
  return message
    .replace(/:\s*\n\s*/g, ": ")
    .replace(/\s*\n\t\s*/g, ", ")
    .replace(/\.?\s*\n\s*/g, ". ")
    .replace(/\t+/g, " ");
}

/** Say how many warnings were not shown. */
export function countWarnings(terminal: Terminal): void {
  for (const [code, count] of shown.get(terminal) ?? []) {
    if (ALL_SHOWN.has(code) || count <= SHOWN_OF_A_KIND) continue;
    const more = count - SHOWN_OF_A_KIND;
    remark(terminal, `one: ${more} more warning${more === 1 ? "" : "s"} of that kind [${code}]`);
  }
}
