import { describe, expect, test } from "vitest";
import {
  getCaches,
  getParams,
  memorySettings,
  Secret,
  type SettingsContext,
  type SetupPrompt,
  type SetupSettingsOptions,
  saveParams,
  settingsTokens,
  setupSettings,
  setupSilently,
} from "../../src/alyx/index.ts";

type Answers = readonly (readonly [asks: SetupPrompt["asks"], answer: string])[];

/** Run a setup with prepared answers; every question must be the one that was expected. */
async function run(context: SettingsContext, options: SetupSettingsOptions, answers: Answers) {
  const left = [...answers];
  const prompts: SetupPrompt[] = [];
  const caches = await setupSettings(context, options, async (prompt) => {
    prompts.push(prompt);
    const [asks, answer] = left.shift() ?? ["nothing", ""];
    if (asks !== prompt.asks) throw new Error(`asked for ${prompt.asks}, expected ${asks}`);
    return answer;
  });
  expect(left).toEqual([]);
  return { caches, prompts };
}

const file = async ({ storage }: SettingsContext, name: string): Promise<unknown> =>
  JSON.parse((await storage.read(name)) ?? "null");

const KEEP_ALL: Answers = [
  ["ALYX_LOGIN", ""],
  ["HTTP_DATA_SERVER", ""],
  ["HTTP_DATA_SERVER_LOGIN", ""],
  ["CACHE_DIR", ""],
];

