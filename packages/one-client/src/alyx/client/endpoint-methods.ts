import { type JsonValue } from "@neurophys/alf";
import { type RestParams, type RestRecord } from "../alyx-rest.ts";
import { AlyxInvalidRecordError } from "../errors.ts";
import { type QueryValue } from "../python-text.ts";
import { isRecord } from "../record-field.ts";
import { type RestCallOptions } from "./alyx-connection.ts";
import { ENDPOINTS, type EndpointActionSets } from "./endpoint-table.ts";
import { type RestFiles } from "./multipart.ts";
import { type PagedList } from "./paged-list.ts";
import { type RestOptions } from "./rest-executor.ts";

/** Kinds of fields, with the types of their values. */
export interface EndpointFieldKinds {
  /** Text. */
  readonly text: string;
  /** A number. */
  readonly number: number;
  /** Yes or no. */
  readonly flag: boolean;
  /** A list of texts. */
  readonly texts: readonly string[];
  /** A list of records. */
  readonly records: readonly RestRecord[];
  /** Anything. */
  readonly json: JsonValue;
}

/** What is known of every endpoint whose records have types. */
export type EndpointTable = typeof ENDPOINTS;
type Kind = keyof EndpointFieldKinds;
/** The words of a text, as a union. */
export type Words<S> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S extends "" ? never : S;
/** Names of the fields of a kind. */
export type EndpointFieldNames<E extends EndpointName, K extends keyof EndpointFieldKinds> = EndpointTable[E] extends {
  readonly [key in K]: infer Names;
}
  ? Words<Names>
  : never;
/** The fields of a kind. Any may be null or absent. */
export type EndpointFields<E extends EndpointName, K extends keyof EndpointFieldKinds> = {
  readonly [N in EndpointFieldNames<E, K> & string]?: EndpointFieldKinds[K] | null;
};

/** Endpoints whose records have types. */
export type EndpointName = keyof EndpointTable;

/** A record of an endpoint. Any field may be null or absent; of those that are there the kind was checked. */
export type EndpointRecord<E extends EndpointName> = EndpointFields<E, "text"> &
  EndpointFields<E, "number"> &
  EndpointFields<E, "flag"> &
  EndpointFields<E, "texts"> &
  EndpointFields<E, "records"> &
  EndpointFields<E, "json"> & { readonly [other: string]: JsonValue | undefined };

/** What the records of a list must match. */
export type EndpointFilters<E extends EndpointName> = {
  readonly [N in Words<EndpointTable[E]["filters"]> | "id" | "django" | "limit" | "offset"]?: QueryValue | undefined;
};

/** Data of a record to send; `undefined` fields are left out. */
export type RecordData = Readonly<Record<string, JsonValue | undefined>>;

/** A record to send, with files. */
export interface RecordOptions extends Omit<RestCallOptions, "noCache" | "expiresMs"> {
  /** Files by the field they are for. */
  readonly files?: RestFiles | undefined;
}

/** All that can be done at an endpoint. */
export interface AllEndpointMethods<E extends EndpointName> {
  /** The records that match, asked for as they are wanted. */
  list(filters?: EndpointFilters<E>, options?: RestCallOptions): Promise<PagedList<EndpointRecord<E>>>;
  /** The record of an id or name, or of an address that ends with it. */
  read(id: string, options?: RestCallOptions): Promise<EndpointRecord<E>>;
  /** Make a record. @returns It, as the database has it. */
  create(data: RecordData, options?: RecordOptions): Promise<EndpointRecord<E>>;
  /** Replace a record. @returns It, as the database has it. */
  update(id: string, data: RecordData, options?: RecordOptions): Promise<EndpointRecord<E>>;
  /** Replace some fields of a record. @returns It, as the database has it. */
  partialUpdate(id: string, data: RecordData, options?: RecordOptions): Promise<EndpointRecord<E>>;
  /** Remove a record. */
  delete(id: string, options?: Pick<RestCallOptions, "signal">): Promise<void>;
}

/** What can be done at an endpoint, and only that. */
export type EndpointMethods<E extends EndpointName> = Pick<
  AllEndpointMethods<E>,
  EndpointActionSets[EndpointTable[E]["actions"]]
>;

/** What the methods of an endpoint are made of. */
export interface EndpointRest {
  /** The records that match, page by page. */
  pages<T>(
    endpoint: string,
    request: { readonly params: RestParams; readonly options: RestCallOptions },
    parse: (record: JsonValue) => T,
  ): Promise<PagedList<T>>;
  /** Everything else, by action. */
  rest(endpoint: string, action: string, params: RestParams, options: RestOptions): Promise<JsonValue>;
}

const KINDS: readonly Kind[] = ["text", "number", "flag", "texts", "records"];

const CHECKS: { readonly [K in keyof EndpointFieldKinds]: (value: JsonValue) => boolean } = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  flag: (value) => typeof value === "boolean",
  texts: (value) => Array.isArray(value) && value.every((item: JsonValue) => typeof item === "string"),
  records: (value) => Array.isArray(value) && value.every((item: JsonValue) => isRecord(item)),
  json: () => true,
};

const EXPECTED: { readonly [K in keyof EndpointFieldKinds]: string } = {
  text: "text",
  number: "a number",
  flag: "true or false",
  texts: "a list of texts",
  records: "a list of records",
  json: "JSON",
};

/** Names of fields by kind, joined with spaces. */
function fieldWords(endpoint: EndpointName): { readonly actions: string } & Readonly<Partial<Record<Kind, string>>> {
  return ENDPOINTS[endpoint];
}

/**
 * A record of an endpoint, checked.
 *
 * @throws {@link AlyxInvalidRecordError} if it is no record, or a field is of another kind.
 */
export function endpointRecord<E extends EndpointName>(endpoint: E, value: JsonValue): EndpointRecord<E> {
  if (!isRecord(value)) throw new AlyxInvalidRecordError(endpoint, value, "a record");
  const words = fieldWords(endpoint);
  for (const kind of KINDS) {
    for (const name of words[kind]?.split(" ") ?? []) {
      const field = value[name];
      const isRight = field === undefined || field === null || CHECKS[kind](field);
      if (!isRight) throw new AlyxInvalidRecordError(`${endpoint}.${name}`, field, EXPECTED[kind]);
    }
  }
  return value as EndpointRecord<E>;
}

/** The methods of one endpoint, with the types of its records. */
export function endpointMethods<E extends EndpointName>(rest: EndpointRest, endpoint: E): EndpointMethods<E> {
  const record = (value: JsonValue): EndpointRecord<E> => endpointRecord(endpoint, value);
  const all: AllEndpointMethods<E> = {
    async list(filters = {}, options = {}) {
      const given = Object.entries<QueryValue | undefined>(filters);
      const wanted = given.filter((entry): entry is [string, QueryValue] => entry[1] !== undefined);
      return await rest.pages(endpoint, { params: Object.fromEntries(wanted), options }, record);
    },
    read: async (id, options = {}) => record(await rest.rest(endpoint, "read", { id }, options)),
    create: async (data, options = {}) => record(await rest.rest(endpoint, "create", {}, { ...options, data })),
    update: async (id, data, options = {}) => record(await rest.rest(endpoint, "update", { id }, { ...options, data })),
    partialUpdate: async (id, data, options = {}) =>
      record(await rest.rest(endpoint, "partial_update", { id }, { ...options, data })),
    delete: async (id, options = {}) => void (await rest.rest(endpoint, "delete", { id }, options)),
  };
  return all as EndpointMethods<E>;
}
