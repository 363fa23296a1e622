import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "../alyx-rest.ts";
import { AlyxInvalidRecordError } from "../errors.ts";
import { isRecord } from "../record-field.ts";
import {
  type RestAction,
  type RestActionInfo,
  type RestField,
  type RestSchema,
  sortedEndpoints,
} from "./rest-schema.ts";

const ACTIONS: Readonly<Record<string, RestAction>> = {
  post: "create",
  put: "update",
  patch: "partial_update",
  delete: "delete",
};

const recordOr = (value: JsonValue | undefined): RestRecord => (isRecord(value) ? value : {});

/** Follow a path of names through objects. */
function dig(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce((found, name) => recordOr(found)[name], value);
}

function parameterField(parameter: RestRecord): RestField {
  const { name, required, in: location, schema } = parameter;
  return {
    name: String(name),
    ...(typeof required === "boolean" ? { required } : {}),
    ...(typeof location === "string" ? { location } : {}),
    ...(schema === undefined ? {} : { schema }),
  };
}

/** Fields of the record that an operation takes as its JSON body. */
function bodyFields(operation: RestRecord, document: RestRecord): readonly RestField[] {
  const reference = dig(operation, "requestBody", "content", "application/json", "schema", "$ref");
  if (typeof reference !== "string") return [];
  const record = recordOr(dig(document, ...reference.replace(/^#\//, "").split("/")));
  const required = Array.isArray(record["required"]) ? record["required"] : [];
  return Object.entries(recordOr(record["properties"])).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    schema,
  }));
}

function actionInfo(url: string, operation: RestRecord, document: RestRecord): RestActionInfo {
  const parameters = Array.isArray(operation["parameters"]) ? operation["parameters"].filter(isRecord) : [];
  return { url, fields: [...parameters.map(parameterField), ...bodyFields(operation, document)] };
}

/**
 * What a database can be asked, out of its OpenAPI 3 description.
 *
 * The endpoint is the first part of a path. GET is `read` where the path has a placeholder, else `list`.
 *
 * @throws {@link AlyxInvalidRecordError} if it has no paths.
 * @see Source: `RestSchemeOpenApi` in ONE, `one/webclient.py`.
 */
export function parseOpenApi(document: JsonValue): RestSchema {
  const paths = dig(document, "paths");
  if (!isRecord(document) || !isRecord(paths)) throw new AlyxInvalidRecordError("schema.paths", paths, "paths");
  const endpoints = new Map<string, Map<RestAction, RestActionInfo>>();
  for (const [path, operations] of Object.entries(paths)) {
    const endpoint = path.split("/")[1] ?? "";
    const actions = endpoints.get(endpoint) ?? new Map<RestAction, RestActionInfo>();
    endpoints.set(endpoint, actions);
    for (const [method, operation] of Object.entries(recordOr(operations))) {
      const action = method === "get" ? (path.includes("{") ? "read" : "list") : ACTIONS[method];
      if (action === undefined || actions.has(action)) continue;
      actions.set(action, actionInfo(path, recordOr(operation), document));
    }
  }
  return { backend: "open_api_v3", endpoints: sortedEndpoints(endpoints) };
}
