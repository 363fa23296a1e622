import { sql } from "kysely";
import { type ModelField, type ScalarField } from "../model/model.ts";
import { fieldOf, modelNamed } from "../model/models.ts";
import { type ModelRow } from "../query/condition.ts";
import { columnOf, fromTable, type Sql } from "../query/sql-row.ts";
import { schemaOfField } from "./field-schema.ts";
import { isFormBody } from "./form-body.ts";
import { type FieldWriter, type ReadContext, type RecordField, type RecordFields } from "./resource.ts";
import { takeOne, takeSeveral } from "./take-relation.ts";
import { takeScalar } from "./take-scalar.ts";

/** How a field of a record differs from what its column says. */
export interface FieldOptions {
  readonly readOnly?: boolean | undefined;
  readonly required?: boolean | undefined;
  readonly nullable?: boolean | undefined;
  readonly fallback?: FieldWriter["fallback"];
}

/** A field before its model is known. */
export type RecordFieldDraft = (model: string, name: string) => RecordField;

/** A column as JSON: moments in ISO form. */
function columnJson(row: ModelRow, field: ScalarField): Sql {
  const column = columnOf(row.row, field.column);
  if (field.kind === "datetime") return sql`iso_time(${column})`;
  return field.kind === "date" ? sql`${column}::text` : column;
}

function scalarOf(model: string, name: string): ScalarField {
  const field = fieldOf(modelNamed(model), name);
  if (field.kind === "one" || field.kind === "many" || field.kind === "reverse")
    throw new TypeError(`${name} is a relation`);
  return field;
}

/** A column under its own name. */
export const column =
  (options: FieldOptions = {}): RecordFieldDraft =>
  (model, name) => {
    const found = scalarOf(model, name);
    const field = options.nullable === undefined ? found : { ...found, nullable: options.nullable };
    const isRequired =
      options.required ?? !(field.optional === true || (field.nullable === true && field.optional !== false));
    const isReadOnly = options.readOnly ?? name === "id";
    return {
      read: (row) => columnJson(row, field),
      write: isReadOnly
        ? undefined
        : {
            isRequired,
            fallback: options.fallback,
            take: (value, { body }) => takeScalar(value, field, isFormBody(body)),
          },
      schema: { ...schemaOfField(field), ...(isReadOnly ? { readOnly: true } : {}) },
    };
  };

/** A column whose numbers or letters are served and taken as words. */
export const word =
  (options: FieldOptions = {}): RecordFieldDraft =>
  (model, name) => {
    const field = scalarOf(model, name);
    const choices = field.choices ?? [];
    const labels = choices.map(([, label]) => label).join(", ");
    return {
      read: (row) => {
        const whens = choices.map(([value, label]) => sql`when ${sql.lit(value)} then ${sql.lit(label)}`);
        return sql`case ${columnOf(row.row, field.column)} ${sql.join(whens, sql` `)} end`;
      },
      write: {
        isRequired: options.required ?? field.optional !== true,
        take: (value) => {
          const choice = choices.find(([, label]) => label === value);
          if (choice === undefined) return { errors: [`Invalid ${name}, choices are: ${labels}`] };
          return { columns: { [field.column]: choice[0] } };
        },
      },
      schema: { type: "string" },
    };
  };

/** The far side of a reference, by one of its fields. */
function relatedValue(row: ModelRow, field: Extract<ModelField, { kind: "one" }>, by: string): Sql {
  const target = modelNamed(field.to);
  const other = row.names.next();
  return sql`(select ${columnOf(other, scalarOf(field.to, by).column)} from ${fromTable(target.table, other)}
    where ${columnOf(other, "id")} = ${columnOf(row.row, field.column)})`;
}

/** A reference, served and taken by one field of the other record, e.g. a subject by its `nickname`. */
export const related =
  (by: string, options: FieldOptions = {}): RecordFieldDraft =>
  (model, name) => {
    const field = fieldOf(modelNamed(model), name);
    if (field.kind !== "one") throw new TypeError(`${name} is no reference`);
    const nullable = options.nullable ?? field.nullable === true;
    const isRequired = options.required ?? !(nullable || field.optional === true);
    return {
      read: (row) => (by === "id" ? columnOf(row.row, field.column) : relatedValue(row, field, by)),
      write:
        options.readOnly === true
          ? undefined
          : {
              isRequired,
              fallback: options.fallback,
              take: (value, context) => takeOne(value, { field, by, nullable }, context),
            },
      schema: { type: "string", ...(by === "id" ? { format: "uuid" } : {}), ...(nullable ? { nullable } : {}) },
    };
  };

