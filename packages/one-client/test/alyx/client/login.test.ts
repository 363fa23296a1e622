import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  createAlyxClient,
  getParams,
  isAlyxError,
  memorySettings,
  Secret,
  type SettingsContext,
  saveParams,
  settingsTokens,
} from "../../../src/alyx/index.ts";
import { type Answer, clientOf, PASSWORD, rejection, startAlyx, tokenName } from "./loopback-alyx.ts";

const authorization = (nth: number): string => `Token ${tokenName(nth)}`;

/** A database that knows only the token it handed out last. */
const strict =
  (server: () => { readonly tokens: number }): Answer =>
  ({ headers }) =>
    headers["authorization"] === authorization(server().tokens)
      ? { body: [] }
      : { status: 403, body: { detail: "Invalid token.", status_code: 403 } };

async function settingsFor(url: string): Promise<SettingsContext> {
  const settings = memorySettings();
  await saveParams(settings, { ...(await getParams(settings, { client: url })), ALYX_LOGIN: "test_user" });
  return settings;
}

describe("Logging in", () => {
  test("happens with the first request, as form data, and once for many", async () => {
    const server = await startAlyx(() => ({ body: [] }));
    const { alyx } = clientOf(server);
    expect([alyx.isLoggedIn, alyx.user]).toEqual([false, undefined]);
    await Promise.all(["a", "b", "c"].map((path) => alyx.get(path)));
    expect([alyx.isLoggedIn, alyx.user]).toEqual([true, "test_user"]);
    expect(
      server.logins.map(({ method, headers }) => [method, headers["content-type"], headers["authorization"]]),
    ).toEqual([["POST", "application/x-www-form-urlencoded;charset=UTF-8", undefined]]);
    expect(server.logins[0]?.body).toBe(`username=test_user&password=${PASSWORD.replaceAll(" ", "+")}`);
    for (const { headers } of server.requests) expect(headers["authorization"]).toBe(authorization(1));
  });

  test("takes a token that is kept without asking the database, and keeps a new one", async () => {
    const server = await startAlyx(() => ({ body: [] }));
    const settings = await settingsFor(server.url);
    const tokens = settingsTokens(settings, server.url);
    await clientOf(server, { tokens }).alyx.authenticate();
    const second = clientOf(server, { tokens, password: undefined }).alyx;
    await second.authenticate();
    expect([server.logins.length, second.isLoggedIn]).toEqual([1, true]);
    await second.authenticate({ password: PASSWORD });
    expect(server.logins).toHaveLength(2);
    expect((await tokens.token("test_user"))?.reveal()).toBe(tokenName(2));
  });

  test("does not keep a token that is not to be kept", async () => {
    const server = await startAlyx(() => ({ body: [] }));
    const tokens = settingsTokens(await settingsFor(server.url), server.url);
    await clientOf(server, { tokens }).alyx.authenticate({ cacheToken: false });
    expect(await tokens.token("test_user")).toBeUndefined();
  });

  test("works for several users of one database", async () => {
    const server = await startAlyx(() => ({ body: [] }));
    const tokens = settingsTokens(await settingsFor(server.url), server.url);
    const { alyx } = clientOf(server, { tokens });
    await alyx.authenticate();
    await alyx.authenticate({ username: "other", password: PASSWORD });
    expect([alyx.user, (await tokens.token("test_user"))?.reveal(), (await tokens.token("other"))?.reveal()]).toEqual([
      "other",
      tokenName(1),
      tokenName(2),
    ]);
  });

  test("with a wrong password is a typed error that shows no secret, and leaves the old token", async () => {
    const server = await startAlyx(() => ({ body: [] }));
    const tokens = settingsTokens(await settingsFor(server.url), server.url);
    const { alyx } = clientOf(server, { tokens });
    await alyx.authenticate();
    const error = await rejection(alyx.authenticate({ password: "hunter2hunter2" }));
    expect(isAlyxError(error, "alyx/login-refused") && [error.user, error.status]).toEqual(["test_user", 400]);
    expect(String(error)).toContain("Unable to log in with provided credentials.");
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain("hunter2");
    expect([alyx.isLoggedIn, (await tokens.token("test_user"))?.reveal()]).toEqual([true, tokenName(1)]);
    expect(await alyx.get("a")).toEqual([]);
  });

  test("without user or password says so, and asks nobody", async () => {
    const server = await startAlyx(() => ({ body: [] }));
    const noPassword = await rejection(clientOf(server, { password: undefined }).alyx.get("a"));
    const noUser = await rejection(createAlyxClient({ baseUrl: server.url }).get("a"));
    expect([noPassword, noUser].map((error) => isAlyxError(error, "alyx/login-needed") && [error.user])).toEqual([
      ["test_user"],
      [undefined],
    ]);
    expect(server.logins).toHaveLength(0);
  });

  test("asks whoever is there to be asked", async () => {
    const server = await startAlyx(() => ({ body: [1] }));
    const asked: string[] = [];
    const askPassword = async (user: string): Promise<string> => {
      asked.push(user);
      return PASSWORD;
    };
    const { alyx } = clientOf(server, { password: undefined, askPassword });
    expect([await alyx.get("a"), asked]).toEqual([[1], ["test_user"]]);
  });
});

