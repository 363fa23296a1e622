import { describe, expect, test } from "vitest";
import { PASSWORD, startAlyx, tokenName } from "../alyx/client/loopback-alyx.ts";
import { Home, settingsFile } from "./home.ts";

/** A database that knows the user, and takes the tokens that it handed out. */
async function database() {
  const alyx = await startAlyx(({ url, headers }) => {
    if (headers["authorization"] !== `Token ${tokenName(alyx.tokens)}`) {
      return { status: 403, body: { detail: "Invalid token." } };
    }
    return url.startsWith("/users/") ? { body: { username: "me" } } : { status: 404, body: { detail: "Not found." } };
  });
  return alyx;
}

async function loggedIn() {
  const [home, alyx] = [await Home.create(), await database()];
  const base = ["--base-url", alyx.url, "--username", "me"];
  expect(await home.one(["login", ...base, "--password-stdin"], { input: `${PASSWORD}\n` })).toMatchObject({ code: 0 });
  return { home, alyx, base, file: settingsFile(alyx.url) };
}

describe("one login", () => {
  test("takes the password of standard input, and keeps the token for the owner alone", async () => {
    const { home, alyx, file } = await loggedIn();
    expect(alyx.logins).toHaveLength(1);
    expect(await home.settings(file)).toMatchObject({
      ALYX_URL: alyx.url,
      ALYX_LOGIN: "me",
      TOKEN: { me: { token: tokenName(1) } },
    });
    expect(JSON.stringify(await home.settings(file))).not.toContain(PASSWORD);
    expect(await home.mode(file)).toBe(0o600);
  });

  test.each([
    ["the environment", { env: { ALYX_PASSWORD: PASSWORD } }],
    ["a person", { typed: [['Password of "me"', `${PASSWORD}\r`]] as const }],
  ])("takes the password of %s, and never shows it", async (_, how) => {
    const [home, alyx] = [await Home.create(), await database()];
    const { code, out, err } = await home.one(["login", "--base-url", alyx.url, "--username", "me"], how);
    expect([code, out]).toEqual([0, expect.stringContaining(`Logged in to ${alyx.url} as me`)]);
    for (const secret of [PASSWORD, tokenName(1)]) expect(`${out}${err}`).not.toContain(secret);
  });

  test("asks a person again who mistyped, three times at most", async () => {
    const [home, alyx] = [await Home.create(), await database()];
    const login = ["login", "--base-url", alyx.url, "--username", "me"];
    const asked = 'Password of "me"';
    const right = await home.one(login, {
      typed: [
        [asked, "wrong\r"],
        [asked, `${PASSWORD}\r`],
      ],
    });
    expect([right.code, alyx.logins.length]).toEqual([0, 2]);
    const never = await home.one(login, {
      typed: [
        [asked, "a\r"],
        [asked, "b\r"],
        [asked, "c\r"],
      ],
    });
    expect([never.code, never.err]).toEqual([1, expect.stringContaining("[alyx/login-refused]")]);
    expect(alyx.logins).toHaveLength(5);
  });

  test("that fails keeps nothing, and makes no database the default one", async () => {
    const [home, alyx] = [await Home.create(), await database()];
    const base = ["--base-url", alyx.url, "--username", "me"];
    const wrong = await home.one(["login", ...base, "--password-stdin"], { input: "wrong\n" });
    expect(wrong.code).toBe(1);
    expect(await home.settings(".caches").catch(() => undefined)).toBeUndefined();
    expect(await home.settings(settingsFile(alyx.url)).catch(() => undefined)).toBeUndefined();
  });

  test("does not send the password that the environment has for another database", async () => {
    const [home, alyx] = [await Home.create(), await database()];
    const env = { ALYX_PASSWORD: PASSWORD, ALYX_BASE_URL: "https://other.org" };
    const { code, err } = await home.one(["login", "--base-url", alyx.url, "--username", "me"], { env });
    expect([code, err]).toEqual([2, expect.stringContaining("--password-stdin")]);
    expect(alyx.logins).toEqual([]);
  });

  test("asks for a user where none is named, and names the option where nobody can be asked", async () => {
    const [home, alyx] = [await Home.create(), await database()];
    const alone = await home.one(["login", "--base-url", alyx.url]);
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining("add --username")]);
    await expect(home.settings(".caches")).rejects.toThrow("ENOENT");
    const typed = [
      ["User name for", "me\r"],
      ['Password of "me"', `${PASSWORD}\r`],
    ] as const;
    const { code, out } = await home.one(["login", "--base-url", alyx.url, "--json"], { typed });
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ user: "me", database: alyx.url })]);
  });

  test.each([["wrong\n"], ["\n"]])("fails with %j in one line, without the password", async (input) => {
    const [home, alyx] = [await Home.create(), await database()];
    const { code, out, err } = await home.one(
      ["login", "--base-url", alyx.url, "--username", "me", "--password-stdin"],
      { input },
    );
    expect([code, out]).toEqual([input === "\n" ? 2 : 1, ""]);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err).not.toContain("wrong ");
    if (input !== "\n") expect(err).toMatch(/Unable to log in .*\[alyx\/login-refused\]\n$/);
  });

  test("of another user makes that one the user of the settings", async () => {
    const { home, alyx, file } = await loggedIn();
    const { err } = await home.one(["login", "--username", "you", "--password-stdin"], { input: PASSWORD });
    expect(err).toContain('the settings named "me" before');
    expect(await home.settings(file)).toMatchObject({
      ALYX_LOGIN: "you",
      TOKEN: { me: { token: tokenName(1) }, you: { token: tokenName(2) } },
    });
    expect(JSON.parse((await home.one(["whoami", "--json"])).out)).toMatchObject({ user: "you", database: alyx.url });
  });

  test("is stopped by Ctrl-C without a login", async () => {
    const [home, alyx] = [await Home.create(), await database()];
    const typed = [['Password of "me"', "abc\u0003"]] as const;
    const { code, err } = await home.one(["login", "--base-url", alyx.url, "--username", "me"], { typed });
    expect([code, alyx.logins]).toEqual([130, []]);
    expect(err).toContain("Stopped; nothing has changed.");
  });
});

