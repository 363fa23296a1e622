import { type JsonValue } from "@neurophys/alf";
import { type RecordFields, type Resource, type ResourceAction } from "../resource/resource.ts";

type Json = { readonly [name: string]: JsonValue };

/** An endpoint that is not one of records. */
interface OtherEndpoint {
  readonly path: string;
  readonly method: "get" | "post";
  readonly status: number;
}

/** Endpoints besides those of records, as the schema lists them. */
const OTHER_ENDPOINTS: readonly OtherEndpoint[] = [
  { path: "/api/schema", method: "get", status: 200 },
  { path: "/auth-token", method: "post", status: 200 },
  { path: "/cache.zip", method: "get", status: 200 },
  { path: "/cache/info/", method: "get", status: 200 },
  { path: "/check-protected", method: "get", status: 200 },
  { path: "/docs/", method: "get", status: 200 },
  { path: "/new-download", method: "post", status: 201 },
  { path: "/register-file", method: "post", status: 201 },
  { path: "/uploaded/{img_url}", method: "get", status: 200 },
];

/** Method of each action. */
export const METHODS: Readonly<Record<ResourceAction, string>> = {
  list: "get",
  create: "post",
  read: "get",
  update: "put",
  partial_update: "patch",
  delete: "delete",
};

const parameter = (name: string, place: "query" | "path"): Json => ({
  in: place,
  name,
  schema: { type: name === "limit" || name === "offset" ? "integer" : "string" },
  ...(place === "path" ? { required: true } : {}),
});

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const content = (schema: Json): Json => ({ content: { "application/json": { schema } } });

/** Names of a resource's records in lists, alone, and when only some fields are sent. */
const schemaNames = ({ schemaName, list, detail }: Resource): { list: string; detail: string; patched: string } => ({
  list: list === detail ? schemaName : `${schemaName}List`,
  detail: schemaName,
  patched: `Patched${schemaName}`,
});

/** The parameters of a list: its filters and the page. */
export const listParameters = ({ filters }: Resource): readonly string[] =>
  [...Object.keys(filters), "limit", "offset"].sort();

function operation(resource: Resource, action: ResourceAction): Json {
  const names = schemaNames(resource);
  const onRecord = action !== "list" && action !== "create";
  const parameters = [
    ...(action === "list" ? listParameters(resource).map((name) => parameter(name, "query")) : []),
    ...(onRecord ? [parameter(resource.lookup, "path")] : []),
  ];
  const created = resource.createdAs === "list" ? names.list : names.detail;
  const body = { create: created, update: names.detail, partial_update: names.patched, list: "", read: "", delete: "" }[
    action
  ];
  const page: Json = {
    type: "object",
    properties: {
      count: { type: "integer" },
      next: { type: "string", nullable: true, format: "uri" },
      previous: { type: "string", nullable: true, format: "uri" },
      results: { type: "array", items: reference(names.list) },
    },
  };
  const answers: Json =
    action === "list"
      ? { "200": { ...content(page), description: "" } }
      : action === "delete"
        ? { "204": { description: "No response body" } }
        : {
            [action === "create" ? "201" : "200"]: {
              ...content(reference(action === "create" ? created : names.detail)),
              description: "",
            },
          };
  return {
    operationId: `${resource.path.replaceAll("-", "_")}_${action}`,
    ...(parameters.length === 0 ? {} : { parameters }),
    tags: [resource.path],
    ...(body === "" ? {} : { requestBody: content(reference(body)) }),
    security: [{ tokenAuth: [] }],
    responses: answers,
  };
}

function pathsOf(resource: Resource): Json {
  const paths: Record<string, Record<string, JsonValue>> = {};
  for (const action of resource.actions) {
    const onRecord = action !== "list" && action !== "create";
    const path = `/${resource.path}${onRecord ? `/{${resource.lookup}}` : ""}`;
    paths[path] = { ...paths[path], [METHODS[action]]: operation(resource, action) };
  }
  return paths;
}

function recordSchema(fields: RecordFields, isPatched: boolean): Json {
  const required = Object.entries(fields).flatMap(([name, { write, schema }]) =>
    write?.isRequired === true || schema["readOnly"] === true ? [name] : [],
  );
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
    ...(isPatched || required.length === 0 ? {} : { required }),
  };
}

/** Makes the description of the server, in OpenAPI 3.0, of the endpoints that it has. */
export function describeServer(resources: readonly Resource[]): Json {
  const schemas: Record<string, JsonValue> = {};
  for (const resource of resources) {
    const names = schemaNames(resource);
    schemas[names.list] = recordSchema(resource.list, false);
    schemas[names.detail] = recordSchema(resource.detail, false);
    if (resource.actions.includes("partial_update")) schemas[names.patched] = recordSchema(resource.detail, true);
  }
  const others = OTHER_ENDPOINTS.map(({ path, method, status }) => [
    path,
    {
      [method]: {
        operationId: path.replace(/\W+/g, "_").replace(/^_|_$/g, ""),
        ...(path.includes("{") ? { parameters: [parameter("img_url", "path")] } : {}),
        ...(path === "/check-protected"
          ? { parameters: ["limit", "offset"].map((name) => parameter(name, "query")) }
          : {}),
        responses: { [String(status)]: { description: "" } },
      },
    },
  ]);
  const paths = Object.assign({}, Object.fromEntries(others), ...resources.map(pathsOf)) as Record<string, JsonValue>;
  const sorted = Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    openapi: "3.0.3",
    info: { title: "", version: "0.0.0" },
    paths: Object.fromEntries(sorted),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        tokenAuth: {
          type: "apiKey",
          in: "header",
          name: "Authorization",
          description: 'Token-based authentication with required prefix "Token"',
        },
      },
    },
  };
}