describe("A token that the database refuses", () => {
  test("is renewed once, for all requests that were refused", async () => {
    const server = await startAlyx(strict(() => server));
    const { alyx } = clientOf(server, { token: "stale" });
    expect(await Promise.all([alyx.get("a"), alyx.send("PATCH", "b", { data: { x: 1 } })])).toEqual([[], []]);
    expect(server.logins).toHaveLength(1);
    expect(server.requests.filter(({ headers }) => headers["authorization"] === authorization(1))).toHaveLength(2);
    expect(server.requests.map(({ url }) => url).sort()).toEqual(["/a", "/a", "/b", "/b"]);
    expect(server.requests.filter(({ url }) => url === "/b").map(({ body }) => body)).toEqual(['{"x":1}', '{"x":1}']);
  });

  test.each([
    [tokenName(1), 0],
    ["stale, too", 1],
  ])("is not renewed where a newer one is kept, unless that is refused: %s", async (newer, logins) => {
    const server = await startAlyx(strict(() => server));
    server.tokens = 1;
    const tokens = settingsTokens(await settingsFor(server.url), server.url);
    await tokens.saveToken("test_user", new Secret("stale"));
    const { alyx } = clientOf(server, { tokens });
    await alyx.authenticate();
    await tokens.saveToken("test_user", new Secret(newer));
    expect([await alyx.get("a"), server.logins.length]).toEqual([[], logins]);
    expect((await tokens.token("test_user"))?.reveal()).toBe(tokenName(logins + 1));
  });

  test("and was handed in is not replaced by one that is kept", async () => {
    const server = await startAlyx(strict(() => server));
    server.tokens = 1;
    const tokens = settingsTokens(await settingsFor(server.url), server.url);
    await tokens.saveToken("test_user", new Secret(tokenName(1)));
    const { alyx } = clientOf(server, { tokens, token: "stale", password: undefined });
    expect(await rejection(alyx.get("a"))).toMatchObject({ code: "alyx/login-needed", isTokenRefused: true });
    expect((await tokens.token("test_user"))?.reveal()).toBe(tokenName(1));
  });

  test("is forgotten, and no other, where it cannot be renewed", async () => {
    const server = await startAlyx(() => ({ status: 401, body: { detail: "Invalid token." } }));
    const tokens = settingsTokens(await settingsFor(server.url), server.url);
    await tokens.saveToken("test_user", new Secret("stale"));
    const wrong = { tokens, token: "stale", password: "wrong" };
    expect(await rejection(clientOf(server, wrong).alyx.get("a"))).toMatchObject({ code: "alyx/login-refused" });
    expect(await tokens.token("test_user")).toBeUndefined();
    await tokens.saveToken("test_user", new Secret("newer"));
    let isAsked = false;
    const { alyx } = clientOf(server, {
      ...wrong,
      password: undefined,
      askPassword: async () => {
        isAsked = true;
        await tokens.saveToken("test_user", new Secret("newest"));
        return "wrong";
      },
    });
    expect(await rejection(alyx.get("a"))).toMatchObject({ code: "alyx/login-refused" });
    expect([isAsked, (await tokens.token("test_user"))?.reveal()]).toEqual([true, "newest"]);
  });

  test("that is refused again is an error, not an endless loop", async () => {
    const refusal = { status: 403, body: { detail: "Invalid token." } };
    const server = await startAlyx(() => refusal);
    const error = await rejection(clientOf(server).alyx.get("a"));
    expect(error).toMatchObject({ code: "alyx/http-status", status: 403, detail: "Invalid token." });
    expect(server.requests).toHaveLength(2);
  });

  test.each([401, 403])("with status %d leads to a clear error where there is no password", async (status) => {
    const server = await startAlyx(() => ({ status, body: { detail: "Invalid token." } }));
    const error = await rejection(clientOf(server, { token: "stale", password: undefined }).alyx.get("a"));
    expect(isAlyxError(error, "alyx/login-needed") && error.isTokenRefused).toBe(true);
    expect(String(error)).toContain('The token of "test_user" is refused');
    expect(server.requests).toHaveLength(1);
  });

  test("is not what another 403 means", async () => {
    const detail = "You do not have permission to perform this action.";
    const server = await startAlyx(() => ({ status: 403, body: { detail } }));
    const error = await rejection(clientOf(server).alyx.send("DELETE", "notes/1"));
    expect([server.logins.length, server.requests.length]).toEqual([1, 1]);
    expect(error).toMatchObject({ status: 403, detail });
  });
});