describe("one whoami", () => {
  test("before any login says so with exit code 1, and writes nothing", async () => {
    const home = await Home.create();
    const { code, out } = await home.one(["whoami", "--json"]);
    expect([code, JSON.parse(out)]).toEqual([
      1,
      expect.objectContaining({ user: "intbrainlab", token: "none", is_logged_in: false, cache_dir: null }),
    ]);
    await expect(home.settings(".caches")).rejects.toThrow("ENOENT");
  });

  test("asks the database whether the token is good", async () => {
    const { home, alyx } = await loggedIn();
    const good = await home.one(["whoami"]);
    expect([good.code, good.out]).toEqual([0, expect.stringMatching(/user +me\n/)]);
    expect(good.out).toContain("in the settings, the database takes it");
    alyx.tokens += 1;
    const refused = await home.one(["whoami", "--json"]);
    expect([refused.code, JSON.parse(refused.out)]).toEqual([1, expect.objectContaining({ token: "refused" })]);
  });

  test("--offline does not ask, and JSON never holds the token", async () => {
    const { home, alyx } = await loggedIn();
    await alyx.close();
    const offline = await home.one(["whoami", "--offline", "--json"]);
    expect([offline.code, JSON.parse(offline.out)]).toEqual([
      0,
      {
        user: "me",
        database: alyx.url,
        is_logged_in: true,
        token: "unchecked",
        token_from: "settings",
        cache_dir: expect.stringContaining(home.folder),
        settings: home.path(""),
        problem: null,
      },
    ]);
    expect(offline.out).not.toContain(tokenName(1));
    const online = await home.one(["whoami", "--json"]);
    expect([online.code, JSON.parse(online.out)]).toEqual([
      1,
      expect.objectContaining({ token: "unanswered", problem: "transfer/unreachable" }),
    ]);
  }, 20_000);

  test("takes a token of the environment for the database that the environment names", async () => {
    const [home, alyx] = [await Home.create(), await database()];
    const env = { ALYX_BASE_URL: alyx.url, ALYX_USER: "me", ALYX_TOKEN: tokenName(0) };
    const { code, out } = await home.one(["whoami", "--json"], { env });
    expect([code, JSON.parse(out)]).toEqual([
      0,
      expect.objectContaining({ token: "valid", token_from: "environment" }),
    ]);
  });
});

describe("one logout", () => {
  test("forgets the token, and a second one finds nobody", async () => {
    const { home, alyx, file } = await loggedIn();
    expect(await home.one(["logout"])).toEqual({ code: 0, out: `Logged out of ${alyx.url} as me\n`, err: "" });
    expect(await home.settings(file)).not.toHaveProperty("TOKEN");
    expect(await home.one(["logout"])).toEqual({
      code: 1,
      out: "",
      err: `Nobody is logged in to ${alyx.url} as me.\n`,
    });
    expect(alyx.requests).toEqual([]);
  });

  test("says that it cannot take a token out of the environment", async () => {
    const { home } = await loggedIn();
    const { code, err } = await home.one(["logout"], { env: { ALYX_TOKEN: tokenName(1) } });
    expect([code, err]).toEqual([0, expect.stringContaining("ALYX_TOKEN is set")]);
  });
});
