const NOTE_FIELDS = "id user date_time content_type object_id text image json";
const ENDPOINTS = ["sessions", "insertions", "subjects", "datasets", "trajectories", "tasks", "notes"];
const FILTERS = ["django", "limit", "offset", "session", "provenance", "probe_insertion"];

/** The OpenAPI description of a database with these endpoints. */
export function schemaDocument(): object {
  const properties = Object.fromEntries(NOTE_FIELDS.split(" ").map((name) => [name, { type: "string" }]));
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Note" } } };
  const parameters = FILTERS.map((name) => ({ in: "query", name, schema: { type: "string" } }));
  const one = { parameters: [{ in: "path", name: "id", required: true }] };
  const paths = ENDPOINTS.flatMap((endpoint): [string, object][] => [
    [`/${endpoint}`, { get: { parameters }, post: { requestBody: { content } } }],
    [`/${endpoint}/{id}`, { get: one, patch: one, put: one, delete: one }],
  ]);
  return { openapi: "3.0.3", paths: Object.fromEntries(paths), components: { schemas: { Note: { properties } } } };
}