describe("Logging out", () => {
  test("forgets the token, the password, and the answers", async () => {
    const server = await startAlyx(() => ({ body: [1] }));
    const tokens = settingsTokens(await settingsFor(server.url), server.url);
    const { alyx } = clientOf(server, { tokens, cache: {} });
    await alyx.get("a");
    expect(await alyx.logout()).toBe("test_user");
    expect([alyx.isLoggedIn, alyx.user, await tokens.token("test_user")]).toEqual([false, undefined, undefined]);
    expect(await alyx.logout()).toBeUndefined();
    await alyx.authenticate({ password: PASSWORD });
    await alyx.get("a");
    expect(server.requests).toHaveLength(2);
  });
});

describe("Secrets", () => {
  test("that a server repeats are not in errors", async () => {
    const server = await startAlyx(({ headers }) => ({
      status: 500,
      text: `<title>x</title> ${headers["authorization"]}`,
    }));
    const error = await rejection(clientOf(server).alyx.get("a"));
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain(tokenName(1));
    expect(error).toMatchObject({ status: 500, body: expect.stringContaining("Token ****") });
  });

  test("are not in what a client, or its settings, shows", async () => {
    const server = await startAlyx(() => ({ body: [] }));
    const { alyx } = clientOf(server, { token: new Secret("t0ken") });
    const params = { HTTP_DATA_SERVER: "https://d.org", HTTP_DATA_SERVER_LOGIN: "u" };
    const secret = new Secret("pa55");
    const other = clientOf(server, { dataServer: { ...params, HTTP_DATA_SERVER_PWD: secret } }).alyx;
    const shown = [alyx, other, secret, `${secret}`].map(
      (value) => inspect(value, { depth: 9, showHidden: true }) + JSON.stringify(value),
    );
    expect(shown.join()).not.toMatch(/t0ken|pa55|dTpwYTU1/);
    expect(other.downloads.dataServer).toBe("https://d.org");
    expect(await other.downloads.credentials[0]?.authorize(new Request("https://d.org"))).toEqual({
      Authorization: `Basic ${btoa("u:pa55")}`,
    });
  });
});
