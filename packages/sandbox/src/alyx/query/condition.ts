import { sql } from "kysely";
import {
  type ManyField,
  type Model,
  type ModelField,
  type OneField,
  type ReverseField,
  type ScalarField,
} from "../model/model.ts";
import { fieldOf, modelNamed } from "../model/models.ts";
import { failAs } from "../rest/refusal.ts";
import { type FilterPair } from "./filter-text.ts";
import { compare, isComparison, type Operand, partOf } from "./lookup.ts";
import { type PythonValue } from "./python-literal.ts";
import { allOf, columnOf, fromTable, type RowNames, type Sql } from "./sql-row.ts";

/** A row that conditions are put to. */
export interface ModelRow {
  readonly model: Model;
  /** Its name in the statement. */
  readonly row: string;
  readonly names: RowNames;
}

/** Names that a path can go on with, as the server lists them. */
function choicesOf(model: Model): string {
  const names = Object.entries(model.fields).flatMap(([name, field]) =>
    field.kind === "one" && field.column !== name ? [name, field.column] : [name],
  );
  const generic = model.fields["content_type"] !== undefined ? ["content_object"] : [];
  return [...names, ...generic].sort().join(", ");
}

/** The field of a name; every object has a `constructor`, which is none. */
const ownField = (model: Model, name: string): ModelField | undefined =>
  Object.hasOwn(model.fields, name) ? model.fields[name] : undefined;

/** Reads the field that a path begins with: `pk`, a name, or the column of a reference. */
function firstField(model: Model, word: string): { name: string; field: ModelField } {
  if (word === "pk") return { name: "id", field: fieldOf(model, "id") };
  const field = ownField(model, word);
  if (field !== undefined) return { name: word, field };
  const reference = Object.entries(model.fields).find(([, other]) => other.kind === "one" && other.column === word);
  if (reference !== undefined) return { name: reference[0], field: reference[1] };
  throw failAs(`Cannot resolve keyword '${word}' into field. Choices are: ${choicesOf(model)}`);
}

/** Condition on a column, with the rest of its path: keys of a structured value, parts of a moment, a comparison. */
function scalarCondition(operand: Operand, rest: readonly string[], value: PythonValue): Sql {
  if (operand.kind === "json") return jsonCondition(operand, rest, value);
  const [word = "exact", ...more] = rest;
  const part = partOf(operand, word);
  if (part !== undefined) return scalarCondition(part, more, value);
  if (!isComparison(word) || more.length > 0) {
    const wrong = isComparison(word) ? (more[0] ?? "") : word;
    throw failAs(
      `Unsupported lookup '${wrong}' for ${operand.kind} field '${operand.field}' or join on the field not permitted.`,
    );
  }
  return compare(operand, word, value);
}

function jsonCondition(operand: Operand, rest: readonly string[], value: PythonValue): Sql {
  const last = rest.at(-1);
  const word = last !== undefined && isComparison(last) ? last : "exact";
  const keys = word === last ? rest.slice(0, -1) : rest;
  if (keys.length === 0) return compare(operand, word, value);
  const place = sql`(${operand.expression} #> ${sql`cast(array[${sql.join([...keys])}] as text[])`})`;
  const inner: Operand = { ...operand, expression: place };
  // A key that holds null is there: only `isnull` asks whether the key is.
  if (value === null && word === "exact") return sql`${place} = 'null'::jsonb`;
  // Text comparisons of Django look at the text of a value, numbers and lists included.
  return compare(inner, word, value);
}

/** The rows at the other end of a relation, as `from … where …`. */
function relatedRows(
  parent: ModelRow,
  field: OneField | ManyField | ReverseField,
): { inner: ModelRow; source: Sql; on: Sql } {
  const { row, names } = parent;
  const inner: ModelRow = { model: modelNamed(field.to), row: names.nextRelated(), names };
  const target = fromTable(inner.model.table, inner.row);
  if (field.kind === "one") {
    return { inner, source: target, on: sql`${columnOf(inner.row, "id")} = ${columnOf(row, field.column)}` };
  }
  if (field.kind === "reverse") {
    return { inner, source: target, on: sql`${columnOf(inner.row, field.column)} = ${columnOf(row, "id")}` };
  }
  const pair = names.next();
  const source = sql`${fromTable(field.through, pair)} join ${target}
    on ${columnOf(inner.row, "id")} = ${columnOf(pair, field.far)}`;
  return { inner, source, on: sql`${columnOf(pair, field.near)} = ${columnOf(row, "id")}` };
}

/** Condition on a relation itself: which record it is, or whether there is one. */
function relationCondition(
  parent: ModelRow,
  { name, field }: { name: string; field: Exclude<ModelField, ScalarField> },
  rest: { path: readonly string[]; value: PythonValue },
): Sql {
  const [word = "exact"] = rest.path;
  if (!isComparison(word)) throw failAs(`Related Field got invalid lookup: ${word}`);
  const key = fieldOf(modelNamed(field.to), "id");
  const kind = key.kind === "integer" ? "integer" : "uuid";
  if (field.kind === "one") {
    return compare({ expression: columnOf(parent.row, field.column), kind, field: name }, word, rest.value);
  }
  const { inner, source, on } = relatedRows(parent, field);
  if (word === "isnull" || rest.value === null) {
    const none = sql`not exists (select 1 from ${source} where ${on})`;
    return rest.value === false ? sql`not ${none}` : none;
  }
  const is = compare({ expression: columnOf(inner.row, "id"), kind, field: name }, word, rest.value);
  return sql`exists (select 1 from ${source} where ${allOf([on, is])})`;
}

/** True where a path asks that something is missing: then a missing record on the way counts as well. */
const asksForMissing = (path: readonly string[], value: PythonValue): boolean =>
  path.at(-1) === "isnull" ? value === true : value === null;

/**
 * The condition that a path and a value put to a row.
 *
 * A relation becomes `exists`, so that a record that matches in two ways is found once.
 *
 * @throws Refusal with the server's own words if the path names no field or the value does not fit.
 */
export function pathCondition(parent: ModelRow, path: readonly string[], value: PythonValue): Sql {
  const [word = "", ...rest] = path;
  const { name, field } = firstField(parent.model, word);
  if (field.kind !== "one" && field.kind !== "many" && field.kind !== "reverse") {
    return scalarCondition(
      { expression: columnOf(parent.row, field.column), kind: field.kind, field: name },
      rest,
      value,
    );
  }
  const [next] = rest;
  const target = modelNamed(field.to);
  const goesOn = next !== undefined && (next === "pk" || ownField(target, next) !== undefined || !isComparison(next));
  if (!goesOn) return relationCondition(parent, { name, field }, { path: rest, value });
  const { inner, source, on } = relatedRows(parent, field);
  if (field.kind === "one" && asksForMissing(rest, value)) {
    const present = pathCondition(
      inner,
      [...rest.slice(0, rest.at(-1) === "isnull" ? -1 : undefined), "isnull"],
      false,
    );
    return sql`not exists (select 1 from ${source} where ${allOf([on, present])})`;
  }
  return sql`exists (select 1 from ${source} where ${allOf([on, pathCondition(inner, rest, value)])})`;
}

/** The conditions of a `django` filter on a row. */
export function filterConditions(row: ModelRow, pairs: readonly FilterPair[]): Sql[] {
  return pairs.map(({ path, value, isExcluded }) => {
    const condition = pathCondition(row, path, value);
    // What cannot be compared because it is missing does not match, so it is not excluded.
    return isExcluded ? sql`not coalesce(${condition}, false)` : condition;
  });
}
