import { type DataWarning } from "@neurophys/alf";
import { nearNames } from "../../listing/near-names.ts";
import { type RestParams } from "../alyx-rest.ts";
import { AlyxArgumentTypeError } from "../errors.ts";
import { pythonText, type QueryValue } from "../python-text.ts";
import { updateUrlParams } from "../url-params.ts";
import { checkDjangoFilter } from "./django-filter.ts";
import { AlyxIncompleteRequestError, AlyxUnknownActionError, AlyxUnknownEndpointError } from "./errors.ts";
import { fieldNames, isRestAction, type RestAction, type RestActionInfo, type RestSchema } from "./rest-schema.ts";

/** A call by endpoint and action, checked against the schema. */
export interface CheckedCall {
  /** First part of the path. */
  readonly endpoint: string;
  readonly action: RestAction;
  readonly info: RestActionInfo;
  /** Path and query as Python writes them, which names the kept answer. */
  readonly query: string;
  /** The same, percent-encoded. */
  readonly url: string;
  /** Names in the query that the endpoint does not take. */
  readonly warnings: readonly DataWarning[];
}

/** First part of a path. */
export function endpointOf(path: string): string {
  return /^\/?([^/?]*)/.exec(path)?.[1] ?? "";
}

/**
 * What can be done at an endpoint.
 *
 * @throws {@link AlyxUnknownEndpointError} if there is no such endpoint.
 */
export function endpointActions(schema: RestSchema, endpoint: string): ReadonlyMap<RestAction, RestActionInfo> {
  const actions = schema.endpoints.get(endpoint);
  if (actions !== undefined) return actions;
  const known = [...schema.endpoints.keys()];
  throw new AlyxUnknownEndpointError(endpoint, { near: nearNames(endpoint, known), known });
}

/**
 * One action of an endpoint.
 *
 * @throws {@link AlyxUnknownEndpointError} or {@link AlyxUnknownActionError} if there is no such one.
 */
export function actionInfo(
  schema: RestSchema,
  endpoint: string,
  action: string,
): { readonly action: RestAction; readonly info: RestActionInfo } {
  const actions = endpointActions(schema, endpoint);
  const name = action === "partial-update" ? "partial_update" : action;
  const info = isRestAction(name) ? actions.get(name) : undefined;
  if (isRestAction(name) && info !== undefined) return { action: name, info };
  throw new AlyxUnknownActionError(endpoint, action, [...actions.keys()]);
}

/** Value of a parameter: lists are joined with commas, the rest is as Python writes it. */
function parameterText(value: QueryValue): string {
  return Array.isArray(value) ? value.map((item: QueryValue) => pythonText(item)).join(",") : pythonText(value);
}

/** Parameters of a list: an id goes into the `django` filter, one that is null is left out. */
function listParams({ id, ...params }: RestParams): RestParams {
  const { django, ...others } = params;
  const ids = id === undefined || id === null ? [] : [`pk,${lastPart(id)}`];
  const filters = [...(django === undefined || django === null ? [] : [parameterText(django)]), ...ids];
  if (filters.length === 0) return others;
  return { ...(django === undefined || django === null ? others : params), django: filters.join(",") };
}

/** Ids may come as addresses that end with them. */
function lastPart(id: QueryValue): string {
  return pythonText(id).split("/").at(-1) ?? "";
}

function unsupported(endpoint: string, names: readonly string[], known: readonly string[]): readonly DataWarning[] {
  // An endpoint that describes no parameter at all may take any.
  const unknown = known.length === 0 ? [] : names.filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const near = nearNames(name, known);
    const hint = near.length === 0 ? "" : ` Did you mean ${near.map((field) => `"${field}"`).join(", ")}?`;
    const message = `Unsupported field "${name}" for endpoint "${endpoint}": the database ignores it.${hint}`;
    return { code: "alyx/unsupported-field", category: "UserWarning", message };
  });
}

/**
 * Warnings for fields of a record that an endpoint does not take.
 *
 * @param also - Fields that it takes without saying so.
 */
export function unsupportedData(
  { endpoint, info }: CheckedCall,
  data: object,
  also: readonly string[] = [],
): readonly DataWarning[] {
  const known = fieldNames(info);
  if (Array.isArray(data) || known.length === 0) return [];
  return unsupported(endpoint, Object.keys(data), [...known, ...also]);
}

function listCall(
  path: string,
  params: RestParams,
  known: readonly string[],
): Pick<CheckedCall, "query" | "url" | "warnings"> {
  const wanted = listParams(params);
  if (typeof wanted["django"] === "string") checkDjangoFilter(wanted["django"]);
  const texts = Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, parameterText(value)]));
  const query = Object.keys(texts).length === 0 ? path : updateUrlParams(path, texts);
  return { query, url: query, warnings: unsupported(endpointOf(path), Object.keys(texts), known) };
}

/**
 * Check a call by endpoint and action, and write its path.
 *
 * @param path - Endpoint, e.g. `"sessions"`, which more of the path and a query may follow.
 * @param action - One of the endpoint's; a path with a query is always a list.
 * @param params - For a list what records must match, for other actions `id`, or an address that ends with it.
 * @throws {@link AlyxUnknownEndpointError}, {@link AlyxUnknownActionError} if there is no such one.
 * @throws {@link AlyxIncompleteRequestError} if the action needs an id that is not given.
 * @throws AlyxArgumentTypeError for an id that is no name of a record.
 * @throws AlyxUnsafeFilterError for a filter that the database would run as a program.
 * @see Source: `AlyxClient.rest` in ONE, `one/webclient.py`. There a missing id is a logged warning.
 */
export function checkCall(
  schema: RestSchema,
  path: string,
  { action, params }: { action: string; params: RestParams },
): CheckedCall {
  const relative = path.replace(/^\//, "");
  const endpoint = endpointOf(relative);
  const found = actionInfo(schema, endpoint, relative.includes("?") ? "list" : action);
  if (found.action === "list") {
    return { endpoint, ...found, ...listCall(`/${relative}`, params, fieldNames(found.info)) };
  }
  const warnings: readonly DataWarning[] = [];
  if (found.action === "create") return { endpoint, ...found, query: `/${endpoint}`, url: `/${endpoint}`, warnings };
  const { id } = params;
  if (id === undefined || id === null || id === "") {
    const missing = { endpoint, action: found.action, missing: "id" } as const;
    throw new AlyxIncompleteRequestError(missing, `an ID in the URL: ${found.info.url}`);
  }
  const name = lastPart(id);
  if (/^\.{0,2}$/.test(name)) throw new AlyxArgumentTypeError("id", id, "the id or name of a record");
  const query = `/${endpoint}/${name}`;
  return { endpoint, ...found, query, url: `/${endpoint}/${encodeURIComponent(name)}`, warnings };
}
