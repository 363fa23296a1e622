import { inspect } from "node:util";
import { type DataWarning } from "@neurophys/alf";
import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  checkCacheConflict,
  DEFAULT_PARAMS,
  deleteAllParams,
  deleteParams,
  findRemoteParams,
  getCacheDir,
  getCaches,
  getDefaultClient,
  getDefaultUrl,
  getParams,
  getRemoteParams,
  isSettingsError,
  memorySettings,
  Secret,
  type SettingsContext,
  saveAllRemoteParams,
  saveParams,
  saveRemoteParams,
  setupSilently,
  type WebStorage,
  webSettings,
} from "../../src/alyx/index.ts";
import { paramUrl } from "../../src/settings/param-url.ts";

interface TestSettings extends SettingsContext {
  readonly warnings: DataWarning[];
}

function settings(): TestSettings {
  const warnings: DataWarning[] = [];
  return { ...memorySettings({ onWarning: (warning) => void warnings.push(warning) }), warnings };
}

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => error,
  );
const fileOf = async ({ storage }: SettingsContext, name: string): Promise<unknown> =>
  JSON.parse((await storage.read(name)) ?? "null");
const put = ({ storage }: SettingsContext, name: string, json: unknown): Promise<void> =>
  storage.write(name, typeof json === "string" ? json : JSON.stringify(json), { isPrivate: false });

const PUBLIC_KEY = "openalyx.internationalbrainlab.org";

describe("Settings of a database", () => {
  test("of which there are none are those of the public one", async () => {
    const context = settings();
    expect(await getParams(context)).toEqual({ ...DEFAULT_PARAMS, CACHE_DIR: `ONE/${PUBLIC_KEY}` });
    expect(await fileOf(context, ".caches")).toEqual({
      CLIENT_MAP: { [PUBLIC_KEY]: `ONE/${PUBLIC_KEY}` },
      DEFAULT: PUBLIC_KEY,
    });
    expect(await context.storage.read(`.${PUBLIC_KEY}`)).toBe(`{
    "ALYX_URL": "https://openalyx.internationalbrainlab.org",
    "ALYX_LOGIN": "intbrainlab",
    "HTTP_DATA_SERVER": "https://ibl.flatironinstitute.org/public",
    "HTTP_DATA_SERVER_LOGIN": null,
    "HTTP_DATA_SERVER_PWD": null
}`);
  });

  test("that is not known yet are made with its address", async () => {
    const context = settings();
    const params = await getParams(context, { client: "alyx.lab.org:8000/", username: "me" });
    expect([params.ALYX_URL, params.ALYX_LOGIN, params.CACHE_DIR]).toEqual([
      "https://alyx.lab.org:8000",
      "me",
      "ONE/alyx.lab.org_8000",
    ]);
    await getParams(context, { client: "https://alyx.lab.org:8000", username: "you" });
    expect(await fileOf(context, ".alyx.lab.org_8000")).toMatchObject({
      ALYX_URL: "https://alyx.lab.org:8000",
      ALYX_LOGIN: "me",
    });
  });

  test("that Python wrote are read with all that is in them, and secrets wrapped", async () => {
    const context = settings();
    const file = {
      ALYX_URL: "https://a.org",
      ALYX_LOGIN: "me",
      HTTP_DATA_SERVER: "https://d.org",
      HTTP_DATA_SERVER_LOGIN: "du",
      HTTP_DATA_SERVER_PWD: "dp",
      ALYX_PWD: "ap",
      TOKEN: { me: { token: "t1" }, you: { token: "t2" } },
      FTP_DATA_SERVER_PWD: "old",
      EXTRA: { a: [1, true, null] },
    };
    await put(context, ".a.org", file);
    await put(context, ".caches", { CLIENT_MAP: { "a.org": "/data/a" }, DEFAULT: "a.org" });
    const params = await getParams(context);
    expect([params.ALYX_PWD?.reveal(), params.HTTP_DATA_SERVER_PWD?.reveal()]).toEqual(["ap", "dp"]);
    const shown =
      inspect(params, { depth: 9, showHidden: true }) + JSON.stringify(params) + String(Object.values(params));
    for (const secret of ["ap", "dp", "t1", "t2", "old"])
      expect(shown).not.toMatch(new RegExp(`["'\`: ,]${secret}["'\`,]`));
    await saveParams(context, params);
    expect(await fileOf(context, ".a.org")).toEqual(file);
  });

  test("come without lists of secrets, whatever is asked of them", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 5 }), (value) => {
        const secret = new Secret(value);
        fc.pre(!"****".includes(value) && !"Secret {}".includes(value));
        expect(`${secret}${JSON.stringify({ secret })}${inspect(secret, { showHidden: true })}`).not.toContain(value);
        expect(secret.reveal()).toBe(value);
      }),
    );
  });

  test("of the public database name its new data server", async () => {
    const context = settings();
    await put(context, `.${PUBLIC_KEY}`, { ...DEFAULT_PARAMS, HTTP_DATA_SERVER: "https://ibl.flatironinstitute.org" });
    await put(context, ".caches", { CLIENT_MAP: { [PUBLIC_KEY]: "/data" }, DEFAULT: PUBLIC_KEY });
    expect((await getParams(context)).HTTP_DATA_SERVER).toBe(DEFAULT_PARAMS.HTTP_DATA_SERVER);
    expect(await fileOf(context, `.${PUBLIC_KEY}`)).toMatchObject({
      HTTP_DATA_SERVER: DEFAULT_PARAMS.HTTP_DATA_SERVER,
    });
  });

  test("whose file went are made again (O1)", async () => {
    const context = settings();
    await put(context, ".caches", { CLIENT_MAP: { "a.org": "/data/a" }, DEFAULT: "a.org" });
    expect(await getParams(context)).toMatchObject({ ALYX_URL: "https://a.org", CACHE_DIR: "/data/a" });
  });

  test.each([
    [".caches", "{", "expected JSON"],
    [".caches", [], "expected a JSON object"],
    [".caches", { CLIENT_MAP: { a: 1 } }, "CLIENT_MAP with a folder for each key"],
    [".caches", { DEFAULT: "a" }, "CLIENT_MAP with a folder for each key"],
    [".a.org", '{"ALYX_PWD": "hunter2", ', "expected JSON"],
    [".a.org", { ALYX_PWD: "hunter2" }, "expected a text under ALYX_URL"],
  ])("that cannot be read (%s: %j) are an error that repeats nothing of them", async (name, json, message) => {
    const context = settings();
    if (name !== ".caches") await put(context, ".caches", { CLIENT_MAP: { "a.org": "/d" }, DEFAULT: "a.org" });
    await put(context, name, json);
    const error = await rejection(getParams(context));
    expect(isSettingsError(error, "settings/invalid-file") && error.file).toBe(name);
    expect(String(error)).toContain(message);
    expect(inspect(error, { depth: 9 })).not.toContain("hunter2");
  });

  test.each(["caches", "remote", ".", "..", "https://"])(
    "of %s would lie in another file, and are refused",
    async (client) => {
      expect(await rejection(getParams(settings(), { client }))).toMatchObject({ code: "settings/invalid-value" });
    },
  );

  test("are forgotten with their place in the map", async () => {
    const context = settings();
    await setupSilently(context, { client: "https://a.org" });
    await setupSilently(context, { client: "https://b.org" });
    expect(await deleteParams(context, "https://a.org")).toBe(true);
    expect([await getCaches(context), await context.storage.read(".a.org")]).toEqual([
      { CLIENT_MAP: { "b.org": "ONE/b.org" } },
      undefined,
    ]);
    expect(await deleteParams(context, "a.org")).toBe(false);
    expect(context.warnings).toEqual([
      expect.objectContaining({ category: "UserWarning", message: "a.org: params file not found" }),
    ]);
    await deleteAllParams(context);
    expect(await getCaches(context)).toBeUndefined();
  });
});

