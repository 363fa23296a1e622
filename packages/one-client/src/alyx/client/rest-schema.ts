import { type JsonValue } from "@neurophys/alf";

/** What can be done at an endpoint. */
export const REST_ACTIONS = ["create", "delete", "list", "partial_update", "read", "update"] as const;

/** What can be done at an endpoint. */
export type RestAction = (typeof REST_ACTIONS)[number];

/** A parameter of a query, or a field of a record that is sent. */
export interface RestField {
  /** Name as it is sent. */
  readonly name: string;
  /** True if a request without it is refused; `undefined` if the database does not say. */
  readonly required?: boolean | undefined;
  /** Where it goes, e.g. `"query"` or `"path"`; `undefined` for fields of a record. */
  readonly location?: string | undefined;
  /** Its type and meaning, as the database describes them. */
  readonly schema?: JsonValue | undefined;
}

/** One action of an endpoint. */
export interface RestActionInfo {
  /** Path with placeholders, e.g. `"/notes/{id}"`. */
  readonly url: string;
  /** In the order of the description. */
  readonly fields: readonly RestField[];
}

/** What a database says that it can be asked. */
export interface RestSchema {
  /** Which kind of description it was made of. */
  readonly backend: "open_api_v3" | "core_api";
  /** Actions by endpoint; both sorted. */
  readonly endpoints: ReadonlyMap<string, ReadonlyMap<RestAction, RestActionInfo>>;
}

/** Not endpoints of records: parts of the description, login, the description itself. */
const EXCLUDED: ReadonlySet<string> = new Set(["_type", "_meta", "", "auth-token", "api"]);

/** Put what was found in order, without what is no endpoint of records. */
export function sortedEndpoints(
  found: ReadonlyMap<string, ReadonlyMap<RestAction, RestActionInfo>>,
): RestSchema["endpoints"] {
  const byName = <T>([a]: readonly [string, T], [b]: readonly [string, T]): number => (a < b ? -1 : 1);
  const kept = [...found].filter(([endpoint]) => !EXCLUDED.has(endpoint));
  return new Map(kept.sort(byName).map(([endpoint, actions]) => [endpoint, new Map([...actions].sort(byName))]));
}

/** True for a word that is an action. */
export function isRestAction(word: string): word is RestAction {
  return (REST_ACTIONS as readonly string[]).includes(word);
}

/** Name of the list's own parameter, or the path's placeholder: fields that name what a record must match. */
export function fieldNames(info: RestActionInfo | undefined): readonly string[] {
  return (info?.fields ?? []).map(({ name }) => name);
}
