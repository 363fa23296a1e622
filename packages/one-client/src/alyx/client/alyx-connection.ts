import { type DataWarning, type JsonValue, type OnWarning } from "@neurophys/alf";
import { isTransferError } from "@neurophys/transfer";
import { type Secret, withoutSecrets } from "../../settings/secret.ts";
import { type RestReadOptions } from "../alyx-rest.ts";
import { isRecord } from "../record-field.ts";
import { type AlyxAnswer, type AlyxHttp, type AlyxRequest } from "./alyx-http.ts";
import { type AlyxLogin } from "./alyx-login.ts";
import { answerDetail, parseAnswer } from "./answer.ts";
import { AlyxCrashError, AlyxForeignUrlError, AlyxHttpError } from "./errors.ts";
import { type RestCache } from "./rest-cache.ts";

/** How a single request is made. */
export interface RestCallOptions extends RestReadOptions {
  /** How long the answer is good, in ms, where it is kept. */
  readonly expiresMs?: number | undefined;
}

/** A question: the text under which its answer is kept, and how it is sent. */
export interface RestQuery extends RestCallOptions {
  /** Path and query as Python writes them, which names the kept answer, e.g. `"/labs/my lab"`. */
  readonly query: string;
  /** The same as it is sent, percent-encoded; `query` by default. */
  readonly url?: string | undefined;
  /** Media type to ask for; JSON by default. */
  readonly accept?: string | undefined;
  /** Everyone may ask this: no login for it, unless the database wants one. Default false. */
  readonly isPublic?: boolean | undefined;
}

/** A change: what is sent, and where. */
export interface RestWrite {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path as Python writes it, for messages. */
  readonly query: string;
  /** The same as it is sent, percent-encoded; `query` by default. */
  readonly url?: string | undefined;
  /** JSON text, or a form with files. */
  readonly body?: string | FormData | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What {@link AlyxConnection} is made of. */
export interface AlyxConnectionParts {
  /** Sends with the token. */
  readonly http: AlyxHttp;
  /** Sends without. */
  readonly publicHttp: AlyxHttp;
  readonly login: AlyxLogin;
  readonly cache: RestCache;
  /** What the database calls the version of its client. */
  readonly apiVersion: string | undefined;
  readonly onWarning: OnWarning | undefined;
}

/** True for an answer that means: this token is not valid (any more). */
function isTokenRefused({ status, text }: AlyxAnswer): boolean {
  if (status === 401) return true;
  const body = status === 403 ? parseAnswer(text) : undefined;
  return isRecord(body) && body["detail"] === "Invalid token.";
}

/** Requests to one database: login, one more try with a new token, kept answers, answers as JSON or typed errors. */
export class AlyxConnection {
  readonly #parts: AlyxConnectionParts;

  constructor(parts: AlyxConnectionParts) {
    this.#parts = parts;
  }

  /** Ask, or take the answer that is kept. As {@link AlyxClient.get}. */
  async get(question: RestQuery): Promise<JsonValue> {
    question.signal?.throwIfAborted();
    const { cache, login } = this.#parts;
    const name = cache.nameOf(question.query, login.expectedUser);
    if (!question.noCache) {
      const kept = await cache.find(name, Date.now());
      if (kept?.isFresh) return kept.answer;
    }
    try {
      return await this.#ask(question);
    } catch (error) {
      if (question.noCache || !isTransferError(error, "transfer/unreachable")) throw error;
      const kept = await cache.find(name, Date.now());
      if (kept === undefined) throw error;
      this.#parts.onWarning?.(STALE);
      return kept.answer;
    }
  }

  /** Change something, and forget the answers that were kept. @returns JSON of the answer; null if it is empty. */
  async write({ method, query, url = query, body, signal }: RestWrite): Promise<JsonValue> {
    const json = typeof body === "string" ? { "Content-Type": "application/json" } : {};
    const headers = { ...json, ...this.#headers("application/json") };
    try {
      const answer = await this.#sendAsUser({ method, url, body, headers, signal });
      return this.#result(answer, method, query);
    } finally {
      // Also after a failure: Alyx keeps rows that it made before it failed.
      await this.#parts.cache.forget();
    }
  }

  /**
   * Path and query of an address, below that of the database.
   *
   * @param address - A path, or a whole address of this database, e.g. the link to a next page.
   * @throws {@link AlyxForeignUrlError} for a whole address elsewhere.
   */
  relative(address: string): string {
    const { baseUrl } = this.#parts.http;
    if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) return `/${address.replace(/^\/+/, "")}`;
    if (address.startsWith(`${baseUrl}/`)) return address.slice(baseUrl.length);
    throw new AlyxForeignUrlError(baseUrl);
  }

  async #ask({ query, url = query, accept, isPublic, expiresMs, noCache, signal }: RestQuery): Promise<JsonValue> {
    const { cache, login } = this.#parts;
    const writes = cache.writes;
    const request: AlyxRequest = { method: "GET", url, headers: this.#headers(accept ?? "application/json"), signal };
    const answer = isPublic ? await this.#sendAsAnyone(request) : await this.#sendAsUser(request);
    const result = this.#result(answer, "GET", query);
    if (cache.writes === writes) {
      const lifeMs = noCache ? 0 : expiresMs;
      await cache.save(cache.nameOf(query, login.expectedUser), answer.text, { nowMs: Date.now(), expiresMs: lifeMs });
    }
    return result;
  }

  async #sendAsAnyone(request: AlyxRequest): Promise<AlyxAnswer> {
    const answer = await this.#parts.publicHttp.send(request);
    return answer.status === 401 || answer.status === 403 ? await this.#sendAsUser(request) : answer;
  }

  async #sendAsUser(request: AlyxRequest): Promise<AlyxAnswer> {
    const { http, login } = this.#parts;
    await login.ensure(request.signal);
    const token: Secret | undefined = login.token;
    const answer = await http.send(request);
    if (!isTokenRefused(answer)) return answer;
    await login.renew(token, request.signal);
    const second = await http.send(request);
    if (!isTokenRefused(second) || !login.hasKeptToken) return second;
    await login.renew(login.token, request.signal);
    return await http.send(request);
  }

  #headers(accept: string): Readonly<Record<string, string>> {
    const { apiVersion } = this.#parts;
    return apiVersion === undefined ? { Accept: accept } : { Accept: accept, "ONE-API-Version": apiVersion };
  }

  #result({ status, text }: AlyxAnswer, method: string, query: string): JsonValue {
    if (status === 204) return null;
    const { secrets } = this.#parts.login;
    const clean = (): string => withoutSecrets(text, secrets);
    if (status !== 200 && status !== 201) {
      const body = parseAnswer(clean()) ?? clean();
      throw new AlyxHttpError({ status, method, query, detail: answerDetail(clean()), body });
    }
    const body = parseAnswer(text);
    if (body === undefined) throw new AlyxCrashError({ status, query, detail: answerDetail(clean()) });
    return body;
  }
}

const STALE: DataWarning = {
  code: "alyx/stale-answer",
  category: "RuntimeWarning",
  message: "Failed to connect, returning an answer that was kept and may be out of date",
};
