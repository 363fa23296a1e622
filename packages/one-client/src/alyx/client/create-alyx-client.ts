import { AlyxClient } from "./alyx-client.ts";
import { type AlyxClientOptions } from "./client-parts.ts";

/**
 * A client of an Alyx database. Nothing is asked until the first request.
 *
 * @throws InvalidUrlError of `@neurophys/transfer` if `baseUrl` is no absolute HTTP address.
 * @throws AlyxForeignUrlError if a user name, password or query stands in it.
 * @see Source: `AlyxClient.__init__` in ONE, `one/webclient.py`.
 *
 * @example
 * ```ts
 * const alyx = createAlyxClient({ baseUrl: "https://alyx.lab.org", username, password });
 * for await (const session of await alyx.listPages("sessions", { subject: "SW01" })) console.log(session["url"]);
 * ```
 */
export function createAlyxClient(options: AlyxClientOptions): AlyxClient {
  return new AlyxClient(options);
}
