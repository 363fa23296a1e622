import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "./alyx-rest.ts";
import { AlyxInvalidRecordError } from "./errors.ts";

/** True for a JSON object. */
export function isRecord(value: JsonValue | undefined): value is RestRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The records of a list answer. @throws {@link AlyxInvalidRecordError} if it is no list of objects. */
export function listOf(answer: JsonValue, what: string): readonly RestRecord[] {
  if (!Array.isArray(answer)) throw new AlyxInvalidRecordError(what, answer, "a list of records");
  return answer.map((item: JsonValue, i) => {
    if (isRecord(item)) return item;
    throw new AlyxInvalidRecordError(`${what}[${i}]`, item, "a record");
  });
}

/** A field that must be text. @throws {@link AlyxInvalidRecordError} otherwise. */
export function textField(record: RestRecord, name: string, what: string): string {
  const value = record[name];
  if (typeof value === "string") return value;
  throw new AlyxInvalidRecordError(`${what}.${name}`, value, "text");
}

/** A field that may be text; `undefined` if it is null or not there. */
export function optionalText(record: RestRecord, name: string): string | undefined {
  const value = record[name];
  return typeof value === "string" ? value : undefined;
}

const UUID_AT_END = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The id of a record: its `id` field, else the end of its `url`.
 *
 * @throws {@link AlyxInvalidRecordError} if neither holds a UUID.
 */
export function recordId(record: RestRecord, what: string): string {
  const source = optionalText(record, "id") || optionalText(record, "url");
  const id = source === undefined ? undefined : uuidAtEnd(source);
  if (id !== undefined) return id;
  throw new AlyxInvalidRecordError(`${what}.id`, record["id"] ?? record["url"], "a UUID, or a URL that ends with one");
}

/** The UUID that a text (an id, a URL) ends with, in lower case; `undefined` if there is none. */
export function uuidAtEnd(text: string): string | undefined {
  return UUID_AT_END.exec(text)?.[0].toLowerCase();
}
