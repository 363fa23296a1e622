import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  checkCacheConflict,
  deleteAllParams,
  deleteParams,
  getCacheDir,
  getParams,
  restCacheName,
  Secret,
  saveParams,
  saveRemoteParams,
  settingsTokens,
  setupSilently,
} from "../../src/alyx/index.ts";
import {
  alyxEnvironment,
  getParamsDir,
  nodeSettings,
  openAlyxClient,
  restCacheFolder,
  settingsFolder,
} from "../../src/node.ts";
import { clientOf, PASSWORD, rejection, startAlyx, tokenName } from "../alyx/client/loopback-alyx.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "settings-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
const NO_ENVIRONMENT = alyxEnvironment({});

async function home(): Promise<{
  readonly folder: string;
  readonly paramsDir: string;
  readonly settings: ReturnType<typeof nodeSettings>;
}> {
  const folder = await temporaryFolder();
  const paramsDir = join(folder, ".one");
  return { folder, paramsDir, settings: nodeSettings({ paramsDir, cacheRoot: join(folder, "ONE") }) };
}

describe("Settings on disk", () => {
  test("are where Python has them", async () => {
    expect(getParamsDir()).toMatch(/[/\\]\.one$/);
    const { folder, paramsDir, settings } = await home();
    const params = await getParams(settings, { client: "https://a.org:8000" });
    expect(params.CACHE_DIR).toBe(join(folder, "ONE", "a.org_8000"));
    expect((await stat(params.CACHE_DIR)).isDirectory()).toBe(true);
    expect((await readdir(paramsDir)).sort()).toEqual([".a.org_8000", ".caches"]);
    expect(await getCacheDir(settings)).toBe(params.CACHE_DIR);
  });

  test("with tokens are for the owner alone, also where another program left them open", async () => {
    const { paramsDir, settings } = await home();
    const params = await getParams(settings, { client: "https://a.org" });
    await saveRemoteParams(settings, "globus", { default: { access_token: new Secret("t") } });
    expect([await modeOf(join(paramsDir, ".a.org")), await modeOf(join(paramsDir, ".remote"))]).toEqual([0o600, 0o600]);
    await chmod(join(paramsDir, ".a.org"), 0o666);
    await saveParams(settings, params);
    expect(await modeOf(join(paramsDir, ".a.org"))).toBe(0o600);
    expect(await readdir(paramsDir)).toHaveLength(3);
  });

  test("are forgotten one by one, or all", async () => {
    const { paramsDir, settings } = await home();
    await setupSilently(settings, { client: "a.org" });
    expect([await deleteParams(settings, "a.org"), await readdir(paramsDir)]).toEqual([true, [".caches"]]);
    await deleteAllParams(settings);
    expect(await rejection(stat(paramsDir))).toMatchObject({ code: "ENOENT" });
  });

  test("know a folder however it is written", async () => {
    const { folder, settings } = await home();
    await setupSilently(settings, { client: "a.org", cacheDir: join(folder, "c") });
    for (const same of ["c", "c/", "x/../c"]) {
      expect(await rejection(checkCacheConflict(settings, `${folder}/${same}`))).toMatchObject({ client: "a.org" });
    }
  });

  test.each(["caches", "../x", "a/b", "a\\b", "a\0b", ".", "..", "."])("have no name such as %j", async (name) => {
    const folder = settingsFolder(await temporaryFolder());
    const outcomes = [folder.read(name), folder.write(name, "x", { isPrivate: false }), folder.remove(name)].map(
      rejection,
    );
    for (const outcome of await Promise.all(outcomes))
      expect(outcome).toMatchObject({ code: "settings/invalid-value" });
  });

  test("lose nothing where several change them at once", async () => {
    const { paramsDir, settings } = await home();
    const databases = Array.from({ length: 8 }, (_, i) => `db${i}.org`);
    await Promise.all(databases.map((client) => setupSilently(settings, { client })));
    const { CLIENT_MAP } = JSON.parse(await readFile(join(paramsDir, ".caches"), "utf8"));
    expect(Object.keys(CLIENT_MAP).sort()).toEqual(databases);
    const users = Array.from({ length: 8 }, (_, i) => `user${i}`);
    const tokens = settingsTokens(settings, "db0.org");
    await Promise.all(users.map((user) => tokens.saveToken(user, new Secret(`t-${user}`))));
    const kept = await Promise.all(users.map(async (user) => (await tokens.token(user))?.reveal()));
    expect(kept).toEqual(users.map((user) => `t-${user}`));
    await Promise.all(databases.slice(1).map((client) => deleteParams(settings, client)));
    expect((await readdir(paramsDir)).sort()).toEqual([".caches", ".db0.org"]);
    await setupSilently(settings, { client: "settings.lock" });
    expect(await readdir(paramsDir)).toContain(".settings.lock");
    const stop = new AbortController();
    const holding = settings.storage.alone?.(() => new Promise((done) => stop.signal.addEventListener("abort", done)));
    const waiting = tokens.saveToken("user0", new Secret("new"), AbortSignal.timeout(30));
    await expect(waiting).rejects.toMatchObject({ name: "TimeoutError" });
    stop.abort();
    await holding;
  });

  test("that cannot be read for another reason are an error", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, ".caches"));
    const read = await rejection(settingsFolder(folder).read(".caches"));
    expect(read).toMatchObject({ code: "settings/invalid-file", cause: { code: "EISDIR" } });
  });

  test("that cannot be written are an error that says nothing of what they were to hold", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    const storage = settingsFolder(join(folder, "file", "below"));
    const error = (await rejection(storage.write(".a.org", '{"TOKEN": "hunter2"}', { isPrivate: true }))) as Error;
    expect(error).toMatchObject({ code: "settings/invalid-file", file: ".a.org" });
    expect(`${error.stack} ${String(error.cause)}`).not.toContain("hunter2");
  });
});

