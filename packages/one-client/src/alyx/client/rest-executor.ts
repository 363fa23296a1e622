import { type DataWarning, type JsonValue, type OnWarning } from "@neurophys/alf";
import { type RestParams } from "../alyx-rest.ts";
import { AlyxArgumentTypeError, AlyxInvalidRecordError } from "../errors.ts";
import { type AlyxConnection, type RestCallOptions } from "./alyx-connection.ts";
import { NOTE_EXTRAS } from "./create-note.ts";
import { AlyxIncompleteRequestError } from "./errors.ts";
import { formBody, jsonBody, type RestData, type RestFiles } from "./multipart.ts";
import { listPage, PagedList } from "./paged-list.ts";
import { type CheckedCall, checkCall, unsupportedData } from "./rest-call.ts";
import { fieldNames } from "./rest-schema.ts";
import { type SchemaSource } from "./schema-source.ts";

/** How a call by endpoint and action is made, beside its parameters. */
export interface RestOptions extends RestCallOptions {
  /** Record to send, for `create`, `update` and `partial_update`. */
  readonly data?: RestData | undefined;
  /** Files that go with it, by the field they are for. */
  readonly files?: RestFiles | undefined;
}

/** What {@link RestExecutor} is made of. */
export interface RestExecutorParts {
  readonly baseUrl: string;
  readonly connection: AlyxConnection;
  readonly schema: SchemaSource;
  readonly onWarning: OnWarning | undefined;
}

const METHODS = { create: "POST", update: "PUT", partial_update: "PATCH", delete: "DELETE" } as const;

/** Does what is asked by endpoint and action. */
export class RestExecutor {
  readonly #parts: RestExecutorParts;

  constructor(parts: RestExecutorParts) {
    this.#parts = parts;
  }

  /** As {@link AlyxClient.rest}. */
  async rest(endpoint: string, action: string, params: RestParams, options: RestOptions): Promise<JsonValue> {
    const call = await this.#check(endpoint, { action, params, options });
    if (call.action === "read")
      return await this.#parts.connection.get({ ...options, query: call.query, url: call.url });
    if (call.action !== "list") return await this.#write(call, METHODS[call.action], options);
    const list = await this.#list(call, options, (record) => record);
    return list instanceof PagedList ? [...(await list.toArray())] : list;
  }

  /** As {@link AlyxClient.listPages}, with records checked. */
  async pages<T>(
    endpoint: string,
    { params, options }: { readonly params: RestParams; readonly options: RestCallOptions },
    parse: (record: JsonValue) => T,
  ): Promise<PagedList<T>> {
    const call = await this.#check(endpoint, { action: "list", params, options });
    const list = await this.#list(call, options, parse);
    if (list instanceof PagedList) return list;
    throw new AlyxInvalidRecordError(call.endpoint, list, "a list of records");
  }

  /** Send data to a path, unchecked. */
  async send(
    method: "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    { data, files, signal }: Omit<RestOptions, "noCache" | "expiresMs">,
  ): Promise<JsonValue> {
    const query = this.#parts.connection.relative(path);
    const body = files === undefined && data === undefined ? undefined : requestBody(data ?? {}, files);
    return await this.#parts.connection.write({ method, query, body, signal });
  }

  async #check(
    endpoint: string,
    {
      action,
      params,
      options,
    }: { readonly action: string; readonly params: RestParams; readonly options: RestOptions },
  ): Promise<CheckedCall> {
    const schema = await this.#parts.schema.get(options.signal);
    const call = checkCall(schema, endpoint, { action, params });
    this.#warn(call.warnings);
    return call;
  }

  async #list<T>(
    call: CheckedCall,
    options: RestCallOptions,
    parse: (record: JsonValue) => T,
  ): Promise<PagedList<T> | JsonValue> {
    const { baseUrl, connection, onWarning } = this.#parts;
    const { noCache, expiresMs, signal } = options;
    const get = (query: string): Promise<JsonValue> =>
      connection.get({ query, url: connection.relative(query), noCache, expiresMs, signal });
    const answer = await get(call.query);
    const page = listPage(answer);
    if (page === undefined && !Array.isArray(answer)) return answer;
    const path = call.query.replace(/\?.*/s, "");
    // Behind a proxy the database may not know its own address: such a link is made anew.
    const link = page?.next?.startsWith(`${baseUrl}${path}?`) ? page.next : undefined;
    const first = page ?? (answer as readonly JsonValue[]);
    return new PagedList({ query: call.query, link, first, get, parse, onWarning });
  }

  async #write(
    call: CheckedCall,
    method: (typeof METHODS)[keyof typeof METHODS],
    options: RestOptions,
  ): Promise<JsonValue> {
    const { data, files, signal } = options;
    const { query, url, endpoint, action } = call;
    if (action === "delete") return await this.#parts.connection.write({ method, query, url, signal });
    const isEmpty = data === undefined || Object.keys(data).length === 0;
    if (isEmpty && files === undefined) {
      const names = fieldNames(call.info);
      const expected = names.length === 0 ? "a record" : `a record with some of ${names.join(", ")}`;
      throw new AlyxIncompleteRequestError({ endpoint, action, missing: "data" }, expected);
    }
    this.#warn(unsupportedData(call, data ?? {}, endpoint === "notes" ? NOTE_EXTRAS : []));
    const body = requestBody(data ?? {}, files);
    return await this.#parts.connection.write({ method, query, url, body, signal });
  }

  #warn(warnings: readonly DataWarning[]): void {
    for (const warning of warnings) this.#parts.onWarning?.(warning);
  }
}

function requestBody(data: RestData, files: RestFiles | undefined): string | FormData {
  if (files === undefined) return jsonBody(data);
  if (isRecordData(data)) return formBody(data, files);
  throw new AlyxArgumentTypeError("data", data, "one record, where files go with it");
}

function isRecordData(data: RestData): data is Exclude<RestData, readonly unknown[]> {
  return !Array.isArray(data);
}
