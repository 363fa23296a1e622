import { describe, expect, test } from "vitest";
import { localIsoTime, parseLocalIsoTime } from "../../../src/alyx/client/local-time.ts";
import { type AnswerStorage, memoryAnswers, type RestCacheOptions, restCacheName } from "../../../src/alyx/index.ts";
import { type Answer, clientOf, type LoopbackAlyx, rejection, startAlyx, type TestClient } from "./loopback-alyx.ts";

interface Kept extends TestClient {
  readonly server: LoopbackAlyx;
  readonly storage: AnswerStorage;
}

const counted = (): Answer => {
  let nth = 0;
  return () => ({ body: { nth: ++nth } });
};

async function start(options: RestCacheOptions = {}, answer: Answer = counted()): Promise<Kept> {
  const server = await startAlyx(answer);
  const storage = options.storage ?? memoryAnswers();
  return { ...clientOf(server, { cache: { sharedUser: "test_user", ...options, storage } }), server, storage };
}

describe("An answer", () => {
  test("is kept under the name, and in the form, that Python uses", async () => {
    const { alyx, storage } = await start({}, () => ({ text: '{"a": 1.0, "b": 12345678901234567890}' }));
    const before = Date.now();
    await alyx.get("/endpoint?id=5");
    const text = (await storage.read("64b5b3476c015e04ee7c4753606b5e967325d34a")) ?? "";
    const [, body, expiry] = /^\[(.*), "(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?)"\]$/.exec(text) ?? [];
    expect(body).toBe('{"a": 1.0, "b": 12345678901234567890}');
    expect(parseLocalIsoTime(expiry ?? "") - before).toBeGreaterThanOrEqual(300_000);
    expect(parseLocalIsoTime(expiry ?? "") - before).toBeLessThan(330_000);
  });

  test("that Python kept is given back, while it is good", async () => {
    const { alyx, storage, server } = await start();
    const good = localIsoTime(new Date(Date.now() + 60_000));
    await storage.write(restCacheName("/a"), `[{"kept": true}, "${good}"]`);
    await storage.write(restCacheName("/b"), '[{"kept": true}, "2021-11-04T14:14:13.618175"]');
    await storage.write(restCacheName("/c"), '[{"kept": true}, "3000-05-13T17:40:28"]');
    expect(await Promise.all(["/a", "/b", "/c"].map((path) => alyx.get(path)))).toEqual([
      { kept: true },
      { nth: 1 },
      { kept: true },
    ]);
    expect(server.requests.map(({ url }) => url)).toEqual(["/b"]);
  });

  test.each(["", "[", "[1]", '[{"a": 1}, "soon"]', '{"a": 1}', '[{"a": 1}, null]'])(
    "that cannot be read (%s) is asked for again",
    async (text) => {
      const { alyx, storage } = await start();
      await storage.write(restCacheName("/a"), text);
      expect(await alyx.get("/a")).toEqual({ nth: 1 });
      expect(await alyx.get("/a")).toEqual({ nth: 1 });
    },
  );

  test.each([["[]"], ["{}"], ["null"], ["0"], ['""']])("that is empty (%s) is asked for again", async (body) => {
    const { alyx, server } = await start({}, () => ({ text: body }));
    await alyx.get("/a");
    await alyx.get("/a");
    expect(server.requests).toHaveLength(2);
  });

  test("is asked for again with noCache, and then is good for nothing but bad times", async () => {
    const { alyx } = await start();
    const answers = [
      await alyx.get("/a"),
      await alyx.get("/a"),
      await alyx.get("/a", {}, { noCache: true }),
      await alyx.get("/a"),
    ];
    expect(answers).toEqual([{ nth: 1 }, { nth: 1 }, { nth: 2 }, { nth: 3 }]);
  });

  test("of one user is not another's", async () => {
    const { alyx, server, storage } = await start();
    const others = clientOf(server, { username: "other", cache: { sharedUser: "test_user", storage } }).alyx;
    expect([await alyx.get("/a"), await others.get("/a"), await others.get("/a")]).toEqual([
      { nth: 1 },
      { nth: 2 },
      { nth: 2 },
    ]);
    expect(await storage.names()).toContain(restCacheName("/a"));
  });

  test("is forgotten after a write of ours, also a failed one, but for the description", async () => {
    const { alyx, server, storage } = await start({}, ({ method }) =>
      method === "GET" ? { body: [server.requests.length] } : { status: 500, body: { detail: "no" } },
    );
    expect([await alyx.list("tags").catch(String), await alyx.get("/a"), await alyx.get("/a")]).toEqual([
      expect.stringContaining("tags[0]"),
      [2],
      [2],
    ]);
    await rejection(alyx.send("PATCH", "/b", { data: { x: 1 } }));
    expect([await alyx.get("/a"), await storage.names()]).toEqual([
      [4],
      expect.arrayContaining([restCacheName("/api/schema"), restCacheName("/a")]),
    ]);
    await clientOf(server, { cache: { storage } }).alyx.listEndpoints();
    expect(server.schemaRequests).toHaveLength(1);
  });

  test("that was asked for before a write ended is not kept", async () => {
    const held: (() => void)[] = [];
    const { alyx, server } = await start({}, ({ method }, response) => {
      if (method !== "GET" || held.length > 0) return { body: { new: true } };
      held.push(() => response.end('{"old": true}'));
      return undefined;
    });
    await alyx.authenticate();
    const old = alyx.get("/a");
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await alyx.send("DELETE", "/a");
    held[0]?.();
    expect([await old, await alyx.get("/a")]).toEqual([{ old: true }, { new: true }]);
  });

  test.each([
    ["*" as const, 1],
    ["GET" as const, 1],
    [undefined, 1],
    [null, 2],
  ])("in mode %s is asked for, of two times, %d", async (mode, times) => {
    const { alyx, server } = await start({ mode });
    await alyx.get("/a");
    await alyx.get("/a");
    await alyx.send("POST", "/a", { data: { x: 1 } });
    await alyx.send("POST", "/a", { data: { x: 1 } });
    expect(server.requests.map(({ method }) => method)).toEqual([
      ...new Array<string>(times).fill("GET"),
      "POST",
      "POST",
    ]);
  });

  test("comes without one where the storage fails, with a warning", async () => {
    const broken = async (): Promise<never> => {
      throw new Error("EACCES: no");
    };
    const storage: AnswerStorage = { read: broken, write: broken, remove: broken, names: broken };
    const { alyx, warnings } = await start({ storage });
    expect([await alyx.get("/a"), await alyx.get("/a")]).toEqual([{ nth: 1 }, { nth: 2 }]);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(["alyx/cache-unusable"]));
  });
});

