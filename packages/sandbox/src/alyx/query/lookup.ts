import { sql } from "kysely";
import { type ScalarKind } from "../model/model.ts";
import { failAs } from "../rest/refusal.ts";
import { bindValue } from "./bind-value.ts";
import { type PythonValue, pythonText } from "./python-literal.ts";
import { cast, type Sql } from "./sql-row.ts";

/** What is compared: an expression, what it holds, and the name of the field for messages. */
export interface Operand {
  readonly expression: Sql;
  readonly kind: ScalarKind;
  readonly field: string;
}

/** Percent and underscore as themselves. */
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

const asText = ({ expression, kind }: Operand): Sql =>
  kind === "text" ? expression : kind === "json" ? sql`(${expression} #>> '{}')` : sql`(${expression})::text`;

type Comparison = (operand: Operand, value: PythonValue) => Sql;

const like =
  (before: string, after: string, ignoresCase: boolean): Comparison =>
  (operand, value) => {
    const pattern = cast(`${before}${escapeLike(pythonText(value))}${after}`, "text");
    const text = asText(operand);
    return ignoresCase ? sql`upper(${text}) like upper(${pattern})` : sql`${text} like ${pattern}`;
  };

const ordered =
  (operator: "<" | "<=" | ">" | ">="): Comparison =>
  ({ expression, kind, field }, value) =>
    sql`${expression} ${sql.raw(operator)} ${bindValue(value, kind, field)}`;

/** Items of a list, a tuple or the letters of a text, as Python would go through them. */
function itemsOf(value: PythonValue): readonly PythonValue[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [...value];
  throw failAs(
    `'${typeof value === "boolean" ? "bool" : value === null ? "NoneType" : "float"}' object is not iterable`,
  );
}

const isMissing = ({ expression }: Operand, wanted: boolean): Sql =>
  wanted ? sql`${expression} is null` : sql`${expression} is not null`;

const exact: Comparison = (operand, value) => {
  if (value === null) return isMissing(operand, true);
  return sql`${operand.expression} = ${bindValue(value, operand.kind, operand.field)}`;
};

/** Comparisons by the word that stands at the end of a path. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  exact,
  iexact: (operand, value) => {
    if (value === null) return isMissing(operand, true);
    return sql`upper(${asText(operand)}) = upper(${cast(pythonText(value), "text")})`;
  },
  contains: (operand, value) =>
    operand.kind === "json"
      ? sql`${operand.expression} @> ${bindValue(value, "json", operand.field)}`
      : like("%", "%", false)(operand, value),
  icontains: like("%", "%", true),
  startswith: like("", "%", false),
  istartswith: like("", "%", true),
  endswith: like("%", "", false),
  iendswith: like("%", "", true),
  regex: (operand, value) => sql`${asText(operand)} ~ ${cast(pythonText(value), "text")}`,
  iregex: (operand, value) => sql`${asText(operand)} ~* ${cast(pythonText(value), "text")}`,
  gt: ordered(">"),
  gte: ordered(">="),
  lt: ordered("<"),
  lte: ordered("<="),
  in: ({ expression, kind, field }, value) => {
    const items = itemsOf(value).filter((item) => item !== null);
    if (items.length === 0) return sql`false`;
    return sql`${expression} in (${sql.join(items.map((item) => bindValue(item, kind, field)))})`;
  },
  range: ({ expression, kind, field }, value) => {
    const [low, high] = itemsOf(value);
    if (low === undefined || high === undefined) throw failAs("not enough values to unpack (expected 2, got 1)");
    return sql`${expression} between ${bindValue(low, kind, field)} and ${bindValue(high, kind, field)}`;
  },
  isnull: (operand, value) => {
    const truth = typeof value === "object" && value !== null && "number" in value ? value.number !== 0 : value;
    if (typeof truth !== "boolean") throw failAs("The QuerySet value for an isnull lookup must be True or False.");
    return isMissing(operand, truth);
  },
};

/** True for a word that compares. */
export const isComparison = (word: string): boolean => Object.hasOwn(COMPARISONS, word);

/** Words that any structured value can be asked about; everything else in a path is a key of it. */
export const compare = (operand: Operand, word: string, value: PythonValue): Sql => {
  const comparison = COMPARISONS[word];
  if (comparison === undefined) throw new TypeError(`No comparison named ${word}`);
  return comparison(operand, value);
};

const PARTS: Readonly<Record<string, string>> = {
  year: "year",
  month: "month",
  day: "day",
  hour: "hour",
  minute: "minute",
  second: "second",
  week: "week",
  iso_year: "isoyear",
  quarter: "quarter",
  iso_week_day: "isodow",
};

/** Part of a moment that a word names, e.g. its `date` or `year`; `undefined` for a word that names none. */
export function partOf({ expression, kind, field }: Operand, word: string): Operand | undefined {
  if (kind !== "datetime" && kind !== "date") return undefined;
  if (word === "date" && kind === "datetime") return { expression: sql`(${expression})::date`, kind: "date", field };
  if (!Object.hasOwn(PARTS, word)) return undefined;
  return { expression: sql`extract(${sql.raw(PARTS[word] ?? "")} from ${expression})`, kind: "integer", field };
}
