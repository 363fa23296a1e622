import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "../alyx-rest.ts";
import { AlyxArgumentTypeError } from "../errors.ts";
import { pythonText } from "../python-text.ts";

/** A file that goes with a record. */
export interface RestFile {
  /** Name that the database gets to see. */
  readonly name: string;
  /** Its bytes. */
  readonly data: Blob | Uint8Array<ArrayBuffer>;
  /** Media type, e.g. `"image/png"`. */
  readonly type?: string | undefined;
}

/** Files by the field they are for. */
export type RestFiles = Readonly<Record<string, RestFile | undefined>>;

/** Data of a record; `undefined` fields are left out. */
export type RestData = Readonly<Record<string, JsonValue | undefined>> | readonly RestRecord[];

/**
 * JSON of a record.
 *
 * @throws {@link AlyxArgumentTypeError} for a number that JSON has no word for.
 */
export function jsonBody(data: RestData): string {
  return JSON.stringify(data, (name, value: unknown) => {
    const isUnwritable = typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value));
    if (isUnwritable)
      throw new AlyxArgumentTypeError(`data field ${name}`, String(value), "a value that JSON can hold");
    return value;
  });
}

const formText = (value: JsonValue): string => {
  if (typeof value !== "object" || value === null) return pythonText(value as string | number | boolean | null);
  return JSON.stringify(value);
};

/**
 * A record and its files as a form: null fields are left out, lists are repeated fields, objects are JSON.
 *
 * The whole form is in memory, so that it can be sent again.
 *
 * @see Source: what `requests` makes of `data` and `files`; there an object becomes its keys.
 */
export function formBody(data: Readonly<Record<string, JsonValue | undefined>>, files: RestFiles): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? (value as readonly JsonValue[]) : [value])
      form.append(name, formText(item));
  }
  for (const [name, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const { data: content, type } = file;
    const blob = content instanceof Blob ? content : new Blob([content], type === undefined ? {} : { type });
    form.append(name, blob, file.name);
  }
  return form;
}
