import { readClientParams, saveParams } from "../../settings/client-file.ts";
import { type ClientParams, tokenOf, withToken } from "../../settings/client-params.ts";
import { type Secret } from "../../settings/secret.ts";
import { type SettingsContext } from "../../settings/settings-context.ts";
import { changeAlone } from "../../settings/settings-file.ts";
import { keyFromUrl } from "../key-from-url.ts";

/** Keeps what users log in with, from one start of the program to the next. */
export interface TokenStore {
  /** The token of a user; `undefined` if none is kept. */
  token(user: string): Promise<Secret | undefined>;
  /** The password of a user; `undefined` if none is kept, as usual. */
  password(user: string): Promise<Secret | undefined>;
  /** Keep a token for a user; `undefined` forgets it. The signal ends the waiting for others that change settings. */
  saveToken(user: string, token: Secret | undefined, signal?: AbortSignal): Promise<void>;
}

/**
 * Tokens in the settings of a database, where Python's ONE keeps them too.
 *
 * @param client - URL or key of the database.
 */
export function settingsTokens(settings: SettingsContext, client: string): TokenStore {
  const key = keyFromUrl(client);
  return {
    async token(user) {
      const params = await readClientParams(settings, key);
      return params === undefined ? undefined : tokenOf(params, user);
    },
    async password(user) {
      const params = await readClientParams(settings, key);
      return params?.ALYX_LOGIN === user ? (params.ALYX_PWD ?? undefined) : undefined;
    },
    async saveToken(user, token, signal) {
      const isKept = (params: ClientParams | undefined): params is undefined =>
        params === undefined || tokenOf(params, user)?.reveal() === token?.reveal();
      if (isKept(await readClientParams(settings, key))) return;
      // Another process may keep another user's token at the same time.
      const save = async (): Promise<void> => {
        const params = await readClientParams(settings, key);
        if (!isKept(params)) await saveParams(settings, withToken(params, user, token), client);
      };
      await changeAlone(settings.storage, save, signal);
    },
  };
}
