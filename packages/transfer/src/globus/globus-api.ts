import { HTTPError, type KyInstance } from "ky";
import { InvalidAnswerError } from "../errors/http-errors.ts";
import { GlobusApiError } from "../errors/source-errors.ts";
import { createHttp, type HttpPolicy } from "../http/create-http.ts";
import { type Credential } from "../http/credential.ts";
import { typedHttpFailure } from "../http/http-failure.ts";
import { parseHttpUrl, publicUrl } from "../http/http-url.ts";

/** Options of {@link GlobusApi}. */
export interface GlobusApiOptions {
  readonly base: string | URL;
  /** Credentials are those of `credential`. */
  readonly policy: Omit<HttpPolicy, "credentials">;
  readonly credential: Credential;
}

/** A request to one of Globus' services. */
export interface GlobusRequest {
  readonly method: "GET" | "POST";
  /** Relative to the base, without a slash at its beginning. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON, or as a form if it is `URLSearchParams`. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Speaks JSON to one of Globus' services. */
export class GlobusApi {
  readonly #base: URL;
  readonly #http: KyInstance;
  readonly #timeoutMs: number;

  /** @throws InvalidUrlError if the base is no http or https address. */
  constructor(ky: KyInstance, { base, policy, credential }: GlobusApiOptions) {
    this.#base = parseHttpUrl(base).url;
    if (!this.#base.pathname.endsWith("/")) this.#base.pathname += "/";
    this.#timeoutMs = policy.timeoutMs ?? 30_000;
    // A submission carries an id of its own, so that Globus takes a repeated one for the same; a token costs nothing.
    this.#http = createHttp(ky, { ...policy, credentials: [credential] }).extend({
      retry: { methods: ["get", "post"] },
    });
  }

  /**
   * Send a request.
   *
   * @returns The object that Globus answers with.
   * @throws {@link GlobusApiError} if Globus refuses; {@link InvalidAnswerError} if the answer is no JSON object;
   *   ServerUnreachableError, TransferTimeoutError.
   */
  async send({ method, path, query, body, signal }: GlobusRequest): Promise<Readonly<Record<string, unknown>>> {
    const url = new URL(path, this.#base);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const form = body instanceof URLSearchParams ? { body } : { json: body };
    try {
      const response = await this.#http(url, {
        method,
        ...(body === undefined ? {} : form),
        ...(signal === undefined ? {} : { signal }),
        headers: { Accept: "application/json" },
      });
      return objectOf(await response.text(), url);
    } catch (error) {
      if (error instanceof HTTPError) throw await globusFailure(error, url);
      throw typedHttpFailure(error, { url, timeoutMs: this.#timeoutMs, credentialsSent: true });
    }
  }
}

function objectOf(text: string, url: URL): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InvalidAnswerError(publicUrl(url), "no JSON object");
}

/** Globus says what is wrong in JSON; what stands before it (a proxy, say) does not. */
async function globusFailure(error: HTTPError, url: URL): Promise<unknown> {
  const text = await error.response.text().catch(() => "");
  const { status } = error.response;
  try {
    const answer = objectOf(text, url);
    // The login service answers as OAuth does, the transfer service in its own words.
    const globusCode = textOf(answer["code"]) ?? textOf(answer["error"]);
    const detail = textOf(answer["message"]) ?? textOf(answer["error_description"]) ?? "";
    if (globusCode !== undefined) return new GlobusApiError({ status, globusCode, detail, path: url.pathname });
  } catch {
    // No JSON: the status has to do.
  }
  return typedHttpFailure(error, { url, timeoutMs: 0, credentialsSent: true });
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * A text field that an answer must have.
 *
 * @throws {@link InvalidAnswerError} if it has not.
 */
export function requiredText(answer: Readonly<Record<string, unknown>>, name: string, path: string): string {
  const value = textOf(answer[name]);
  if (value === undefined) throw new InvalidAnswerError(path, `no text ${JSON.stringify(name)} in the answer`);
  return value;
}
