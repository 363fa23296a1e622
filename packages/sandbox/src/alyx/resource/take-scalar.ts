import { type ScalarField } from "../model/model.ts";
import { isMoment } from "../query/bind-value.ts";
import { isTooDeep } from "./json-depth.ts";
import { pythonTypeName } from "./python-type.ts";
import { type Written } from "./resource.ts";

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const TRUE = new Set<unknown>([
  true,
  "true",
  "True",
  "TRUE",
  "t",
  "T",
  "1",
  1,
  "y",
  "Y",
  "yes",
  "Yes",
  "YES",
  "on",
  "On",
  "ON",
]);
const FALSE = new Set<unknown>([
  false,
  "false",
  "False",
  "FALSE",
  "f",
  "F",
  "0",
  0,
  "n",
  "N",
  "no",
  "No",
  "NO",
  "off",
  "Off",
  "OFF",
]);
const TIME_MESSAGE =
  "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";
const DATE_MESSAGE = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";

type Taken = { readonly value: unknown } | { readonly error: string };

function takeText(value: unknown, field: ScalarField): Taken {
  if (typeof value !== "string" && typeof value !== "number") return { error: "Not a valid string." };
  const text = String(value).trim();
  if (text === "" && field.optional !== true && field.nullable !== true)
    return { error: "This field may not be blank." };
  if (field.maxLength !== undefined && [...text].length > field.maxLength) {
    return { error: `Ensure this field has no more than ${field.maxLength} characters.` };
  }
  if (text.includes("\0")) return { error: "Null characters are not allowed." };
  if (field.pattern !== undefined && text !== "" && !field.pattern[0].test(text)) return { error: field.pattern[1] };
  if (field.choices !== undefined && text !== "" && !field.choices.some(([choice]) => choice === text)) {
    return { error: `"${text}" is not a valid choice.` };
  }
  // An empty text of a field that may be missing is a missing one, so that only real names are unique.
  return { value: text === "" && field.nullable === true && field.optional !== true ? null : text };
}

function takeNumber(value: unknown, { kind, minimum }: ScalarField): Taken {
  const isWhole = kind === "integer";
  const error = isWhole ? "A valid integer is required." : "A valid number is required.";
  if (typeof value === "boolean" || (typeof value !== "number" && typeof value !== "string")) return { error };
  const text = String(value)
    .trim()
    .replace(isWhole ? /\.0*$/ : /$^/, "");
  const number = Number(text);
  if (text === "" || !Number.isFinite(number) || (isWhole && !Number.isSafeInteger(number))) return { error };
  if (minimum !== undefined && number < minimum) {
    return { error: `Ensure this value is greater than or equal to ${minimum}.` };
  }
  return { value: number };
}

/** A moment in the server's zone, UTC, from ISO 8601 with or without an offset; keeps microseconds. */
export function takeMoment(value: unknown): Taken {
  const [, local, fraction = "", offset = ""] =
    /^(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?)(\.\d{1,6})?\d*(Z|[+-]\d{2}(?::?\d{2})?)?$/.exec(
      String(value),
    ) ?? [];
  if (typeof value !== "string" || local === undefined || !isMoment(local)) return { error: TIME_MESSAGE };
  if (!/\d:\d/.test(local)) {
    return { error: "Expected a datetime but got a date." };
  }
  const seconds = local.replace(" ", "T") + (local.length === 16 ? ":00" : "");
  const shift =
    offset === "" || offset === "Z" ? "Z" : `${offset.slice(0, 3)}:${offset.slice(3).replace(":", "") || "00"}`;
  const utc = new Date(`${seconds}${shift}`);
  if (Number.isNaN(utc.getTime())) return { error: TIME_MESSAGE };
  return { value: `${utc.toISOString().slice(0, 19)}${fraction}` };
}

function takeDay(value: unknown): Taken {
  const isDay = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && isMoment(value);
  return isDay ? { value } : { error: DATE_MESSAGE };
}

/** A structured value; out of a form it comes as text. */
function takeJson(value: unknown, isForm: boolean): Taken {
  if (!isForm) return { value: value === null ? null : JSON.stringify(value) };
  try {
    const parsed: unknown = JSON.parse(String(value));
    if (isTooDeep(parsed)) return { error: "Value must be valid JSON." };
    return { value: parsed === null ? null : JSON.stringify(parsed) };
  } catch {
    return { error: "Value must be valid JSON." };
  }
}

function takeKind(value: unknown, field: ScalarField, isForm: boolean): Taken {
  switch (field.kind) {
    case "text":
      return takeText(value, field);
    case "uuid":
      return typeof value === "string" && UUID.test(value) ? { value } : { error: "Must be a valid UUID." };
    case "integer":
    case "number":
      return takeNumber(value, field);
    case "boolean":
      if (TRUE.has(value)) return { value: true };
      return FALSE.has(value) ? { value: false } : { error: "Must be a valid boolean." };
    case "datetime":
      return takeMoment(value);
    case "date":
      return takeDay(value);
    case "json":
      return takeJson(value, isForm);
  }
}

/** A value of a column out of a body: checked, and as the database wants it. */
export function takeScalar(value: unknown, field: ScalarField, isForm: boolean): Written {
  const { kind, column, nullable, optional } = field;
  const isMissing = value === null || (isForm && value === "" && kind !== "text" && kind !== "json");
  if (isMissing && kind !== "json") {
    if (nullable !== true) return { errors: ["This field may not be null."] };
    // A text that may be left out altogether is empty in the table, never missing.
    return { columns: { [column]: kind === "text" && optional === true ? "" : null } };
  }
  const taken = takeKind(value, field, isForm);
  return "error" in taken ? { errors: [taken.error] } : { columns: { [column]: taken.value } };
}

/** What is said of a value that should have been a list. */
export const notAList = (value: unknown): string => `Expected a list of items but got type "${pythonTypeName(value)}".`;
