import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type JsonValue } from "@neurophys/alf";
import { type RestParams } from "../../alyx/alyx-rest.ts";
import { type RestData } from "../../alyx/client/multipart.ts";
import { REST_ACTIONS } from "../../alyx/client/rest-schema.ts";
import { isRecord } from "../../alyx/record-field.ts";
import { readStdin } from "../read-stdin.ts";
import { type Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** What `one rest` is asked, out of its words and options. */
export interface RestRequest {
  /** `undefined` for the list of endpoints. */
  readonly endpoint: string | undefined;
  /** `undefined` for what can be done at the endpoint. */
  readonly action: string | undefined;
  readonly id: string | undefined;
  /** Parameters of a list, or fields of a record. */
  readonly fields: Readonly<Record<string, JsonValue>>;
}

/** What can be done at an endpoint. */
const ACTIONS: ReadonlySet<string> = new Set(REST_ACTIONS);
/** Actions of one record, which is named by a word without `=`. */
const OF_ONE: ReadonlySet<string> = new Set(["read", "update", "partial_update", "delete"]);

/**
 * Sort the words of `one rest`. Without an action, an id means `read` and a parameter means `list`.
 *
 * @throws UsageError for a word that is neither a parameter nor an id.
 */
export function restRequest(
  [endpoint, second, ...others]: readonly (string | undefined)[],
  options: { readonly id?: string | undefined; readonly isList?: boolean | undefined },
): RestRequest {
  const isParameter = second?.includes("=") ?? false;
  const words = [...(isParameter ? [second] : []), ...others].filter((word) => word !== undefined);
  const isList = isParameter || options.isList || endpoint?.includes("?");
  const implied = options.id !== undefined ? "read" : isList ? "list" : undefined;
  const said = second === "partial-update" ? "partial_update" : second;
  const action = said === undefined || isParameter ? (endpoint === undefined ? undefined : implied) : said;
  const bare = words.filter((word) => !word.includes("="));
  const takesId = action !== undefined && OF_ONE.has(action) && options.id === undefined;
  const wrong = takesId ? bare[1] : bare[0];
  if (wrong !== undefined && action !== undefined && !isParameter && !ACTIONS.has(action)) {
    throw new UsageError(`There is no action "${action}" (expected one of ${[...ACTIONS].join(", ")})`);
  }
  if (wrong !== undefined) throw new UsageError(`Cannot use the word "${wrong}" (expected key=value)`);
  const { id, ...fields } = fieldsOf(words.filter((word) => word.includes("=")));
  const named = options.id ?? bare[0];
  const isIdParameter = action !== undefined && OF_ONE.has(action) && named === undefined && id !== undefined;
  if (isIdParameter) return { endpoint, action, id: String(id), fields };
  return { endpoint, action, id: named, fields: id === undefined ? fields : { ...fields, id } };
}

/** Parameters by name: `key=text` or `key:=JSON`; one that is given twice becomes a list. */
function fieldsOf(words: readonly string[]): Record<string, JsonValue> {
  const fields: Record<string, JsonValue> = {};
  for (const word of words) {
    const [, name = "", mark, text = ""] = /^(.*?)(:?=)(.*)$/s.exec(word) ?? [];
    if (name === "") throw new UsageError(`Cannot use the word "${word}" (expected key=value)`);
    const value = mark === ":=" ? parseJson(text, `the value of ${name}`) : text;
    const earlier = Object.hasOwn(fields, name) ? fields[name] : undefined;
    fields[name] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [earlier]), value];
  }
  return fields;
}

/** Parse JSON of the command line. Its text is not repeated in the error: it may be long, or private. */
function parseJson(text: string, what: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new UsageError(`Cannot read ${what} (expected JSON)`);
  }
}

/** Parameters of a list. @throws UsageError for a value that no query can hold. */
export function listParams({ fields, id }: RestRequest): RestParams {
  const params = id === undefined ? fields : { ...fields, id };
  const wrong = Object.keys(params).find((name) => isRecord(params[name]));
  if (wrong !== undefined)
    throw new UsageError(`Cannot ask for ${wrong} with an object (expected a text, number or list)`);
  return params as RestParams;
}

/**
 * The record to send: `--data`, and the fields among the words over it.
 *
 * @returns `undefined` if there is neither.
 * @throws UsageError if it is no JSON, or none that can be a record.
 */
export async function recordToSend(
  terminal: Terminal,
  { fields }: RestRequest,
  { data, signal }: { readonly data: string | undefined; readonly signal: AbortSignal },
): Promise<RestData | undefined> {
  const hasFields = Object.keys(fields).length > 0;
  if (data === undefined) return hasFields ? fields : undefined;
  const what = data === "-" ? "standard input" : data.startsWith("@") ? data.slice(1) : "--data";
  const value = parseJson(await dataText(terminal, data, signal), what);
  if (isRecord(value)) return { ...value, ...fields };
  if (Array.isArray(value) && value.every(isRecord)) {
    if (!hasFields) return value;
    throw new UsageError("Cannot set fields of several records (expected them all in --data)");
  }
  throw new UsageError(`Cannot send what is in ${what} (expected a JSON object, or a list of them)`);
}

async function dataText(terminal: Terminal, data: string, signal: AbortSignal): Promise<string> {
  if (data === "-") return await readStdin(terminal, signal);
  if (!data.startsWith("@")) return data;
  const path = resolve(terminal.cwd, data.slice(1));
  try {
    return await readFile(path, { encoding: "utf8", signal });
  } catch (error) {
    if (signal.aborted || !isNodeError(error)) throw error;
    const reason = error.code === "ENOENT" ? "there is no such file" : (error.code ?? error.message);
    throw new UsageError(`Cannot read ${path} of --data: ${reason}`);
  }
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
