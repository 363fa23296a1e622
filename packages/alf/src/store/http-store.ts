import { type ByteRange, type ByteStore, type ReadOptions } from "./byte-store.ts";
import { ShortReadError } from "./errors.ts";
import { checkRange } from "./exact-bytes.ts";
import {
  announcedBytes,
  chunksOf,
  type HttpSubject,
  parseContentRange,
  rangeOfBody,
  wholeBody,
} from "./http-answer.ts";
import { HttpStatusError, InvalidBaseError, InvalidResponseError, UnreachableError } from "./http-errors.ts";
import { VersionPins } from "./http-version.ts";
import { keySegments } from "./key-segments.ts";

/** Options of {@link HttpStore}. */
export interface HttpStoreOptions {
  /**
   * What sends requests: the global `fetch` by default. Retries, time limits and tokens belong in here; an instance of
   * `ky` fits as it is.
   */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /**
   * Refuse to mix versions: once a key has answered, an answer with another entity tag (or, without tags, another date
   * or size) is a {@link VersionChangedError}. False by default.
   */
  readonly pinVersions?: boolean | undefined;
}

/** One request of the store. */
interface Question {
  readonly method: "GET" | "HEAD";
  readonly range?: ByteRange | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Read-only store over HTTP: browsers, Node, workers.
 *
 * | Status | Meaning here |
 * |---|---|
 * | 200 | the object; to a range request: the server ignores ranges, the part is cut out |
 * | 206 | the part that `Content-Range` says, which must hold the range asked for |
 * | 404, 410 | there is no such key |
 * | 416 | the range begins beyond the data: {@link ShortReadError} |
 * | other | {@link HttpStatusError} |
 */
export class HttpStore implements ByteStore {
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  readonly #base: URL;
  readonly #authorization: string | undefined;
  readonly #fetch: (request: Request) => Promise<Response>;
  readonly #pins: VersionPins | undefined;

  /**
   * @param base - Folder that keys are relative to. Its query (a token, say) goes with every request; a user and
   *   password in it become an `Authorization` header. Neither appears in messages.
   * @throws {@link InvalidBaseError} if `base` is not an absolute http or https address.
   */
  constructor(base: string | URL, options: HttpStoreOptions = {}) {
    this.#base = parseBase(base);
    this.#authorization = takeCredentials(this.#base);
    this.location = this.#base.origin + this.#base.pathname;
    this.#fetch = options.fetch ?? ((request) => fetch(request));
    this.#pins = options.pinVersions === true ? new VersionPins() : undefined;
  }