describe("A silent setup", () => {
  test("keeps what there is, but for tokens and passwords of the database", async () => {
    const context = settings();
    const file = {
      ALYX_URL: "https://a.org",
      ALYX_LOGIN: "me",
      HTTP_DATA_SERVER: "https://d.org",
      HTTP_DATA_SERVER_LOGIN: "u",
      HTTP_DATA_SERVER_PWD: "p",
    };
    await put(context, ".a.org", { ...file, ALYX_PWD: "x", TOKEN: { me: { token: "t" } } });
    await setupSilently(context, { client: "https://a.org", cacheDir: "/c", username: "you" });
    expect(await fileOf(context, ".a.org")).toEqual({ ...file, ALYX_LOGIN: "you" });
  });

  test("makes the first database the default one, and others if told so", async () => {
    const context = settings();
    const defaults: unknown[] = [];
    for (const [client, makeDefault] of [
      ["a.org", undefined],
      ["b.org", undefined],
      ["c.org", true],
      ["d.org", false],
    ] as const) {
      await setupSilently(context, { client, makeDefault });
      defaults.push(await getDefaultClient(context), await getDefaultUrl(context));
    }
    expect(defaults.filter((_, i) => i % 2 === 0)).toEqual(["a.org", "a.org", "c.org", "c.org"]);
    expect(defaults.at(-1)).toBe("https://c.org");
  });

  test("keeps the folder it had, and takes the one that is given", async () => {
    const context = settings();
    await setupSilently(context, { client: "a.org", cacheDir: "/c" });
    await setupSilently(context, { client: "a.org" });
    expect(await getCacheDir(context, "https://a.org")).toBe("/c");
  });

  test("warns if another database has the folder", async () => {
    const context = settings();
    await setupSilently(context, { client: "a.org", cacheDir: "/c" });
    await setupSilently(context, { client: "b.org", cacheDir: "/c/" });
    expect(context.warnings.map(({ code, category }) => [code, category])).toEqual([
      ["settings/cache-conflict", "UserWarning"],
    ]);
  });

  test.each(["ftp://a.org", "https://me:pw@a.org", "http://", "https://a b"])("refuses %s", async (client) => {
    const error = await rejection(setupSilently(settings(), { client }));
    expect([isSettingsError(error, "settings/invalid-value"), String(error).includes("pw")]).toEqual([true, false]);
  });
});

