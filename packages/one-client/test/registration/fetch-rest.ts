import { type JsonValue } from "@neurophys/alf";
import { type RestParams, type RestRecord, updateUrlParams } from "../../src/alyx/index.ts";
import { type RegistrationRest, type RestCallOptions } from "../../src/registration/index.ts";

/** The failure of a database, as a client's errors are. */
export class HttpFailure extends Error {
  readonly status: number;
  readonly body: JsonValue;

  constructor(status: number, body: JsonValue) {
    super(`The database answered ${status}: ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** The least client of a database: no login, no cache, no retry. */
export class FetchRest implements RegistrationRest {
  readonly user: string | undefined;
  readonly #base: string;

  constructor(base: string, user: string | undefined) {
    this.#base = base;
    this.user = user;
  }

  async #ask(method: string, path: string, { data, signal }: RestCallOptions & { readonly data?: RestRecord } = {}) {
    const body = data === undefined ? null : JSON.stringify(data);
    const headers = body === null ? {} : { "content-type": "application/json" };
    const response = await fetch(this.#base + path, { method, body, headers, signal: signal ?? null });
    const answer = (await response.json()) as JsonValue;
    if (!response.ok) throw new HttpFailure(response.status, answer);
    return answer;
  }

  async get(endpoint: string, params: RestParams, options?: RestCallOptions): Promise<JsonValue> {
    return await this.#ask("GET", updateUrlParams(`/${endpoint}`, params), options);
  }

  async list(endpoint: string, params: RestParams, options?: RestCallOptions): Promise<readonly RestRecord[]> {
    const answer = (await this.get(endpoint, params, options)) as RestRecord;
    return answer["results"] as unknown as readonly RestRecord[];
  }

  async read(endpoint: string, id: string, options?: RestCallOptions): Promise<RestRecord> {
    return (await this.#ask("GET", `/${endpoint}/${encodeURIComponent(id)}`, options)) as RestRecord;
  }

  async create(endpoint: string, data: RestRecord, options?: RestCallOptions): Promise<JsonValue> {
    return await this.#ask("POST", `/${endpoint}`, { ...options, data });
  }

  async update(endpoint: string, id: string, data: RestRecord, options?: RestCallOptions): Promise<RestRecord> {
    return (await this.#ask("PUT", `/${endpoint}/${id}`, { ...options, data })) as RestRecord;
  }
}
