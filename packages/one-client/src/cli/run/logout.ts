import { settingsTokens } from "../../alyx/client/token-store.ts";
import { cliSettings } from "../cli-settings.ts";
import { type DatabaseOptions, databaseIdentity } from "../database-identity.ts";
import { interruptible } from "../interruptible.ts";
import { openDatabase } from "../open-database.ts";
import { print, remark, type Terminal, toJson } from "../terminal.ts";

/** Options of `one logout`. */
export interface LogoutOptions extends DatabaseOptions {
  readonly json?: boolean;
}

/** Do what `one logout` says. Returns the exit code. */
export async function logout(terminal: Terminal, options: LogoutOptions): Promise<number> {
  return await interruptible(terminal, async () => {
    const settings = cliSettings(terminal);
    const { baseUrl, user, token } = await databaseIdentity(terminal, settings, options);
    const kept = user === undefined ? undefined : await settingsTokens(settings, baseUrl).token(user);
    if (token === "environment")
      remark(terminal, "one: ALYX_TOKEN is set; only you can take it out of the environment");
    const { alyx } = await openDatabase(terminal, options, { isTokenOnly: true });
    if (user === undefined || kept === undefined) {
      await alyx.clearRestCache();
      if (options.json) print(terminal, toJson({ user: null, database: baseUrl }));
      else remark(terminal, `Nobody is logged in to ${baseUrl}${user === undefined ? "" : ` as ${user}`}.`);
      return 1;
    }
    // takes the token that is kept, without a request, so that there is someone to log out
    await alyx.authenticate({ username: user });
    await alyx.logout();
    print(terminal, options.json ? toJson({ user, database: baseUrl }) : `Logged out of ${baseUrl} as ${user}`);
    return 0;
  });
}
