import { print, type Terminal } from "../terminal.ts";
import { plainText } from "./plain-text.ts";

/** Print facts as aligned lines, a name and its value each; facts without value are left out. */
export function printFields(terminal: Terminal, fields: readonly (readonly [name: string, value: string])[]): void {
  const shown = fields.filter(([, value]) => value !== "");
  const width = shown.reduce((widest, [name]) => Math.max(widest, name.length), 0);
  for (const [name, value] of shown) print(terminal, `${name.padEnd(width)}  ${plainText(value)}`);
}
