import { ArgumentTypeError, InvalidArgumentError } from "@neurophys/alf";

/**
 * Session numbers from what a caller gives: numbers are cut to whole ones, text may have zeros in front.
 *
 * @param value - One number or text, or several.
 * @throws InvalidArgumentError if a text is no whole number.
 * @throws ArgumentTypeError if a value is neither number nor text.
 * @see Source: `One.search` in ONE, `one/api.py` (`int` on each value).
 */
export function parseSessionNumbers(value: unknown): ReadonlySet<number> {
  return new Set((Array.isArray(value) ? value : [value]).map(parseSessionNumber));
}

function parseSessionNumber(value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return Math.trunc(value);
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  if (typeof value === "number") throw new InvalidArgumentError("number", value, "a finite number");
  if (typeof value !== "string") throw new ArgumentTypeError("number", value, "a number or text of digits");
  if (!/^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) throw new InvalidArgumentError("number", value, "a whole number");
  return Number(value.trim().replaceAll("_", ""));
}
