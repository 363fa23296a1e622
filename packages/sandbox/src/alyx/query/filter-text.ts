import { failAs } from "../rest/refusal.ts";
import { NotLiteralError, type PythonValue, parsePythonLiteral } from "./python-literal.ts";

/** One condition: a path of names with its comparison, and a value. */
export interface FilterPair {
  /** E.g. `["session", "subject", "nickname", "icontains"]`. */
  readonly path: readonly string[];
  readonly value: PythonValue;
  /** True for what must not match. */
  readonly isExcluded: boolean;
}

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "(": ")" };

/** Split at commas that are not inside brackets. */
export function splitOutsideBrackets(text: string): string[] {
  const parts = [""];
  let closing = "";
  for (const character of text) {
    if (character === "," && closing === "") {
      parts.push("");
      continue;
    }
    closing = CLOSING[character] ?? (character === closing ? "" : closing);
    parts[parts.length - 1] += character;
  }
  return parts;
}

function parseValue(text: string): PythonValue {
  if (text === "None") return null;
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true";
  if (/^\d+$/.test(text.replace(".", ""))) return { number: Number(text), isFloat: true };
  if (!/^[([].*[)\]]$/s.test(text)) return text;
  try {
    return parsePythonLiteral(text);
  } catch (cause) {
    if (!(cause instanceof NotLiteralError)) throw cause;
    throw failAs(cause.word === undefined ? "invalid syntax (<string>, line 1)" : cause.message, { cause });
  }
}

/**
 * The conditions of a `django` filter: fields and values by turns, separated by commas.
 *
 * @param prefix put before every field, e.g. `json__`.
 * @throws Refusal with the server's own words on an odd count, a field given twice or a value that is no literal.
 * @see Source: `_custom_filter_parser` in Alyx, `alyx/base.py`; values in brackets are read, never evaluated.
 */
export function parseFilterText(text: string, prefix = ""): FilterPair[] {
  const parts = splitOutsideBrackets(text);
  if (parts.length % 2 !== 0) throw failAs("list index out of range");
  const seen = new Set<string>();
  return Array.from({ length: parts.length / 2 }, (_, index) => {
    const field = prefix + (parts[2 * index] ?? "");
    if (seen.has(field)) throw failAs(`Duplicated fields in "${text}"`);
    seen.add(field);
    const isExcluded = field.startsWith("~");
    return { path: field.replace(/^~/, "").split("__"), value: parseValue(parts[2 * index + 1] ?? ""), isExcluded };
  });
}
