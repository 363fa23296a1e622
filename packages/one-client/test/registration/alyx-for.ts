import { type AlyxClient, createAlyxClient } from "../../src/alyx/index.ts";

/** A client of a database that `test_user` is logged in with. */
export function alyxFor(baseUrl: string): AlyxClient {
  return createAlyxClient({ baseUrl, username: "test_user", token: "0123456789abcdef0123456789abcdef01234567" });
}

/** A client that nobody is logged in with. */
export function anonymousAlyx(baseUrl: string): AlyxClient {
  return createAlyxClient({ baseUrl });
}
