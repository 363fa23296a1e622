import { type JsonValue, type OnWarning } from "@neurophys/alf";
import { restCacheName } from "../rest-cache-name.ts";
import { localIsoTime, parseLocalIsoTime } from "./local-time.ts";

/** Where answers are kept: a folder, a map. Texts by name. */
export interface AnswerStorage {
  /** The text under a name; `undefined` if there is none. */
  read(name: string): Promise<string | undefined>;
  /** Put a text under a name, so that a reader sees the old text or the new one. */
  write(name: string, text: string): Promise<void>;
  /** Remove the text of a name, if there is one. */
  remove(name: string): Promise<void>;
  /** All names. */
  names(): Promise<readonly string[]>;
}

/** Which answers are kept. `"*"` is the same as `"GET"`: a request that changes something is never answered from here. */
export type RestCacheMode = "GET" | "*" | undefined;

/** How answers are kept. */
export interface RestCacheOptions {
  /** Where; nothing is kept without. */
  readonly storage?: AnswerStorage | undefined;
  /** Which. Default `"GET"`. */
  readonly mode?: RestCacheMode | null;
  /** How long an answer is good, in ms. Default 5 minutes, as in ONE. */
  readonly expiresMs?: number | undefined;
  /** User whose answers have the names that Python gives all answers; others' have names of their own. */
  readonly sharedUser?: string | null | undefined;
}

/** An answer that was kept. */
export interface KeptAnswer {
  /** The answer's JSON. */
  readonly answer: JsonValue;
  /** False if it is only good for when the database cannot be reached. */
  readonly isFresh: boolean;
}

/** Texts in memory. */
export function memoryAnswers(): AnswerStorage {
  const texts = new Map<string, string>();
  return {
    read: async (name) => texts.get(name),
    write: async (name, text) => void texts.set(name, text),
    remove: async (name) => void texts.delete(name),
    names: async () => [...texts.keys()],
  };
}

/** Five minutes, as `default_expiry` in ONE. */
const DEFAULT_EXPIRY_MS = 300_000;
/** Descriptions of the database are the same for everyone, and no write changes them. */
const FOR_ALL: readonly string[] = ["/api/schema", "/docs"];
const KEPT_NAMES: ReadonlySet<string> = new Set(FOR_ALL.map(restCacheName));

/**
 * Answers of the database, kept for a while.
 *
 * A file that cannot be read or written costs a warning and a request, never the answer.
 *
 * @see Source: `_cache_response` in ONE, `one/webclient.py`, whose files these are. There all users share all answers,
 *   and nothing is forgotten after a write.
 */
export class RestCache {
  readonly #storage: AnswerStorage | undefined;
  readonly #options: RestCacheOptions;
  readonly #onWarning: OnWarning | undefined;
  #writes = 0;

  constructor(options: RestCacheOptions, onWarning?: OnWarning) {
    const isOff = options.mode === null;
    this.#storage = isOff ? undefined : options.storage;
    this.#options = options;
    this.#onWarning = onWarning;
  }

  /** How often {@link RestCache.forget} was called: an answer asked for before is not kept after. */
  get writes(): number {
    return this.#writes;
  }

  /** Name under which the answer to a query is kept for a user. */
  nameOf(query: string, user: string | undefined): string {
    const isShared = user === undefined || user === this.#options.sharedUser || FOR_ALL.includes(query);
    return restCacheName(isShared ? query : `${user}\n${query}`);
  }

  /** What is kept under a name; a text that is none of ours is removed. */
  async find(name: string, nowMs: number): Promise<KeptAnswer | undefined> {
    const storage = this.#storage;
    if (storage === undefined) return undefined;
    return await this.#guarded(async () => {
      const text = await storage.read(name);
      if (text === undefined) return undefined;
      const kept = parseKept(text);
      if (kept === undefined) await storage.remove(name);
      return kept && { answer: kept.answer, isFresh: isServed(kept.answer) && kept.expiryMs > nowMs };
    });
  }

  /**
   * Keep an answer.
   *
   * @param body - JSON as the database wrote it.
   * @param expiresMs - How long it is good, from `nowMs`; 0 keeps it for when the database cannot be reached.
   */
  async save(
    name: string,
    body: string,
    { nowMs, expiresMs }: { readonly nowMs: number; readonly expiresMs?: number | undefined },
  ): Promise<void> {
    const expiry = localIsoTime(new Date(nowMs + (expiresMs ?? this.#options.expiresMs ?? DEFAULT_EXPIRY_MS)));
    await this.#guarded(() => this.#storage?.write(name, `[${body}, "${expiry}"]`));
  }

  /** Forget all answers that a write may have changed: all but the database's description. */
  async forget(): Promise<void> {
    this.#writes += 1;
    await this.#removeAll((name) => !KEPT_NAMES.has(name));
  }

  /** Forget everything. */
  async clear(): Promise<void> {
    this.#writes += 1;
    await this.#removeAll(() => true);
  }

  async #removeAll(isWanted: (name: string) => boolean): Promise<void> {
    await this.#guarded(async () => {
      const names = (await this.#storage?.names()) ?? [];
      await Promise.all(names.filter(isWanted).map((name) => this.#storage?.remove(name)));
    });
  }

  async #guarded<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const message = `Kept answers cannot be used: ${error instanceof Error ? error.message : String(error)}`;
      this.#onWarning?.({ code: "alyx/cache-unusable", category: "RuntimeWarning", message });
      return undefined;
    }
  }
}

function parseKept(text: string): { readonly answer: JsonValue; readonly expiryMs: number } | undefined {
  try {
    const pair = JSON.parse(text) as JsonValue;
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    const [answer, expiry]: readonly JsonValue[] = pair;
    if (answer === undefined) return undefined;
    const expiryMs = typeof expiry === "string" ? parseLocalIsoTime(expiry) : Number.NaN;
    return Number.isNaN(expiryMs) ? undefined : { answer, expiryMs };
  } catch {
    return undefined;
  }
}

/** Empty answers are asked for again, as Python does. */
function isServed(answer: JsonValue): boolean {
  if (typeof answer === "object" && answer !== null) return Object.keys(answer).length > 0;
  return Boolean(answer);
}
