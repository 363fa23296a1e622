import { fixtureLines } from "./fixture-lines.ts";

const LINES = fixtureLines("p5_alyxclient_reference.txt");
const pythonList = (text: string): string[] => JSON.parse(text.replaceAll("'", '"')) as string[];
const METHODS: Readonly<Record<string, string>> = {
  create: "post",
  delete: "delete",
  list: "get",
  partial_update: "patch",
  read: "get",
  update: "put",
};

/** Actions of every endpoint, as the original listed them. */
export const RECORDED_ACTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  LINES.flatMap((line): [string, string[]][] => {
    const [, endpoint, list] = /^([a-z][a-z.-]*) (\['.*\])$/.exec(line) ?? [];
    return endpoint === undefined || list === undefined ? [] : [[endpoint, pythonList(list)]];
  }),
);

/** Names of fields of some actions, as the original listed them. */
export const RECORDED_FIELDS: readonly (readonly [endpoint: string, action: string, names: readonly string[]])[] =
  LINES.flatMap((line): [string, string, string[]][] => {
    const [, endpoint, action, list] = /^fields (\S+) (\S+) (\[.*\])$/.exec(line) ?? [];
    return endpoint === undefined || action === undefined || list === undefined
      ? []
      : [[endpoint, action, pythonList(list)]];
  });

/** An OpenAPI description of a database with the endpoints, actions and fields that were recorded. */
export function openApiOf(): { readonly paths: object; readonly components: object } {
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Record<string, object> = {};
  for (const [endpoint, actions] of RECORDED_ACTIONS) {
    for (const action of actions) {
      const isSingle = !["list", "create"].includes(action);
      const path = isSingle ? `/${endpoint}/{${endpoint === "labs" ? "name" : "id"}}` : `/${endpoint}`;
      const names = RECORDED_FIELDS.find(([e, a]) => e === endpoint && a === action)?.[2] ?? [];
      paths[path] ??= {};
      if (action === "list") {
        const parameters = names.map((name) => ({ in: "query", name, schema: { type: "string" } }));
        paths[path]["get"] = { parameters };
      } else {
        const schema = { $ref: `#/components/schemas/${endpoint}-${action}` };
        paths[path][METHODS[action] ?? ""] = {
          ...(isSingle ? { parameters: [{ in: "path", name: "id", required: true }] } : {}),
          ...(action === "create" ? { requestBody: { content: { "application/json": { schema } } } } : {}),
        };
        schemas[`${endpoint}-${action}`] = {
          properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
        };
      }
    }
  }
  return { paths, components: { schemas } };
}
