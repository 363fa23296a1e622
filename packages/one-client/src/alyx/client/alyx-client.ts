import { type JsonValue, type OnWarning } from "@neurophys/alf";
import { type AlyxRest, type RestParams, type RestRecord } from "../alyx-rest.ts";
import { AlyxInvalidRecordError } from "../errors.ts";
import { isRecord, listOf } from "../record-field.ts";
import { updateUrlParams } from "../url-params.ts";
import { type RestCallOptions } from "./alyx-connection.ts";
import { type AuthenticateOptions } from "./alyx-login.ts";
import { type AlyxClientOptions, type AlyxClientParts, clientParts } from "./client-parts.ts";
import { type NewNote, noteRequest } from "./create-note.ts";
import { type DownloadAccess } from "./download-access.ts";
import {
  type EndpointMethods,
  type EndpointName,
  type EndpointRecord,
  endpointMethods,
  endpointRecord,
} from "./endpoint-methods.ts";
import { type JsonFieldPlace, removeJsonFieldKey, updateJsonField, writeJsonField } from "./json-fields.ts";
import { type RestData } from "./multipart.ts";
import { type PagedList } from "./paged-list.ts";
import { actionInfo, endpointActions } from "./rest-call.ts";
import { RestExecutor, type RestOptions } from "./rest-executor.ts";
import { fieldNames, type RestAction, type RestField, type RestSchema } from "./rest-schema.ts";
import { SchemaSource } from "./schema-source.ts";

/** A change of a record. */
export type WriteOptions = Pick<RestOptions, "files" | "signal">;

/**
 * A client of an Alyx database: logs in when it must, checks what is asked against what the database says it can be
 * asked, and keeps answers for a while.
 *
 * Made by `createAlyxClient`, in Node by `openAlyxClient`.
 *
 * @see Source: `AlyxClient` in ONE, `one/webclient.py`.
 */
export class AlyxClient implements AlyxRest {
  /** Address of the database, without slash at the end. */
  readonly baseUrl: string;
  /** What a download of files needs to know. */
  readonly downloads: DownloadAccess;
  readonly #parts: AlyxClientParts;
  readonly #onWarning: OnWarning | undefined;
  readonly #schema: SchemaSource;
  readonly #executor: RestExecutor;

  /** As `createAlyxClient`. */
  constructor(options: AlyxClientOptions) {
    const { onWarning } = options;
    const parts = clientParts(options);
    this.baseUrl = parts.baseUrl;
    this.downloads = parts.downloads;
    this.#parts = parts;
    this.#onWarning = onWarning;
    this.#schema = new SchemaSource(parts.connection);
    this.#executor = new RestExecutor({ ...parts, onWarning, schema: this.#schema });
  }

  /** Who is logged in; `undefined` if nobody is. */
  get user(): string | undefined {
    return this.#parts.login.user;
  }

  /** True with a user and a token; whether the database still takes the token, the next request shows. */
  get isLoggedIn(): boolean {
    return this.user !== undefined && this.#parts.login.token !== undefined;
  }

  /**
   * Log in. Every request does it by itself when it must.
   *
   * A token that is kept is taken without asking the database, unless a password is given or `force` is set.
   *
   * @throws AlyxLoginError if the password is wrong.
   * @throws AlyxLoginNeededError if no user or no password is known.
   * @see Source: `AlyxClient.authenticate` in ONE, `one/webclient.py`; no difference but for prompts and errors.
   */
  async authenticate(options: AuthenticateOptions = {}): Promise<void> {
    await this.#parts.login.authenticate(options);
  }

  /**
   * Forget token and password, here and in the settings, and all answers that were kept.
   *
   * @returns Who was logged in; `undefined` if nobody was.
   * @see Source: `AlyxClient.logout` in ONE, `one/webclient.py`.
   */
  async logout(): Promise<string | undefined> {
    const user = await this.#parts.login.logout();
    if (user !== undefined) await this.clearRestCache();
    return user;
  }

  /** Forget all answers that were kept. */
  async clearRestCache(): Promise<void> {
    await this.#parts.cache.clear();
  }