describe("A database that cannot be reached", () => {
  test("is stood in for by an answer that was kept, however old, with a warning", async () => {
    const { alyx, server, storage, warnings } = await start();
    await alyx.authenticate();
    await server.close();
    await storage.write(restCacheName("/a"), '[{"old": true}, "2021-11-04T14:14:13.618175"]');
    expect(await alyx.get("/a")).toEqual({ old: true });
    expect(warnings.map(({ code, category }) => [code, category])).toEqual([["alyx/stale-answer", "RuntimeWarning"]]);
    expect(await rejection(alyx.get("/b"))).toMatchObject({ code: "transfer/unreachable" });
    expect(await rejection(alyx.get("/a", {}, { noCache: true }))).toMatchObject({ code: "transfer/unreachable" });
  });

  test("is not what an error of the database means", async () => {
    const { alyx, storage } = await start({}, () => ({ status: 500, body: { detail: "no" } }));
    await storage.write(restCacheName("/a"), '[{"old": true}, "2021-11-04T14:14:13.618175"]');
    expect(await rejection(alyx.get("/a"))).toMatchObject({ status: 500 });
  });
});

describe("Local time", () => {
  test.each(["2026-11-27T17:47:27.465000", "2026-11-27T17:47:27", "0999-01-01T00:00:00"])("%s comes back", (text) => {
    expect(localIsoTime(new Date(parseLocalIsoTime(text)))).toBe(text);
  });

  test.each(["", "2026-11-27", "2026-11-27T17:47:27Z", "2026-11-27T17:47:27+01:00", "tomorrow"])(
    "%s is none",
    (text) => {
      expect(parseLocalIsoTime(text)).toBeNaN();
    },
  );
});
