/** A value that can stand in a REST query. `undefined` fields are left out. */
export type QueryValue = null | boolean | number | string | readonly QueryValue[];

/** Characters that Python's `repr` writes as escapes: controls, separators other than a space, unassigned. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escapeCharacter(character: string, quote: string): string {
  if (character === "\\" || character === quote) return `\\${character}`;
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  if (!UNPRINTABLE.test(character)) return character;
  const hex = (character.codePointAt(0) as number).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

function textLiteral(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + Array.from(text, (character) => escapeCharacter(character, quote)).join("") + quote;
}

/**
 * A value as Python's `str()` writes it: text as it is, `None`, `True`, `False`, lists as `['a', 'b']`.
 *
 * The database evaluates such texts in its `django` filters, and names of cached answers depend on them.
 *
 * @see Source: `str` of Python. Numbers are written as JavaScript does, which agrees for integers below 10²¹ and for
 *   fractions down to 10⁻⁴.
 */
export function pythonText(value: QueryValue): string {
  if (typeof value === "string") return value;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  return `[${value.map(pythonLiteral).join(", ")}]`;
}

/** A value as Python's `repr()` writes it: like {@link pythonText}, with text in quotes. */
export function pythonLiteral(value: QueryValue): string {
  return typeof value === "string" ? textLiteral(value) : pythonText(value);
}

/** A Python tuple literal: `('a', 'b')`, and `('a',)` for one value. */
export function pythonTuple(values: readonly QueryValue[]): string {
  const inside = values.map(pythonLiteral).join(", ");
  return values.length === 1 ? `(${inside},)` : `(${inside})`;
}
