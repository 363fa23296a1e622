import { type JsonValue } from "@neurophys/alf";
import { type ModelField } from "../model/model.ts";

type Schema = Readonly<Record<string, JsonValue>>;

const BY_KIND: Readonly<Record<string, Schema>> = {
  text: { type: "string" },
  uuid: { type: "string", format: "uuid" },
  integer: { type: "integer" },
  number: { type: "number", format: "double" },
  boolean: { type: "boolean" },
  datetime: { type: "string", format: "date-time" },
  date: { type: "string", format: "date" },
  json: {},
};

/** Description of a field by its column. */
export function schemaOfField(field: ModelField): Schema {
  if (field.kind === "many" || field.kind === "reverse") return { type: "array", items: { type: "string" } };
  const { kind, nullable, maxLength, minimum } = field;
  return {
    ...(kind === "one" ? { type: "string" } : BY_KIND[kind]),
    ...(nullable === true ? { nullable } : {}),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(minimum === undefined ? {} : { minimum }),
  };
}