describe("Folders of files", () => {
  test("are the root of all before the first setup, then each database's own", async () => {
    const context = settings();
    expect(await getCacheDir(context)).toBe("ONE");
    await setupSilently(context, { client: "a.org" });
    expect(await getCacheDir(context)).toBe("ONE/a.org");
    const error = await rejection(getCacheDir(context, "https://b.org"));
    expect(isSettingsError(error, "settings/unknown-client") && [error.key, error.known]).toEqual(["b.org", ["a.org"]]);
  });

  test("that are one database's cannot be another's, however they are written (O2)", async () => {
    const context = settings();
    await setupSilently(context, { client: "a.org", cacheDir: "/c" });
    await checkCacheConflict(context, "/d");
    for (const folder of ["/c", "/c/"]) {
      const error = await rejection(checkCacheConflict(context, folder));
      expect(isSettingsError(error, "settings/cache-conflict") && error.client).toBe("a.org");
    }
  });
});

describe("Settings of other ways to reach files", () => {
  test("are found by dotted path", async () => {
    const context = settings();
    expect([await findRemoteParams(context), await findRemoteParams(context, "globus.default")]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await rejection(getRemoteParams(context, "globus"))).toMatchObject({
      code: "settings/remote-missing",
      path: "globus",
    });
    await saveAllRemoteParams(context, {
      globus: { default: { GLOBUS_CLIENT_ID: "id", refresh_token: new Secret("r") } },
    });
    await saveRemoteParams(context, "aws", { default: { n: 1 } });
    expect(await getRemoteParams(context, "globus.default.GLOBUS_CLIENT_ID")).toBe("id");
    expect(JSON.stringify(await getRemoteParams(context))).not.toContain('"r"');
    expect(await fileOf(context, ".remote")).toEqual({
      globus: { default: { GLOBUS_CLIENT_ID: "id", refresh_token: "r" } },
      aws: { default: { n: 1 } },
    });
    expect(await rejection(saveAllRemoteParams(context, { a: 1 }))).toMatchObject({ setting: "a" });
    expect(await findRemoteParams(context, "globus.toString")).toBeUndefined();
  });
});

/** What a page's storage is, over a map. */
function webStorageOf(texts: Map<string, string>): WebStorage {
  return {
    get length() {
      return texts.size;
    },
    key: (i) => [...texts.keys()][i] ?? null,
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => void texts.set(name, text),
    removeItem: (name) => void texts.delete(name),
  };
}

/** Locks as a browser has them: whoever asks for a name waits for those before. */
function browserLocks() {
  const names: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const request = async (name: string, _options: object, work: () => Promise<unknown>): Promise<unknown> => {
    names.push(name);
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return await mine;
  };
  return { names, locks: { request } };
}

describe("Settings in a page", () => {
  test("are locked against other tabs while they are changed, where the page may have locks", async () => {
    const texts = new Map<string, string>();
    const storage = webStorageOf(texts);
    const { names, locks } = browserLocks();
    vi.stubGlobal("navigator", { locks });
    onTestFinished(() => void vi.unstubAllGlobals());
    const tabs = [webSettings(storage), webSettings(storage)];
    await Promise.all(tabs.map((tab, i) => setupSilently(tab, { client: `db${i}.org` })));
    expect(Object.keys(JSON.parse(texts.get("one/.caches") ?? "").CLIENT_MAP)).toEqual(["db0.org", "db1.org"]);
    expect(new Set(names)).toEqual(new Set(["neurophys/settings/one/"]));
    await setupSilently(memorySettings(), { client: "a.org" });
    vi.stubGlobal("origin", "null");
    await setupSilently(webSettings(storage), { client: "a.org" });
    expect(names).toHaveLength(2);
  });

  test("stay among their own names", async () => {
    const texts = new Map([["other", "x"]]);
    const context = webSettings(webStorageOf(texts));
    await getParams(context, { client: "a.org" });
    expect([...texts.keys()]).toEqual(["other", "one/.a.org", "one/.caches"]);
    await deleteAllParams(context);
    expect([...texts.keys()]).toEqual(["other"]);
  });
});

describe("An address in the settings", () => {
  test.each([
    ["a.org", "https://a.org"],
    [" http://a.org:80// ", "http://a.org:80"],
    ["https://a.org/x/", "https://a.org/x"],
    ["127.0.0.1:8000", "http://127.0.0.1:8000"],
    ["localhost:8000/", "http://localhost:8000"],
    ["[::1]:8000", "http://[::1]:8000"],
    ["https://localhost:8000", "https://localhost:8000"],
    ["localhost.org:8000", "https://localhost.org:8000"],
  ])("%s is kept as %s", (answer, url) => {
    expect(paramUrl("ALYX_URL", answer)).toBe(url);
  });

  test("is the same the second time, or refused", () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (text) => {
        let url: string;
        try {
          url = paramUrl("ALYX_URL", text);
        } catch (error) {
          return isSettingsError(error, "settings/invalid-value");
        }
        return paramUrl("ALYX_URL", url) === url;
      }),
    );
  });
});