  /** What the database says that it can be asked. */
  async schema(options: Pick<RestCallOptions, "signal"> = {}): Promise<RestSchema> {
    return await this.#schema.get(options.signal);
  }

  /** Names of all endpoints, sorted. @see Source: `AlyxClient.list_endpoints` in ONE, `one/webclient.py`. */
  async listEndpoints(): Promise<readonly string[]> {
    return [...(await this.schema()).endpoints.keys()];
  }

  /** What can be done at an endpoint, sorted. @throws AlyxUnknownEndpointError if there is no such endpoint. */
  async listActions(endpoint: string): Promise<readonly RestAction[]> {
    return [...endpointActions(await this.schema(), endpoint).keys()];
  }

  /** Parameters and fields that an action takes. @throws AlyxUnknownEndpointError or AlyxUnknownActionError if there is no such one. */
  async fields(endpoint: string, action: string): Promise<readonly RestField[]> {
    return actionInfo(await this.schema(), endpoint, action).info.fields;
  }

  /** Names of the parameters that an endpoint takes when listing. @throws As {@link AlyxClient.fields}. */
  async listFields(endpoint: string, options: Pick<RestCallOptions, "signal"> = {}): Promise<readonly string[]> {
    return fieldNames(actionInfo(await this.schema(options), endpoint, "list").info);
  }

  /**
   * Ask for records, or change one, by endpoint and action.
   *
   * @param endpoint - E.g. `"sessions"`, which more of the path and a query may follow.
   * @param action - `"list"`, `"read"`, `"create"`, `"update"`, `"partial_update"` or `"delete"`.
   * @param params - For a list what records must match; for other actions `id`.
   * @returns All matching records for a list, the record for the others, null for `"delete"`.
   * @throws AlyxUnknownEndpointError or AlyxUnknownActionError if the database has no such one.
   * @throws AlyxIncompleteRequestError without the id or data that the action needs.
   * @throws AlyxUnsafeFilterError for a filter that the database would run as a program.
   * @throws AlyxHttpError if the database answers with a failure, AlyxCrashError if with a page for people.
   * @throws errors of the login, see {@link AlyxClient.authenticate}, and of the network, of `@neurophys/transfer`.
   * @see Source: `AlyxClient.rest` in ONE, `one/webclient.py`. There a list comes in pages (here `listPages`), and
   *   without id or data there is a logged warning.
   */
  async rest(endpoint: string, action: string, params: RestParams = {}, options: RestOptions = {}): Promise<JsonValue> {
    return await this.#executor.rest(endpoint, action, params, options);
  }

  /** All records that match, of all pages. */
  async list(endpoint: string, params: RestParams = {}, options: RestCallOptions = {}): Promise<readonly RestRecord[]> {
    return listOf(await this.rest(endpoint, "list", params, options), endpoint);
  }

  /**
   * The records that match, page by page as they are wanted.
   *
   * @throws As {@link AlyxClient.rest}.
   */
  async listPages(
    endpoint: string,
    params: RestParams = {},
    options: RestCallOptions = {},
  ): Promise<PagedList<RestRecord>> {
    return await this.#executor.pages(endpoint, { params, options }, (record) => recordOf(endpoint, record));
  }

  /** The record of an id or name. @throws As {@link AlyxClient.rest}. */
  async read(endpoint: string, id: string, options: RestCallOptions = {}): Promise<RestRecord> {
    return recordOf(endpoint, await this.rest(endpoint, "read", { id }, options));
  }

  /** Create a record, or what else the endpoint makes of `data`. @throws As {@link AlyxClient.rest}. */
  async create(endpoint: string, data: RestData, options: WriteOptions = {}): Promise<JsonValue> {
    return await this.rest(endpoint, "create", {}, { ...options, data });
  }

  /** Replace a record, or those of its fields that are in `data`. @throws As {@link AlyxClient.rest}. */
  async update(endpoint: string, id: string, data: RestData, options: WriteOptions = {}): Promise<RestRecord> {
    return recordOf(endpoint, await this.rest(endpoint, "update", { id }, { ...options, data }));
  }

