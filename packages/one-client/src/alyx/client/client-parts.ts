import { type OnWarning } from "@neurophys/alf";
import { type Credential } from "@neurophys/transfer";
import defaultKy, { type KyInstance } from "ky";
import { Secret } from "../../settings/secret.ts";
import { AlyxConnection } from "./alyx-connection.ts";
import { AlyxHttp, type AlyxHttpPolicy } from "./alyx-http.ts";
import { AlyxLogin } from "./alyx-login.ts";
import { type DataServerParams, type DownloadAccess, downloadAccess } from "./download-access.ts";
import { memoryAnswers, RestCache, type RestCacheOptions } from "./rest-cache.ts";
import { type TokenStore } from "./token-store.ts";

/** What a client of a database is made of. */
export interface AlyxClientOptions {
  /** Address of the database, e.g. `"https://alyx.lab.org"`. */
  readonly baseUrl: string;
  /** Who logs in where nobody is named. */
  readonly username?: string | undefined;
  /** That user's password: used when a token is needed, and no sooner. */
  readonly password?: string | Secret | undefined;
  /** That user's token: no login is needed while the database takes it. */
  readonly token?: string | Secret | undefined;
  /** Where tokens are kept. By default they are gone with the client. */
  readonly tokens?: TokenStore | undefined;
  /** Asks a person for a password; nobody is asked by default. */
  readonly askPassword?: ((username: string) => Promise<string | undefined>) | undefined;
  /** How answers are kept. By default in memory, for 5 minutes. */
  readonly cache?: RestCacheOptions | undefined;
  /** Settings of the server of the files, for downloads. */
  readonly dataServer?: DataServerParams | undefined;
  /** Tries and times of requests. */
  readonly policy?: AlyxHttpPolicy | undefined;
  /** The HTTP client to build on; `ky` as it comes by default. */
  readonly ky?: KyInstance | undefined;
  /** Sent as `ONE-API-Version`. None by default: a page of another origin may not send it everywhere. */
  readonly apiVersion?: string | undefined;
  /** Told about what went on although something was odd. */
  readonly onWarning?: OnWarning | undefined;
}

const secretOf = (value: string | Secret | undefined): Secret | undefined =>
  typeof value === "string" ? new Secret(value) : value;

/** What works inside a client. */
export interface AlyxClientParts {
  readonly baseUrl: string;
  readonly connection: AlyxConnection;
  readonly login: AlyxLogin;
  readonly cache: RestCache;
  readonly downloads: DownloadAccess;
}

/** Put together what works inside a client. @throws As {@link createAlyxClient}. */
export function clientParts(options: AlyxClientOptions): AlyxClientParts {
  const { onWarning, apiVersion, policy = {}, ky = defaultKy } = options;
  const publicHttp = new AlyxHttp(options.baseUrl, { ky, policy });
  const { baseUrl } = publicHttp;
  const login = new AlyxLogin({
    http: publicHttp,
    username: options.username,
    password: secretOf(options.password),
    token: secretOf(options.token),
    tokens: options.tokens,
    askPassword: options.askPassword,
  });
  const credential: Credential = {
    origin: new URL(baseUrl).origin,
    authorize: (): Readonly<Record<string, string>> =>
      login.token === undefined ? {} : { Authorization: `Token ${login.token.reveal()}` },
  };
  const http = new AlyxHttp(baseUrl, { ky, policy, credential });
  const cache = new RestCache({ storage: memoryAnswers(), ...options.cache }, onWarning);
  const connection = new AlyxConnection({ http, publicHttp, login, cache, apiVersion, onWarning });
  const downloads = downloadAccess(options.dataServer, credential);
  return { baseUrl, connection, login, cache, downloads };
}
