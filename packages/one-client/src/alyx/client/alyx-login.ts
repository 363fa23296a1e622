import { type JsonValue } from "@neurophys/alf";
import { Secret, withoutSecrets } from "../../settings/secret.ts";
import { isRecord } from "../record-field.ts";
import { type AlyxHttp } from "./alyx-http.ts";
import { answerDetail, parseAnswer } from "./answer.ts";
import { AlyxLoginError, AlyxLoginNeededError } from "./errors.ts";
import { type TokenStore } from "./token-store.ts";
import { untilAborted } from "./until-aborted.ts";

/** How someone logs in. */
export interface AuthenticateOptions {
  /** Who; by default whoever was logged in, or is named in the settings. */
  readonly username?: string | undefined;
  /** With a password the database is always asked for a token, whatever is kept. */
  readonly password?: string | Secret | undefined;
  /** Keep the token in the settings. Default true. */
  readonly cacheToken?: boolean | undefined;
  /** Ask the database for a token though one is kept. Default false, and true with a password. */
  readonly force?: boolean | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** What a login starts from. */
export interface AlyxLoginParts {
  /** Sends the password; never with a token. */
  readonly http: AlyxHttp;
  /** Who logs in where nobody is named. */
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  /** A token to begin with. */
  readonly token: Secret | undefined;
  readonly tokens: TokenStore | undefined;
  /** Asks a person for a password; `undefined` if there is none or no answer. */
  readonly askPassword: ((username: string) => Promise<string | undefined>) | undefined;
}

const secretOf = (value: string | Secret): Secret => (typeof value === "string" ? new Secret(value) : value);

/** Who is logged in, and the token that proves it. */
export class AlyxLogin {
  readonly #parts: AlyxLoginParts;
  #user: string | undefined;
  #token: Secret | undefined;
  #password: { readonly user: string; readonly secret: Secret } | undefined;
  #pending: Promise<void> | undefined;
  /** True if the token is one that was kept, and not one that the database has just given. */
  #isKept = false;

  constructor(parts: AlyxLoginParts) {
    this.#parts = parts;
    const { username, password, token } = parts;
    if (username !== undefined && password !== undefined) this.#password = { user: username, secret: password };
    if (username !== undefined && token !== undefined) [this.#user, this.#token] = [username, token];
  }

  /** Who is logged in; `undefined` if nobody is. */
  get user(): string | undefined {
    return this.#user;
  }

  /** The token of who is logged in. */
  get token(): Secret | undefined {
    return this.#token;
  }

  /** True if the token is one that was kept: it may be refused as well as the one before. */
  get hasKeptToken(): boolean {
    return this.#isKept;
  }

  /** Secrets that no message may hold. */
  get secrets(): readonly (Secret | undefined)[] {
    return [this.#token, this.#password?.secret, this.#parts.password];
  }

  /** Who will be asked for: who is logged in, or would be. */
  get expectedUser(): string | undefined {
    return this.#user ?? this.#parts.username;
  }

  /** Log in unless someone is. Calls at the same time share one login. */
  async ensure(signal: AbortSignal | undefined): Promise<void> {
    if (this.#user !== undefined && this.#token !== undefined) return;
    await this.#shared(() => this.authenticate(), signal);
  }

  /** Get a new token for one that the database refused. Calls at the same time share one login. */
  async renew(refused: Secret | undefined, signal: AbortSignal | undefined): Promise<void> {
    if (this.#token !== undefined && this.#token.reveal() !== refused?.reveal()) return;
    await this.#shared(() => this.#authenticate({ force: true }, refused), signal);
  }

  /** As {@link AlyxClient.authenticate}. A login that is refused changes nothing: who was logged in still is. */
  async authenticate(options: AuthenticateOptions = {}): Promise<void> {
    await this.#authenticate(options, undefined);
  }

  /** @param refused - The token that is to be renewed, which is worth nothing. */
  async #authenticate(options: AuthenticateOptions, refused: Secret | undefined): Promise<void> {
    const { tokens } = this.#parts;
    const user = options.username ?? this.expectedUser;
    if (user === undefined) throw new AlyxLoginNeededError(undefined, this.#parts.http.baseUrl);
    const isForced = (options.force ?? false) || options.password !== undefined;
    if (!isForced && user === this.#user && this.#token !== undefined) return;
    // One that was kept may have been renewed by another process meanwhile; one that was handed in is what the caller means.
    const mayBeNewer = refused !== undefined && refused.reveal() !== this.#parts.token?.reveal();
    const kept = isForced && !mayBeNewer ? undefined : await tokens?.token(user);
    if (kept !== undefined && kept.reveal() !== refused?.reveal()) {
      [this.#user, this.#token, this.#isKept] = [user, kept, true];
      return;
    }
    const password = await this.#passwordOf(user, options);
    if (refused !== undefined) await this.#forget(user, refused, options.signal);
    const token = await this.#requestToken(user, password, options.signal);
    [this.#user, this.#token, this.#isKept] = [user, token, false];
    this.#password = { user, secret: password };
    if (options.cacheToken ?? true) await tokens?.saveToken(user, token, options.signal);
  }

  /** Forget a token that was refused, and no other: somebody may have logged in while a password was asked for. */
  async #forget(user: string, refused: Secret, signal: AbortSignal | undefined): Promise<void> {
    const { tokens } = this.#parts;
    if (this.#token?.reveal() === refused.reveal()) this.#token = undefined;
    if ((await tokens?.token(user))?.reveal() === refused.reveal()) await tokens?.saveToken(user, undefined, signal);
  }

  /** Forget the token and the password, here and in the settings. @returns Who was logged in. */
  async logout(): Promise<string | undefined> {
    const user = this.#user;
    if (user !== undefined) await this.#parts.tokens?.saveToken(user, undefined);
    [this.#user, this.#token, this.#password] = [undefined, undefined, undefined];
    return user;
  }

  async #passwordOf(user: string, { password: given, force }: AuthenticateOptions): Promise<Secret> {
    if (given !== undefined) return secretOf(given);
    if (this.#password?.user === user) return this.#password.secret;
    const found = (await this.#parts.tokens?.password(user)) ?? (await this.#parts.askPassword?.(user));
    if (found === undefined || found === "") {
      const isTokenRefused = force === true && this.#token !== undefined;
      throw new AlyxLoginNeededError(user, this.#parts.http.baseUrl, { isTokenRefused });
    }
    return secretOf(found);
  }

  async #requestToken(user: string, password: Secret, signal: AbortSignal | undefined): Promise<Secret> {
    const { http } = this.#parts;
    const body = new URLSearchParams({ username: user, password: password.reveal() });
    const headers = { Accept: "application/json" };
    const { status, text } = await http.send({ method: "POST", url: "/auth-token", body, headers, signal });
    const answer: JsonValue | undefined = parseAnswer(text);
    const token = isRecord(answer) ? answer["token"] : undefined;
    if (status === 200 && typeof token === "string" && token !== "") return new Secret(token);
    const detail = withoutSecrets(answerDetail(text), [password]);
    throw new AlyxLoginError(user, http.baseUrl, { status, detail });
  }

  /** Nobody's signal ends a login that others wait for. */
  async #shared(login: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.#pending ??= login().finally(() => {
      this.#pending = undefined;
    });
    await untilAborted(this.#pending, signal);
  }
}