describe("A setup with questions", () => {
  test("asks them in the order of the original, hides passwords, and writes the answers", async () => {
    const context = memorySettings();
    const { caches, prompts } = await run(context, {}, [
      ["ALYX_URL", "alyx.lab.org/"],
      ["ALYX_LOGIN", " me "],
      ["HTTP_DATA_SERVER", "http://d.org/"],
      ["HTTP_DATA_SERVER_LOGIN", "du"],
      ["HTTP_DATA_SERVER_PWD", " p w "],
      ["CACHE_DIR", "/data"],
      ["make-default", ""],
      ["confirm", "yes"],
    ]);
    expect(caches).toEqual({ CLIENT_MAP: { "alyx.lab.org": "/data" }, DEFAULT: "alyx.lab.org" });
    expect(await file(context, ".alyx.lab.org")).toEqual({
      ALYX_URL: "https://alyx.lab.org",
      ALYX_LOGIN: "me",
      HTTP_DATA_SERVER: "http://d.org",
      HTTP_DATA_SERVER_LOGIN: "du",
      HTTP_DATA_SERVER_PWD: " p w ",
    });
    expect(prompts.filter(({ isHidden }) => isHidden).map(({ asks }) => asks)).toEqual(["HTTP_DATA_SERVER_PWD"]);
    expect(prompts[2]?.warnings.map(({ code }) => code)).toEqual(["settings/foreign-server"]);
    expect(prompts[0]?.text).toBe('Param ALYX_URL, current value is ["https://openalyx.internationalbrainlab.org"]:');
    expect(prompts[5]?.text).toContain('current value is ["ONE/alyx.lab.org"]:');
  });

  test("does not ask what is given, and keeps what is there on empty answers", async () => {
    const context = memorySettings();
    await setupSilently(context, { client: "a.org", cacheDir: "/c" });
    const before = await file(context, ".a.org");
    await run(context, { client: "https://a.org", makeDefault: false }, [...KEEP_ALL, ["confirm", ""]]);
    expect([await file(context, ".a.org"), await getCaches(context)]).toEqual([
      before,
      { CLIENT_MAP: { "a.org": "/c" }, DEFAULT: "a.org" },
    ]);
  });

  test("takes no token and no password along to another address", async () => {
    const context = memorySettings();
    await setupSilently(context, { client: "a.org" });
    const params = await getParams(context, { client: "a.org" });
    await saveParams(context, { ...params, TOKEN: { me: { token: new Secret("t0ken") } } }, "a.org");
    await run(context, {}, [["ALYX_URL", "b.org"], ...KEEP_ALL, ["make-default", "n"], ["confirm", "y"]]);
    expect(JSON.stringify(await file(context, ".b.org"))).not.toContain("t0ken");
    expect(JSON.stringify(await file(context, ".a.org"))).toContain("t0ken");
  });

  test("asks for the password of the database if the file has one, and keeps tokens", async () => {
    const context = memorySettings();
    await setupSilently(context, { client: "a.org" });
    const TOKEN = { me: { token: new Secret("t") } };
    const params = {
      ALYX_URL: "https://a.org",
      ALYX_LOGIN: "me",
      HTTP_DATA_SERVER: null,
      HTTP_DATA_SERVER_LOGIN: null,
      HTTP_DATA_SERVER_PWD: null,
    };
    await saveParams(context, { ...params, ALYX_PWD: new Secret("old"), TOKEN });
    const { prompts } = await run(context, { client: "a.org", makeDefault: true }, [
      ...KEEP_ALL.slice(0, 3),
      ["ALYX_PWD", "new"],
      ["CACHE_DIR", ""],
      ["confirm", "y"],
    ]);
    expect(await file(context, ".a.org")).toMatchObject({ ALYX_PWD: "new", TOKEN: { me: { token: "t" } } });
    expect(prompts.map(({ text }) => text).join()).not.toContain("old");
    // A setting that is null is offered the default.
    expect(await file(context, ".a.org")).toMatchObject({
      HTTP_DATA_SERVER: "https://ibl.flatironinstitute.org/public",
    });
  });

  test("keeps a token that somebody else got while it asked", async () => {
    const context = memorySettings();
    await setupSilently(context, { client: "a.org" });
    const answers = new Map<string, string>([["ALYX_LOGIN", "me"]]);
    await setupSettings(context, { client: "a.org", makeDefault: true }, async ({ asks }) => {
      if (asks === "confirm") await settingsTokens(context, "a.org").saveToken("me", new Secret("t"));
      return answers.get(asks) ?? "";
    });
    expect(await file(context, ".a.org")).toMatchObject({ ALYX_LOGIN: "me", TOKEN: { me: { token: "t" } } });
  });

  test("asks again for an address that cannot be one", async () => {
    const { prompts } = await run(memorySettings(), {}, [
      ["ALYX_URL", "ftp://a.org"],
      ["ALYX_URL", "https://"],
      ["ALYX_URL", "https://a.org"],
      ["ALYX_LOGIN", ""],
      ["HTTP_DATA_SERVER", "file:///x"],
      ...KEEP_ALL.slice(1),
      ["make-default", ""],
      ["confirm", ""],
    ]);
    const problems = prompts
      .filter(({ problem }) => problem !== undefined)
      .map(({ asks, problem }) => [asks, problem?.code]);
    expect(problems).toEqual([
      ["ALYX_URL", "settings/invalid-value"],
      ["ALYX_URL", "settings/invalid-value"],
      ["HTTP_DATA_SERVER", "settings/invalid-value"],
    ]);
    expect(prompts[1]?.problem?.message).toContain("ALYX_URL (expected a valid HTTP URL");
  });

  test.each([
    ["", "me"],
    ["y", "me"],
    ["No", '"me"'],
  ])("asks about quotation marks; after %j the answer is %s", async (answer, login) => {
    const context = memorySettings();
    const { prompts } = await run(context, { client: "a.org", makeDefault: true }, [
      ["ALYX_LOGIN", '"me"'],
      ["strip-quotes", answer],
      ...KEEP_ALL.slice(1),
      ["confirm", ""],
    ]);
    expect(prompts[1]?.warnings.map(({ category }) => category)).toEqual(["UserWarning"]);
    expect(await file(context, ".a.org")).toMatchObject({ ALYX_LOGIN: login });
  });

  test("asks for another folder as long as one is another database's, unless it is to be", async () => {
    const context = memorySettings();
    await setupSilently(context, { client: "a.org", cacheDir: "/c" });
    const conflict: Answers = [...KEEP_ALL.slice(0, 3), ["CACHE_DIR", "/c"]];
    const changed = await run(context, { client: "b.org", makeDefault: false }, [
      ...conflict,
      ["change-cache-dir", ""],
      ["CACHE_DIR", "/c/"],
      ["change-cache-dir", "y"],
      ["CACHE_DIR", "/d"],
      ["confirm", ""],
    ]);
    expect(changed.caches?.CLIENT_MAP).toEqual({ "a.org": "/c", "b.org": "/d" });
    expect(changed.prompts[4]?.warnings[0]?.message).toContain('already a cache for "a.org"');
    const kept = await run(context, { client: "b.org", makeDefault: false }, [
      ...conflict,
      ["change-cache-dir", "n"],
      ["confirm", ""],
    ]);
    expect(kept.caches?.CLIENT_MAP).toEqual({ "a.org": "/c", "b.org": "/c" });
  });

  test("says nothing of the data server where it is that of the database, and shows no null", async () => {
    const { prompts } = await run(memorySettings(), {}, [
      ["ALYX_URL", ""],
      ...KEEP_ALL,
      ["make-default", ""],
      ["confirm", ""],
    ]);
    expect(prompts.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(prompts.map(({ text }) => text).join()).not.toContain("null");
  });

  test("that is not confirmed writes nothing", async () => {
    const context = memorySettings();
    const { caches } = await run(context, { client: "a.org" }, [...KEEP_ALL, ["make-default", ""], ["confirm", "no"]]);
    expect([caches, await getCaches(context), await context.storage.read(".a.org")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("leaves the default database as it is where the answer is no", async () => {
    const context = memorySettings();
    await setupSilently(context, { client: "a.org" });
    const { caches } = await run(context, { client: "b.org" }, [...KEEP_ALL, ["make-default", "n"], ["confirm", ""]]);
    expect(caches?.DEFAULT).toBe("a.org");
  });
});
