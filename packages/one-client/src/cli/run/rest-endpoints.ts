import { type JsonValue } from "@neurophys/alf";
import { type AlyxClient } from "../../alyx/client/alyx-client.ts";
import { endpointActions, endpointOf } from "../../alyx/client/rest-call.ts";
import { REST_ACTIONS, type RestActionInfo, type RestField } from "../../alyx/client/rest-schema.ts";
import { isRecord } from "../../alyx/record-field.ts";
import { formatTable } from "../output/table.ts";
import { print, remark, type Terminal, tableWidth, toJson } from "../terminal.ts";

/** How it is shown. */
interface ShowOptions {
  readonly json: boolean | undefined;
  readonly signal: AbortSignal;
}

/** Show the endpoints of a database, and what can be done there. Returns the exit code. */
export async function showEndpoints(
  terminal: Terminal,
  alyx: AlyxClient,
  { json, signal }: ShowOptions,
): Promise<number> {
  const { endpoints } = await alyx.schema({ signal });
  const entries = [...endpoints].map(([endpoint, actions]) => ({ endpoint, actions: [...actions.keys()] }));
  if (json) {
    print(terminal, toJson(entries));
    return 0;
  }
  const columns = [{ heading: "endpoint", isWhole: true }, { heading: "actions" }];
  const all = REST_ACTIONS.join(", ");
  const rows = entries.map(({ endpoint, actions }) => {
    const names = actions.join(", ");
    return [endpoint, names === all ? "all" : names];
  });
  print(terminal, formatTable(columns, rows, tableWidth(terminal)));
  remark(terminal, `all: ${all}`);
  remark(terminal, `${entries.length} endpoints of ${alyx.baseUrl}; "one rest ENDPOINT" shows more of one`);
  return 0;
}

/** Show what can be done at an endpoint, and with which parameters and fields. Returns the exit code. */
export async function showEndpoint(
  terminal: Terminal,
  alyx: AlyxClient,
  { endpoint, json, signal }: ShowOptions & { readonly endpoint: string },
): Promise<number> {
  const name = endpointOf(endpoint);
  const actions = endpointActions(await alyx.schema({ signal }), name);
  if (json) {
    print(terminal, toJson({ endpoint: name, actions: Object.fromEntries(actions) }));
    return 0;
  }
  for (const [names, { url, fields }] of alike(actions)) {
    print(terminal, `${names.join(", ")}  ${url}`);
    if (fields.length > 0) print(terminal, `${indented(fieldTable(fields, tableWidth(terminal)))}\n`);
    else print(terminal, "  the database names no parameter or field\n");
  }
  return 0;
}

/** Actions that take the same, together. */
function alike(actions: ReadonlyMap<string, RestActionInfo>): readonly (readonly [string[], RestActionInfo])[] {
  const groups = new Map<string, readonly [string[], RestActionInfo]>();
  for (const [name, info] of actions) {
    const key = JSON.stringify(info);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [[name], info]);
    else group[0].push(name);
  }
  return [...groups.values()];
}

const COLUMNS = [
  { heading: "name", isWhole: true },
  { heading: "type" },
  { heading: "needed" },
  { heading: "in" },
  { heading: "meaning" },
];

function fieldTable(fields: readonly RestField[], width: number | undefined): string {
  const rows = fields.map(({ name, required, location, schema }) => [
    name,
    typeOf(schema),
    required && !isReadOnly(schema) ? "yes" : "",
    location ?? "record",
    meaningOf(schema),
  ]);
  return formatTable(COLUMNS, rows, width === undefined ? undefined : width - 2);
}

/** A field that the database fills in itself: nobody has to send it. */
function isReadOnly(schema: JsonValue | undefined): boolean {
  return isRecord(schema) && schema["readOnly"] === true;
}

/** Type of a field: `string`, `string (date-time)`, `array of string`; empty if the database does not say. */
function typeOf(schema: JsonValue | undefined): string {
  if (!isRecord(schema) || typeof schema["type"] !== "string") return "";
  const { type, format, items } = schema;
  const of = type === "array" ? typeOf(items) : "";
  return of === "" ? `${type}${typeof format === "string" ? ` (${format})` : ""}` : `${type} of ${of}`;
}

function meaningOf(schema: JsonValue | undefined): string {
  if (!isRecord(schema)) return "";
  const { description, title, enum: values } = schema;
  const text = typeof description === "string" ? description : typeof title === "string" ? title : "";
  const choices = Array.isArray(values) ? `one of ${values.map(String).join(", ")}` : "";
  return [text.replace(/\s+/g, " ").trim(), choices].filter((part) => part !== "").join("; ");
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