/** Records of a relation, in their order, as one JSON list of what `value` makes of each. */
export function relatedList(
  row: ModelRow,
  field: Extract<ModelField, { kind: "many" | "reverse" }>,
  value: (inner: ModelRow) => Sql,
  only?: (inner: ModelRow) => Sql,
): Sql {
  const target = modelNamed(field.to);
  const inner: ModelRow = { model: target, row: row.names.next(), names: row.names };
  const order = orderBy(inner);
  const kept = only === undefined ? sql`` : sql` and ${only(inner)}`;
  if (field.kind === "reverse") {
    const kinds = field.contentTypes ?? [];
    const ofKind =
      kinds.length === 0
        ? sql``
        : sql` and ${columnOf(inner.row, "content_type_id")} in
            (select id from content_type where model in (${sql.join([...kinds])}))`;
    return sql`(select coalesce(json_agg(${value(inner)} order by ${order}), '[]') from ${fromTable(target.table, inner.row)}
      where ${columnOf(inner.row, field.column)} = ${columnOf(row.row, "id")}${ofKind}${kept})`;
  }
  const pair = row.names.next();
  return sql`(select coalesce(json_agg(${value(inner)} order by ${order}), '[]') from ${fromTable(field.through, pair)}
    join ${fromTable(target.table, inner.row)} on ${columnOf(inner.row, "id")} = ${columnOf(pair, field.far)}
    where ${columnOf(pair, field.near)} = ${columnOf(row.row, "id")}${kept})`;
}

/** What a model's records are sorted by, each with its direction; the id comes last, so that pages never overlap. */
export function sortKeys({ model, row }: ModelRow): { expression: Sql; direction: Sql }[] {
  const keys = model.order
    .filter((entry) => entry !== "id")
    .map((entry) => {
      const field = fieldOf(model, entry.replace(/^-/, ""));
      if (field.kind === "many" || field.kind === "reverse") throw new TypeError(`Cannot sort by ${entry}`);
      // By code point, as every machine does it.
      const collation = field.kind === "text" ? sql` collate "C"` : sql``;
      const expression = sql`${columnOf(row, field.column)}${collation}`;
      return { expression, direction: entry.startsWith("-") ? sql`desc` : sql`asc` };
    });
  return [...keys, { expression: columnOf(row, "id"), direction: sql`asc` }];
}

/** The order of a model's records. */
export function orderBy(row: ModelRow): Sql {
  return sql.join(sortKeys(row).map(({ expression, direction }) => sql`${expression} ${direction}`));
}

/** References through a table of pairs, served and taken by one field of the other records. */
export const relatedMany =
  (by: string, options: FieldOptions = {}): RecordFieldDraft =>
  (model, name) => {
    const field = fieldOf(modelNamed(model), name);
    if (field.kind !== "many" && field.kind !== "reverse") throw new TypeError(`${name} is no list of references`);
    return {
      read: (row) => relatedList(row, field, (inner) => columnOf(inner.row, scalarOf(field.to, by).column)),
      write:
        options.readOnly === true
          ? undefined
          : {
              isRequired: options.required ?? false,
              isList: true,
              fallback: options.fallback,
              take: (value, context) => takeSeveral(value, { name, to: field.to, by }, context),
            },
      schema: { type: "array", items: { type: "string" }, ...(options.readOnly === true ? { readOnly: true } : {}) },
    };
  };

/** Whole records of a relation, each with its own fields, perhaps only those that a condition holds for; read only. */
export const records =
  (fields: () => RecordFields, only?: (inner: ModelRow) => Sql): RecordFieldDraft =>
  (model, name) => {
    const field = fieldOf(modelNamed(model), name);
    if (field.kind !== "many" && field.kind !== "reverse") throw new TypeError(`${name} is no list of records`);
    return {
      read: (row, context) => relatedList(row, field, (inner) => recordJson(inner, fields(), context), only),
      write: undefined,
      schema: { type: "array", items: { type: "object" }, readOnly: true },
    };
  };

/** One whole record at the other end of a reference, with its own fields; read only. */
export const record =
  (reference: string, fields: () => RecordFields): RecordFieldDraft =>
  (model) => {
    const field = fieldOf(modelNamed(model), reference);
    if (field.kind !== "one") throw new TypeError(`${reference} is no reference`);
    const target = modelNamed(field.to);
    return {
      read: (row, context) => {
        const inner: ModelRow = { model: target, row: row.names.next(), names: row.names };
        return sql`(select ${recordJson(inner, fields(), context)} from ${fromTable(target.table, inner.row)}
          where ${columnOf(inner.row, "id")} = ${columnOf(row.row, field.column)})`;
      },
      write: undefined,
      schema: { type: "object", readOnly: true },
    };
  };

/** A field that SQL makes; read only. */
export const computed =
  (
    read: (row: ModelRow, context: ReadContext) => Sql,
    schema: RecordField["schema"] = { type: "string" },
  ): RecordFieldDraft =>
  () => ({ read, write: undefined, schema: { ...schema, readOnly: true } });

/** The record's own address: `origin/path/lookup`. */
export const ownAddress = (path: string, lookup = "id"): RecordFieldDraft =>
  computed((row, { origin }) => sql`${`${origin}/${path}/`}::text || ${columnOf(row.row, lookup)}`, {
    type: "string",
    format: "uri",
  });

/** A record as one JSON object. */
export function recordJson(row: ModelRow, fields: RecordFields, context: ReadContext): Sql {
  const pairs = Object.entries(fields).flatMap(([name, { read }]) =>
    read === undefined ? [] : [sql.lit(name), read(row, context)],
  );
  return sql`json_build_object(${sql.join(pairs)})`;
}

/** Fields of a model's records, by name. */
export function fieldsOf(model: string, drafts: Readonly<Record<string, RecordFieldDraft>>): RecordFields {
  return Object.fromEntries(Object.entries(drafts).map(([name, draft]) => [name, draft(model, name)]));
}