describe("Answers that old versions kept beside the settings", () => {
  async function withOld(): Promise<
    Awaited<ReturnType<typeof home>> & { readonly old: string; readonly cacheDir: string }
  > {
    const found = await home();
    const { CACHE_DIR: cacheDir } = await getParams(found.settings, { client: "http://a.org:8000" });
    const old = join(found.paramsDir, ".rest", "a.org_8000", "http");
    await mkdir(old, { recursive: true });
    await writeFile(join(old, "answer"), "x");
    return { ...found, old, cacheDir };
  }

  test("are moved to the files of the database", async () => {
    const { settings, paramsDir, cacheDir } = await withOld();
    await getParams(settings);
    expect([await readFile(join(cacheDir, ".rest", "answer"), "utf8"), (await readdir(paramsDir)).sort()]).toEqual([
      "x",
      [".a.org_8000", ".caches"],
    ]);
  });

  test.runIf(existsSync("/dev/shm"))("are moved to another disk too", async () => {
    const { settings, old } = await withOld();
    const cacheDir = join(await mkdtemp("/dev/shm/settings-"), "cache");
    onTestFinished(() => rm(dirname(cacheDir), { recursive: true, force: true }));
    await setupSilently(settings, { client: "http://a.org:8000", cacheDir });
    await getParams(settings, { client: "http://a.org:8000" });
    expect(await readFile(join(cacheDir, ".rest", "answer"), "utf8")).toBe("x");
    expect(existsSync(old)).toBe(false);
  });

  test("stay where there are newer ones", async () => {
    const { settings, old, cacheDir } = await withOld();
    await mkdir(join(cacheDir, ".rest"));
    await getParams(settings);
    expect([await readdir(old), await readdir(join(cacheDir, ".rest"))]).toEqual([["answer"], []]);
  });
});

describe("The environment", () => {
  test("gives a database, a user, and secrets that do not show", () => {
    const env = { ALYX_BASE_URL: "https://a.org", ALYX_USER: "me", ALYX_TOKEN: "t0ken", ALYX_PASSWORD: "" };
    const given = alyxEnvironment(env);
    expect([given.baseUrl, given.username, given.token?.reveal(), given.password]).toEqual([
      "https://a.org",
      "me",
      "t0ken",
      undefined,
    ]);
    expect(JSON.stringify(given)).not.toContain("t0ken");
  });

  test("lets a job without settings ask a database without logging in", async () => {
    const server = await startAlyx(() => ({ body: [1] }));
    const { settings } = await home();
    const environment = alyxEnvironment({ ALYX_BASE_URL: server.url, ALYX_USER: "me", ALYX_TOKEN: "t0ken" });
    const { alyx } = await openAlyxClient({ settings, environment });
    expect([await alyx.get("a"), alyx.user, server.logins.length]).toEqual([[1], "me", 0]);
    expect(server.requests[0]?.headers).toMatchObject({ authorization: "Token t0ken", "one-api-version": "3.4.2" });
  });

  test("gives its secrets to no other database, and to no other user", async () => {
    const server = await startAlyx(() => ({ body: [1] }));
    const { settings } = await home();
    const secrets = { ALYX_USER: "me", ALYX_TOKEN: "t0ken", ALYX_PASSWORD: PASSWORD };
    const elsewhere = alyxEnvironment({ ...secrets, ALYX_BASE_URL: "https://other.org" });
    const other = await openAlyxClient({ baseUrl: server.url, settings, environment: elsewhere });
    expect(await rejection(other.alyx.get("a"))).toMatchObject({ code: "alyx/login-needed" });
    const you = await openAlyxClient({
      baseUrl: server.url,
      username: "you",
      settings,
      environment: alyxEnvironment(secrets),
    });
    expect(await rejection(you.alyx.get("a"))).toMatchObject({ code: "alyx/login-needed", user: "you" });
    expect([server.requests, server.logins]).toEqual([[], []]);
  });
});

