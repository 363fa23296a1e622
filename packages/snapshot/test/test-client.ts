import { type AlyxClient, createAlyxClient } from "@neurophys/one-client/alyx";

export const EID = "0ff6f5fe-8f4e-4eb8-9c84-4b99d3d0b3da";
export const PID = "4facfd8e-ac21-4c6e-894c-66f01c8d1b2d";

/** A client that is logged in, keeps no answers and does not wait long between tries. */
export async function loggedIn(server: { readonly url: string }): Promise<AlyxClient> {
  const alyx = createAlyxClient({
    baseUrl: server.url,
    username: "test_user",
    password: "secret",
    cache: { mode: null },
    policy: { backoffMs: () => 1, timeoutMs: 5000 },
  });
  await alyx.authenticate();
  return alyx;
}

/** What a promise was rejected with; the text of what it was resolved with otherwise. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => `resolved with ${JSON.stringify(value)}`,
    (error: unknown) => error,
  );
