import { pythonLiteral } from "../python-text.ts";
import { AlyxUnsafeFilterError } from "./errors.ts";

/** A value that one field is compared with. */
export type DjangoScalar = string | number | boolean | null;

/** What fields must be: by Django look-ups, e.g. `"session__isnull"`; a `~` before one turns it round. */
export type DjangoConditions = Readonly<Record<string, DjangoScalar | readonly DjangoScalar[] | undefined>>;

const FIELD = /^~?[A-Za-z_][A-Za-z0-9_]*$/;
/** What the database cuts at, or takes for the begin or end of a list. */
const STRUCTURE = /[,()[\]{}]/;
/** Texts that the database takes for something else: nothing, yes or no, numbers. */
const NOT_TEXT = /^(?:none|true|false|\d*\.?\d*)$/i;
const CONTROL = /\p{Cc}/u;

function scalarText(field: string, value: DjangoScalar): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") {
    if (Number.isFinite(value)) return String(value);
    throw new AlyxUnsafeFilterError(field, String(value), "a finite number");
  }
  const isSafe = !STRUCTURE.test(value) && !CONTROL.test(value) && value.trim() === value;
  if (!isSafe)
    throw new AlyxUnsafeFilterError(field, value, "text without commas, brackets or outer space: compare it here");
  if (value !== "" && NOT_TEXT.test(value)) {
    throw new AlyxUnsafeFilterError(field, value, "text that the database does not take for a number, None or a truth");
  }
  return value;
}

function listText(field: string, values: readonly DjangoScalar[]): string {
  for (const value of values) {
    if (typeof value === "number" && !Number.isFinite(value))
      throw new AlyxUnsafeFilterError(field, String(value), "a finite number");
    // The database looks for the closing bracket first and reads the text after.
    if (typeof value === "string" && (/[()[\]{}]/.test(value) || CONTROL.test(value))) {
      throw new AlyxUnsafeFilterError(field, value, "text without brackets");
    }
  }
  return `[${values.map(pythonLiteral).join(", ")}]`;
}

/**
 * Write a `django` filter out of conditions that must all hold.
 *
 * The database cuts the text at commas and runs what stands in brackets as a program. Only values that reach it as they
 * are meant are written; any other text is better compared here, after a wider question.
 *
 * @returns E.g. `"session__isnull,True,name__in,['a', 'b']"`; empty without conditions.
 * @throws {@link AlyxUnsafeFilterError} for a value, or a name, that would not.
 * @see Source: `BaseFilterSet.django_filter` of Alyx 3.6.1, which this writes for; ONE has no builder.
 * @example `djangoFilter({ "~qc": 50, name__in: ["a", "b"] })`
 */
export function djangoFilter(conditions: DjangoConditions): string {
  const parts: string[] = [];
  for (const [field, value] of Object.entries(conditions)) {
    if (value === undefined) continue;
    if (!FIELD.test(field)) throw new AlyxUnsafeFilterError(field, value, "a Django look-up as its name");
    const isList = Array.isArray(value);
    parts.push(
      field,
      isList ? listText(field, value as readonly DjangoScalar[]) : scalarText(field, value as DjangoScalar),
    );
  }
  return parts.join(",");
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/** Cut at commas outside of brackets, as the database does: it knows neither quotes nor brackets in brackets. */
function cut(text: string): readonly string[] {
  const parts = [""];
  let closing: string | undefined;
  for (const character of text) {
    if (character === "," && closing === undefined) {
      parts.push("");
      continue;
    }
    if (character === closing) closing = undefined;
    else closing ??= CLOSING[character];
    parts[parts.length - 1] += character;
  }
  return parts;
}

/** A literal of Python: a string on one line, a number, a name of a constant. */
const LITERAL = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|None|True|False)`;
const LIST = new RegExp(String.raw`^\s*(?:\[|\()\s*(?:${LITERAL}\s*(?:,\s*${LITERAL}\s*)*,?\s*)?(?:\]|\))\s*$`, "s");

/**
 * Make sure that a `django` filter holds no program: what stands in brackets must be a list of texts, numbers and constants.
 *
 * @param text - A filter as it would be sent.
 * @throws {@link AlyxUnsafeFilterError} for a value that the database would run.
 * @see Source: `BaseFilterSet.django_filter` of Alyx 3.6.1, which hands such values to `eval`.
 */
export function checkDjangoFilter(text: string): void {
  const parts = cut(text);
  for (let i = 1; i < parts.length; i += 2) {
    const value = parts[i]!;
    if (/^\s*[([]/.test(value) && !LIST.test(value)) {
      throw new AlyxUnsafeFilterError(parts[i - 1]!, value, "text, or a list of texts and numbers: see djangoFilter");
    }
  }
}
