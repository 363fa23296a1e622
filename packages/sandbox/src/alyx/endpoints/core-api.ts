import { type JsonValue } from "@neurophys/alf";
import { type Resource, type ResourceAction } from "../resource/resource.ts";
import { listParameters, METHODS } from "./open-api.ts";

type Json = { readonly [name: string]: JsonValue };

/** The same for clients that know CoreAPI only: actions by endpoint, with their fields. */
export function describeForCoreApi(resources: readonly Resource[], origin: string): Json {
  const link = (resource: Resource, action: ResourceAction): Json => {
    const onRecord = action !== "list" && action !== "create";
    const writes = action === "create" || action === "update" || action === "partial_update";
    const fields = action === "create" ? resource[resource.createdAs] : resource.detail;
    const field = (name: string, location: string, required: boolean): Json => ({
      name,
      required,
      location,
      schema: { _type: "string", title: "", description: "" },
    });
    return {
      _type: "link",
      url: `/${resource.path}${onRecord ? `/{${resource.lookup}}` : ""}`,
      action: METHODS[action],
      encoding: writes ? "application/json" : "",
      fields: [
        ...(onRecord ? [field(resource.lookup, "path", true)] : []),
        ...(action === "list" ? listParameters(resource).map((name) => field(name, "query", false)) : []),
        ...(writes
          ? Object.entries(fields).flatMap(([name, { write }]) =>
              write === undefined ? [] : [field(name, "form", write.isRequired)],
            )
          : []),
      ],
    };
  };
  const endpoints = [...resources]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((resource) => [
      resource.path,
      Object.fromEntries(resource.actions.map((action) => [action, link(resource, action)])),
    ]);
  return {
    _type: "document",
    _meta: { url: `${origin}/docs/`, title: "Alyx REST API documentation" },
    ...Object.fromEntries(endpoints),
  };
}