  /**
   * See `ByteStore.read`.
   *
   * @throws {@link HttpStatusError}, {@link InvalidResponseError}, {@link UnreachableError} as their own words say.
   * @throws {@link VersionChangedError} if versions are pinned and this one is another.
   */
  async read(key: string, { range, signal }: ReadOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const subject = this.#subject(key);
    checkRange(key, range);
    // HTTP has no way to ask for no bytes; whether they exist is a question of size.
    if (range?.length === 0) return await this.#readNothing(range, subject, signal);
    return await this.#answer(subject, { method: "GET", range, signal }, async (response) => {
      if (response.status === 416 && range !== undefined) throw beyondTheEnd(response, range, subject);
      requireSuccess(response, subject, range !== undefined);
      return range === undefined ? await wholeBody(response, subject) : await rangeOfBody(response, range, subject);
    });
  }

  /**
   * See `ByteStore.size`. Asks by `HEAD`; where that is refused or gives no usable length, by a range of one
   * byte; where ranges are ignored and no length is given, by counting the body.
   *
   * @throws {@link HttpStatusError}, {@link InvalidResponseError}, {@link UnreachableError},
   *   {@link VersionChangedError} as for `read`.
   */
  async size(key: string, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<number | undefined> {
    const subject = this.#subject(key);
    const unclear = Symbol("no length in the answer");
    const size = await this.#answer(subject, { method: "HEAD", signal }, async (response) => {
      if (response.status === 429 || (response.status >= 500 && response.status !== 501)) {
        throw new HttpStatusError(response.status, subject.url);
      }
      return (response.status === 200 ? announcedBytes(response) : undefined) ?? unclear;
    });
    if (size !== unclear) return size;
    return await this.#answer(subject, { method: "GET", range: { offset: 0, length: 1 }, signal }, (response) =>
      sizeFromRange(response, subject),
    );
  }

  /** Accept, from the next answer on, whatever version `key` (or every key) now has. */
  release(key?: string): void {
    this.#pins?.release(key);
  }

  #subject(key: string): HttpSubject & { readonly address: URL } {
    const address = new URL(this.#base);
    // Encoded part by part: the "#" of a revision would else begin a fragment and cut the key short.
    address.pathname += keySegments(key).map(encodeURIComponent).join("/");
    return { key, location: this.location, url: address.origin + address.pathname, address };
  }

  async #readNothing(
    range: ByteRange,
    { key, location }: HttpSubject,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const size = await this.size(key, { signal });
    if (size === undefined) return undefined;
    if (range.offset > size) throw new ShortReadError({ key, location, expectedBytes: 0, receivedBytes: 0 });
    return new Uint8Array();
  }

  /** Send a question, settle what all answers have in common, and leave nothing of the body open. */
  async #answer<T>(
    subject: HttpSubject & { readonly address: URL },
    question: Question,
    use: (response: Response) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      const response = await this.#send(subject.address, question);
      try {
        if (response.status === 404 || response.status === 410) return undefined;
        if (response.ok) this.#pins?.check(response, subject);
        return await use(response);
      } finally {
        if (response.body !== null && !response.bodyUsed) await response.body.cancel();
      }
    } catch (error) {
      // `fetch` reports every failure of the network as a TypeError; aborts and foreign errors pass as they are.
      if (!(error instanceof TypeError) || question.signal?.aborted === true) throw error;
      throw new UnreachableError(subject.url, { cause: error });
    }
  }

  async #send(address: URL, { method, range, signal }: Question): Promise<Response> {
    const headers = new Headers();
    if (range !== undefined) headers.set("Range", `bytes=${range.offset}-${range.offset + range.length - 1}`);
    // Of a compressed answer the length says nothing. Browsers choose the encoding themselves and drop this line.
    else if (method === "HEAD") headers.set("Accept-Encoding", "identity");
    if (this.#authorization !== undefined) headers.set("Authorization", this.#authorization);
    const request = new Request(address, { method, headers, signal: signal ?? null });
    try {
      return await this.#fetch(request);
    } catch (error) {
      const response = responseIn(error);
      if (response === undefined) throw error;
      return response;
    }
  }
}

/** The answer inside the error of a client that throws on statuses (`ky` does by default). */
function responseIn(error: unknown): Response | undefined {
  const inside = typeof error === "object" && error !== null && "response" in error ? error.response : undefined;
  return inside instanceof Response ? inside : undefined;
}

function requireSuccess(response: Response, { url }: HttpSubject, ranged: boolean): void {
  if (response.status === 206 && !ranged)
    throw new InvalidResponseError(url, "status 206 where no range was asked for");
  if (response.status !== 200 && response.status !== 206) throw new HttpStatusError(response.status, url);
}

function beyondTheEnd(response: Response, range: ByteRange, { key, location }: HttpSubject): ShortReadError {
  const total = parseContentRange(response.headers.get("Content-Range") ?? "")?.total ?? 0;
  const receivedBytes = Math.max(0, Math.min(total - range.offset, range.length));
  return new ShortReadError({ key, location, expectedBytes: range.length, receivedBytes });
}

/** The object's size out of the answer to a request for its first byte. */
async function sizeFromRange(response: Response, subject: HttpSubject): Promise<number> {
  const total = parseContentRange(response.headers.get("Content-Range") ?? "")?.total;
  // An empty object has no first byte: "416, bytes */0".
  if (response.status === 416 && total !== undefined) return total;
  requireSuccess(response, subject, true);
  if (response.status === 200) return announcedBytes(response) ?? (await countBytes(response));
  if (total === undefined) throw new InvalidResponseError(subject.url, "status 206 that does not tell the size");
  return total;
}

async function countBytes(response: Response): Promise<number> {
  let count = 0;
  for await (const chunk of chunksOf(response)) count += chunk.length;
  return count;
}

function parseBase(base: string | URL): URL {
  let url: URL;
  try {
    url = new URL(base);
  } catch {
    // Without the cause: the engine's error carries the whole address.
    throw new InvalidBaseError("is not an absolute address");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new InvalidBaseError(`begins with "${url.protocol}"`);
  url.hash = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/** Move user and password out of an address, where `Request` refuses them, into the header that means the same. */
function takeCredentials(url: URL): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const plain = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`;
  url.username = "";
  url.password = "";
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(plain)))}`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a bare "%" in a password is meant literally
  }
}