describe("A client with the settings of a machine", () => {
  test("keeps its token for the next one, and answers beside the files", async () => {
    const server = await startAlyx(() => ({ body: [1] }));
    const { settings, paramsDir } = await home();
    const options = { baseUrl: server.url, settings, environment: NO_ENVIRONMENT };
    const file = join(paramsDir, `.${server.url.slice("http://".length).replace(":", "_")}`);
    const first = await openAlyxClient({ ...options, username: "intbrainlab", password: PASSWORD });
    await first.alyx.get("/a");
    const second = await openAlyxClient(options);
    await second.alyx.get("/a");
    await second.alyx.get("/b");
    expect([server.logins.length, server.requests.map(({ url }) => url)]).toEqual([1, ["/a", "/b"]]);
    const rest = join(second.cacheDir, ".rest");
    expect((await readdir(rest)).sort()).toEqual([restCacheName("/a"), restCacheName("/b")].sort());
    expect(await modeOf(join(rest, restCacheName("/a")))).toBe(0o600);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ TOKEN: { intbrainlab: { token: tokenName(1) } } });
    await second.alyx.logout();
    expect([await readdir(rest), await readFile(file, "utf8")]).toEqual([[], expect.not.stringContaining("TOKEN")]);
  });

  test("keeps another user's answers apart, and none where it is told so", async () => {
    const server = await startAlyx(({ headers }) => ({ body: [headers["authorization"]] }));
    const { settings } = await home();
    const options = { baseUrl: server.url, settings, environment: NO_ENVIRONMENT };
    const seen: unknown[] = [];
    for (const username of ["intbrainlab", "other", "intbrainlab"]) {
      const { alyx } = await openAlyxClient({ ...options, username, token: `t-${username}` });
      seen.push(await alyx.get("/a"));
    }
    expect(seen).toEqual([["Token t-intbrainlab"], ["Token t-other"], ["Token t-intbrainlab"]]);
    expect(server.requests).toHaveLength(2);
    const { alyx } = await openAlyxClient({ ...options, token: "t", cacheMode: null });
    await alyx.get("/a");
    expect(server.requests).toHaveLength(3);
  });
});

describe("Answers in a folder", () => {
  test("are the files with names of ours, and survive what others do", async () => {
    const folder = join(await temporaryFolder(), ".rest");
    const storage = restCacheFolder(folder);
    const name = restCacheName("/a");
    expect([await storage.names(), await storage.read(name)]).toEqual([[], undefined]);
    await storage.write(name, "text");
    await writeFile(join(folder, "note.txt"), "mine");
    await symlink("/nowhere", join(folder, restCacheName("/link")));
    expect([...(await storage.names())].sort()).toEqual([name, restCacheName("/link")].sort());
    for (const found of await storage.names()) await storage.remove(found);
    await storage.remove(name);
    expect(await readdir(folder)).toEqual(["note.txt"]);
  });

  test("are whole after many clients wrote one at a time", async () => {
    const folder = await temporaryFolder();
    const server = await startAlyx(() => ({ body: { long: "x".repeat(100_000) } }));
    const clients = Array.from({ length: 8 }, () =>
      clientOf(server, { token: "t", cache: { storage: restCacheFolder(folder), sharedUser: "test_user" } }),
    );
    await Promise.all(clients.map(({ alyx }) => alyx.get("/a", {}, { noCache: true })));
    const kept = JSON.parse(await readFile(join(folder, restCacheName("/a")), "utf8")) as [{ long: string }, string];
    expect([kept[0].long.length, await readdir(folder)]).toEqual([100_000, [restCacheName("/a")]]);
    expect(clients.flatMap(({ warnings }) => warnings)).toEqual([]);
  });
});