  /** Replace the fields of a record that are in `data`. @throws As {@link AlyxClient.rest}. */
  async partialUpdate(endpoint: string, id: string, data: RestData, options: WriteOptions = {}): Promise<RestRecord> {
    return recordOf(endpoint, await this.rest(endpoint, "partial_update", { id }, { ...options, data }));
  }

  /** Remove a record. @throws As {@link AlyxClient.rest}. */
  async delete(endpoint: string, id: string, options: Pick<RestCallOptions, "signal"> = {}): Promise<void> {
    await this.rest(endpoint, "delete", { id }, options);
  }

  /**
   * Ask for whatever a path gives to GET, unchecked.
   *
   * @param path - Path below the address of the database, or a whole address of it.
   * @throws AlyxForeignUrlError for an address elsewhere, and what {@link AlyxClient.rest} throws for answers.
   * @see Source: `AlyxClient.get` in ONE, `one/webclient.py`; there a list comes in pages.
   */
  async get(path: string, params: RestParams = {}, options: RestCallOptions = {}): Promise<JsonValue> {
    const { connection } = this.#parts;
    const query = Object.keys(params).length === 0 ? path : updateUrlParams(path, params);
    const url = connection.relative(query);
    return await connection.get({ query: query.includes("://") ? query : url, url, ...options });
  }

  /**
   * Send data to a path, unchecked.
   *
   * @param path - Path below the address of the database.
   * @returns JSON of the answer; null if it is empty.
   * @throws As {@link AlyxClient.get}.
   * @see Source: `AlyxClient.post`, `put`, `patch` and `delete` in ONE, `one/webclient.py`.
   */
  async send(
    method: "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    options: Pick<RestOptions, "data" | "files" | "signal"> = {},
  ): Promise<JsonValue> {
    return await this.#executor.send(method, path, options);
  }

  /**
   * One endpoint with the types of its records: `client.endpoint("sessions").list({ subject: "SW01" })`.
   */
  endpoint<E extends EndpointName>(name: E): EndpointMethods<E> {
    return endpointMethods(this.#executor, name);
  }

  /**
   * Create a note, with an image if there is one.
   *
   * @throws As {@link AlyxClient.rest}; AlyxArgumentTypeError for a width that the database fails at.
   */
  async createNote(note: NewNote, { signal }: Pick<RestOptions, "signal"> = {}): Promise<EndpointRecord<"notes">> {
    await this.#parts.login.ensure(signal);
    const { data, files } = noteRequest(note, this.user);
    return endpointRecord("notes", await this.rest("notes", "create", {}, { data, files, signal }));
  }

  /** Put a value in the place of what a JSON field holds. @returns What it holds then. @see Source: `json_field_write` in ONE. */
  async jsonFieldWrite(place: JsonFieldPlace, data: JsonValue): Promise<JsonValue> {
    return await writeJsonField(this, place, data);
  }

  /**
   * Put keys into a JSON field, beside those that it has.
   *
   * @returns What it holds then.
   * @throws AlyxInvalidRecordError if it holds neither an object nor null.
   * @see Source: `json_field_update` in ONE, `one/webclient.py`; there the last is a logged warning.
   */
  async jsonFieldUpdate(place: JsonFieldPlace, data: Readonly<Record<string, JsonValue>>): Promise<JsonValue> {
    return await updateJsonField(this, place, data);
  }

  /** Take a key out of a JSON field. @returns What it holds then. @throws As {@link AlyxClient.jsonFieldUpdate}. @see Source: `json_field_remove_key` in ONE. */
  async jsonFieldRemoveKey(place: JsonFieldPlace, key: string): Promise<JsonValue> {
    return await removeJsonFieldKey(this, place, { key, onWarning: this.#onWarning });
  }

  /** Put null in the place of what a JSON field holds. @see Source: `json_field_delete` in ONE. */
  async jsonFieldDelete(place: JsonFieldPlace): Promise<void> {
    await writeJsonField(this, place, null);
  }
}

function recordOf(endpoint: string, value: JsonValue): RestRecord {
  if (isRecord(value)) return value;
  throw new AlyxInvalidRecordError(endpoint, value, "a record");
}
