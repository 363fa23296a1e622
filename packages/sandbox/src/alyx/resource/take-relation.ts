import { sql } from "kysely";
import { type OneField, type ScalarField } from "../model/model.ts";
import { fieldOf, modelNamed } from "../model/models.ts";
import { fromTable } from "../query/sql-row.ts";
import { isFormBody } from "./form-body.ts";
import { pythonTypeName } from "./python-type.ts";
import { type WriteContext, type Written } from "./resource.ts";
import { notAList, takeScalar } from "./take-scalar.ts";

/** The id of the record that a value names; `undefined` if there is none. */
async function findId(
  to: string,
  by: string,
  { value, context }: { value: unknown; context: WriteContext },
): Promise<string | number | undefined> {
  const model = modelNamed(to);
  const field = fieldOf(model, by) as ScalarField;
  const { rows } = await sql<{ id: string | number }>`
    select row.id from ${fromTable(model.table, "row")}
    where row.${sql.ref(field.column)} = ${value} limit 1`.execute(context.db);
  return rows[0]?.id;
}

/** What is said of a value that names no record: of ids and of names in other words. */
function missing(by: string, value: unknown): string {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return by === "id" ? `Invalid pk "${shown}" - object does not exist.` : `Object with ${by}=${shown} does not exist.`;
}

/** What a reference may be. */
interface Reference {
  readonly to: string;
  readonly by: string;
}

type Found = { readonly id: string | number } | { readonly error: string };

/** The record that a value names, or what is wrong with it. */
export async function findOne(value: unknown, { to, by }: Reference, context: WriteContext): Promise<Found> {
  const field = fieldOf(modelNamed(to), by) as ScalarField;
  if (field.kind === "uuid" || field.kind === "integer") {
    const { errors } = takeScalar(value, { ...field, optional: false }, isFormBody(context.body));
    if (errors !== undefined) {
      return {
        error:
          field.kind === "uuid"
            ? `“${String(value)}” is not a valid UUID.`
            : `Incorrect type. Expected pk value, received ${pythonTypeName(value)}.`,
      };
    }
  } else if (typeof value !== "string" && typeof value !== "number") {
    return { error: "Invalid value." };
  }
  const id = await findId(to, by, { value: field.kind === "text" ? String(value) : value, context });
  return id === undefined ? { error: missing(by, value) } : { id };
}

/** A reference out of a body. */
export async function takeOne(
  value: unknown,
  { field, by, nullable }: { field: OneField; by: string; nullable: boolean },
  context: WriteContext,
): Promise<Written> {
  if (value === null || (value === "" && isFormBody(context.body))) {
    return nullable ? { columns: { [field.column]: null } } : { errors: ["This field may not be null."] };
  }
  const found = await findOne(value, { to: field.to, by }, context);
  return "error" in found ? { errors: [found.error] } : { columns: { [field.column]: found.id } };
}

/** A list of references out of a body. */
export async function takeSeveral(
  value: unknown,
  { name, to, by }: Reference & { name: string },
  context: WriteContext,
): Promise<Written> {
  if (value === null) return { errors: ["This field may not be null."] };
  if (!Array.isArray(value)) return { errors: [notAList(value)] };
  const ids: (string | number)[] = [];
  for (const item of value as unknown[]) {
    const found = await findOne(item, { to, by }, context);
    if ("error" in found) return { errors: [found.error] };
    ids.push(found.id);
  }
  return { links: { [name]: [...new Set(ids)] } };
}
