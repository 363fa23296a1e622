import { type JsonValue, type OnWarning } from "@neurophys/alf";
import { type RestRecord } from "../alyx-rest.ts";
import { AlyxInvalidRecordError } from "../errors.ts";
import { isRecord } from "../record-field.ts";

/** A field of a record that holds any JSON. */
export interface JsonFieldPlace {
  /** Endpoint of the record, e.g. `"sessions"`. */
  readonly endpoint: string;
  /** The record's id or name. */
  readonly id: string;
  /** Name of the field. Default `"json"`. */
  readonly field?: string | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** What is done to records here. */
export interface JsonFieldRest {
  read(
    endpoint: string,
    id: string,
    options: { readonly noCache: true; readonly signal?: AbortSignal | undefined },
  ): Promise<RestRecord>;
  partialUpdate(
    endpoint: string,
    id: string,
    data: Readonly<Record<string, JsonValue>>,
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<RestRecord>;
}

/** A field's content must be an object to be changed in part. */
function objectOf(place: JsonFieldPlace, value: JsonValue): RestRecord {
  if (isRecord(value)) return value;
  throw new AlyxInvalidRecordError(`${place.endpoint}.${place.field ?? "json"}`, value, "an object or null");
}

async function readField(
  rest: JsonFieldRest,
  { endpoint, id, field = "json", signal }: JsonFieldPlace,
): Promise<JsonValue> {
  // What is read is written back: an answer that was kept would undo others' changes.
  const record = await rest.read(endpoint, id, { noCache: true, signal });
  const value = record[field];
  if (value === undefined) throw new AlyxInvalidRecordError(`${endpoint}.${field}`, value, "a field of the record");
  return value;
}

/** Put a value in the place of what a field holds. @returns What the field holds then. */
export async function writeJsonField(
  rest: JsonFieldRest,
  { endpoint, id, field = "json", signal }: JsonFieldPlace,
  data: JsonValue,
): Promise<JsonValue> {
  const record = await rest.partialUpdate(endpoint, id, { [field]: data }, { signal });
  return record[field] ?? null;
}

/** Put some keys into a field, beside those that it has. @returns What the field holds then. */
export async function updateJsonField(
  rest: JsonFieldRest,
  place: JsonFieldPlace,
  data: Readonly<Record<string, JsonValue>>,
): Promise<JsonValue> {
  const current = await readField(rest, place);
  const old = current === null ? {} : objectOf(place, current);
  return await writeJsonField(rest, place, { ...old, ...data });
}

/**
 * Take a key out of a field.
 *
 * @returns What the field holds then. Without that key, what it holds anyway, and a warning.
 */
export async function removeJsonFieldKey(
  rest: JsonFieldRest,
  place: JsonFieldPlace,
  { key, onWarning }: { readonly key: string; readonly onWarning: OnWarning | undefined },
): Promise<JsonValue> {
  const current = await readField(rest, place);
  if (current === null) return null;
  const { [key]: removed, ...kept } = objectOf(place, current);
  if (removed !== undefined && removed !== null) return await writeJsonField(rest, place, kept);
  const message = `${key}: Key not found in endpoint ${place.endpoint} field ${place.field ?? "json"}`;
  onWarning?.({ code: "alyx/json-key-not-found", category: "UserWarning", message });
  return current;
}
