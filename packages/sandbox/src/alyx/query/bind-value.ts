import { isUuidString } from "@neurophys/alf";
import { sql } from "kysely";
import { type ScalarKind } from "../model/model.ts";
import { failAs } from "../rest/refusal.ts";
import { type PythonValue, pythonText } from "./python-literal.ts";
import { cast, type Sql } from "./sql-row.ts";

const ISO_TIME = /^\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/;
const ISO_DAY = /^\d{4}-\d{1,2}-\d{1,2}$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** True for a text that is a moment or a day that exists. */
export function isMoment(text: string): boolean {
  if (!ISO_TIME.test(text)) return false;
  const [, year = "", month = "", day = ""] = /^(\d+)-(\d+)-(\d+)/.exec(text) ?? [];
  const utc = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const time = /[T ](\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text) ?? ["", "0", "0", "0"];
  const isDay = utc.getUTCMonth() === Number(month) - 1 && utc.getUTCDate() === Number(day);
  return isDay && Number(time[1]) < 24 && Number(time[2]) < 60 && Number(time[3] ?? "0") < 60;
}

/** Django says what a value should have been in the words of the list of one message. */
const invalid = (message: string): Error => failAs(`['${message}']`);

function bindNumber(value: PythonValue, { field, type }: { field: string; type: string }): Sql {
  const text = typeof value === "boolean" ? String(Number(value)) : pythonText(value);
  if (text.trim() === "" || !Number.isFinite(Number(text))) {
    throw failAs(`Field '${field}' expected a number but got '${text}'.`);
  }
  // A count that is compared with 1.5 must not be rounded; but only a whole number can be found by an index.
  const wholeType = Number.isSafeInteger(Number(text)) ? "bigint" : "numeric";
  return type === "numeric"
    ? cast(wholeType === "bigint" ? Number(text) : text.trim(), wholeType)
    : cast(text.trim(), type);
}

/** Binds a value as the type of the column it is compared with. */
export function bindValue(value: PythonValue, kind: ScalarKind, field: string): Sql {
  const text = pythonText(value);
  switch (kind) {
    case "text":
      return cast(text, "text");
    case "uuid":
      if (!UUID.test(text) && !isUuidString(text)) throw invalid(`“${text}” is not a valid UUID.`);
      return cast(text, "uuid");
    case "integer":
      return bindNumber(value, { field, type: "numeric" });
    case "number":
      return bindNumber(value, { field, type: "double precision" });
    case "boolean":
      if (typeof value === "boolean") return cast(value, "boolean");
      if (/^(?:1|1\.0|t|true)$/i.test(text)) return cast(true, "boolean");
      if (/^(?:0|0\.0|f|false)$/i.test(text)) return cast(false, "boolean");
      throw invalid(`“${text}” value must be either True or False.`);
    case "datetime":
      if (!isMoment(text)) {
        throw invalid(
          `“${text}” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.`,
        );
      }
      return cast(text, "timestamp");
    case "date":
      if (!ISO_DAY.test(text) || !isMoment(text)) {
        throw invalid(`“${text}” value has an invalid date format. It must be in YYYY-MM-DD format.`);
      }
      return cast(text, "date");
    case "json":
      return sql`${jsonText(value)}::text::jsonb`;
  }
}

/** A value as JSON text. */
function jsonText(value: PythonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if ("number" in value) return JSON.stringify(value.number);
  return `[${value.map(jsonText).join(",")}]`;
}
