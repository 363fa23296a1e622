import { sql } from "kysely";
import { type ScalarField } from "../model/model.ts";
import { fieldOf, modelNamed } from "../model/models.ts";
import { filterConditions, type ModelRow, pathCondition } from "../query/condition.ts";
import { parseFilterText } from "../query/filter-text.ts";
import { allOf, columnOf, type Sql } from "../query/sql-row.ts";
import { failAs, refuseFields } from "../rest/refusal.ts";
import { type ListFilter } from "./resource.ts";
import { takeMoment } from "./take-scalar.ts";

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const YES_NO: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  "1": true,
  false: false,
  False: false,
  "0": false,
};

/** The filter over any field, and over fields of related records. */
export const djangoFilter: ListFilter = (row, value) => allOf(filterConditions(row, parseFilterText(value)));

/** A filter of texts on a path, e.g. `session__subject__nickname`, compared as `exact`, `iexact` or `icontains`. */
export const textFilter =
  (path: string, comparison = "exact"): ListFilter =>
  (row, value) =>
    pathCondition(row, [...path.split("__"), comparison], value);

/** A filter by the day of a moment. */
export const dayFilter =
  (path: string, comparison = "exact"): ListFilter =>
  (row, value) =>
    pathCondition(row, [...path.split("__"), "date", comparison], value.slice(0, 10));

/** A filter by id. */
export const idFilter =
  (path: string, name: string): ListFilter =>
  (row, value) => {
    if (!UUID.test(value)) throw refuseFields({ [name]: ["Enter a valid UUID."] });
    return pathCondition(row, path.split("__"), value);
  };

/** A filter of numbers. */
export const numberFilter =
  (path: string, name: string): ListFilter =>
  (row, value) => {
    if (value.trim() === "" || !Number.isFinite(Number(value))) throw refuseFields({ [name]: ["Enter a number."] });
    return pathCondition(row, path.split("__"), value.trim());
  };

/** A filter of yes and no; anything else counts as not given. */
export const yesNoFilter =
  (make: (row: ModelRow, wanted: boolean) => Sql): ListFilter =>
  (row, value) => {
    const wanted = Object.hasOwn(YES_NO, value) ? YES_NO[value] : undefined;
    return wanted === undefined ? undefined : make(row, wanted);
  };

/** A filter by a word that stands for a number, in any case. */
export const wordFilter =
  (name: string): ListFilter =>
  (row, value) => {
    const { choices = [] } = fieldOf(row.model, name) as ScalarField;
    const choice = choices.find(([, label]) => label.toLowerCase() === value.toLowerCase().trim());
    // The missing space is in the original's message.
    if (choice === undefined)
      throw failAs(`Invalid${name}, choices are: ${choices.map(([, label]) => label).join(", ")}`);
    return pathCondition(row, [name], String(choice[0]));
  };

/** A filter on keys of a structured value: `key,value` pairs. */
export const jsonFilter =
  (name: string): ListFilter =>
  (row, value) =>
    allOf(filterConditions(row, parseFilterText(value, `${name}__`)));

/** A filter by two days, both included: `2024-01-01,2024-01-31`. */
export const dateRangeFilter =
  (name: string): ListFilter =>
  (row, value) => {
    const [first, last] = value.split(",");
    if (first === undefined || last === undefined) throw failAs("list index out of range");
    return allOf([pathCondition(row, [name, "date", "gte"], first), pathCondition(row, [name, "date", "lte"], last)]);
  };

/** A filter by users: all of the names must be there. */
export const usersFilter: ListFilter = (row, value) =>
  allOf(value.split(",").map((username) => pathCondition(row, ["users", "username"], username)));

async function exactReference(row: ModelRow, name: string, value: string): Promise<Sql> {
  const field = fieldOf(row.model, name);
  if (field.kind !== "one" && field.kind !== "many" && field.kind !== "reverse")
    throw new TypeError(`${name} is no relation`);
  const key = fieldOf(modelNamed(field.to), "id");
  const isId = key.kind === "integer" ? /^\d{1,9}$/.test(value) : UUID.test(value);
  if (!isId) {
    const known = key.kind === "integer" || field.kind !== "one";
    const message = known
      ? `“${value}” is not a valid value.`
      : "Select a valid choice. That choice is not one of the available choices.";
    throw refuseFields({ [name]: [message] });
  }
  return pathCondition(row, [name], value);
}

/** The filter that a model's own field has: equal to the value, which must fit. */
export function exactFilter(model: string, name: string): ListFilter {
  const field = fieldOf(modelNamed(model), name);
  switch (field.kind) {
    case "one":
    case "many":
    case "reverse":
      return async (row, value) => await exactReference(row, name, value);
    case "uuid":
      return idFilter(name, name);
    case "integer":
    case "number":
      return field.choices === undefined ? numberFilter(name, name) : choiceFilter(name, field);
    case "boolean":
      return yesNoFilter((row, wanted) => sql`${columnOf(row.row, field.column)} = ${wanted}`);
    case "datetime":
      return (row, value) => {
        const taken = takeMoment(value.length === 10 ? `${value}T00:00` : value);
        if ("error" in taken) throw refuseFields({ [name]: ["Enter a valid date/time."] });
        return pathCondition(row, [name], String(taken.value));
      };
    case "date":
      return (row, value) => {
        if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw refuseFields({ [name]: ["Enter a valid date."] });
        return pathCondition(row, [name], value);
      };
    case "json":
      return (row, value) => pathCondition(row, [name], value);
    case "text":
      return textFilter(name);
  }
}

function choiceFilter(name: string, field: ScalarField): ListFilter {
  return (row, value) => {
    if (!(field.choices ?? []).some(([choice]) => String(choice) === value)) {
      throw refuseFields({ [name]: [`Select a valid choice. ${value} is not one of the available choices.`] });
    }
    return pathCondition(row, [name], value);
  };
}

/** The filters that fields of a model have by themselves. */
export function exactFilters(model: string, names: readonly string[]): Record<string, ListFilter> {
  return Object.fromEntries(names.map((name) => [name, exactFilter(model, name)]));
}
