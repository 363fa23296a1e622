import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { type AlyxClientOptions, createAlyxClient, isAlyxError } from "../../../src/alyx/index.ts";
import {
  type Answer,
  clientOf,
  type LoopbackAlyx,
  PASSWORD,
  rejection,
  startAlyx,
  tokenName,
} from "./loopback-alyx.ts";

const inTurn =
  (...answers: readonly ReturnType<Answer>[]): Answer =>
  () =>
    answers.length > 1 ? (answers as ReturnType<Answer>[]).shift() : answers[0];

const THROTTLED = {
  status: 429,
  headers: { "Retry-After": "0" },
  body: { detail: "Request was throttled. Expected available in 0 seconds.", status_code: 429 },
};

async function outcomes(
  answer: Answer,
  options: Partial<AlyxClientOptions> = {},
): Promise<{ readonly read: unknown; readonly write: unknown; readonly server: LoopbackAlyx }> {
  const server = await startAlyx(answer);
  const { alyx } = clientOf(server, { token: tokenName(1), ...options });
  const read = await rejection(alyx.get("a"));
  const write = await rejection(alyx.send("POST", "b", { data: { x: 1 } }));
  for (const outcome of [read, write]) {
    expect(inspect(outcome, { depth: 9, showHidden: true })).not.toContain(tokenName(1));
  }
  return { read, write, server };
}

const countOf = ({ requests }: LoopbackAlyx): readonly number[] =>
  ["/a", "/b"].map((path) => requests.filter(({ url }) => url === path).length);

describe("A database in trouble", () => {
  test("that asks to wait is waited for, also with a write", async () => {
    const server = await startAlyx(inTurn(THROTTLED, THROTTLED, { body: [1] }));
    const { alyx } = clientOf(server);
    expect(await alyx.send("POST", "b", { data: { x: 1 } })).toEqual([1]);
    expect(server.requests.map(({ body }) => body)).toEqual(['{"x":1}', '{"x":1}', '{"x":1}']);
    const other = await startAlyx(inTurn(THROTTLED, THROTTLED, { body: [2] }));
    expect(await clientOf(other).alyx.get("a")).toEqual([2]);
  });

  test("that asks to wait too long, or too often, is an error", async () => {
    const long = await outcomes(() => ({ ...THROTTLED, headers: { "Retry-After": "86400" } }));
    expect([long.read, long.write]).toEqual([429, 429].map((status) => expect.objectContaining({ status })));
    expect(countOf(long.server)).toEqual([1, 1]);
    const often = await outcomes(() => THROTTLED, { policy: { retries: 2 } });
    expect(String(often.read)).toContain("Request was throttled.");
    expect(countOf(often.server)).toEqual([3, 3]);
  });

  test("with a gateway that fails is tried again for reads alone", async () => {
    const page = { status: 502, text: "<html><head><title>502 Bad Gateway</title></head><body>secret</body></html>" };
    const { read, write, server } = await outcomes(() => page, { policy: { retries: 3 } });
    for (const error of [read, write]) expect(error).toMatchObject({ status: 502, detail: "502 Bad Gateway" });
    expect(countOf(server)).toEqual([4, 1]);
  });

  test("that cannot understand a question (500) is not asked again", async () => {
    const { read, write, server } = await outcomes(() => ({
      status: 500,
      body: { detail: "list index out of range" },
    }));
    for (const error of [read, write]) expect(error).toMatchObject({ detail: "list index out of range" });
    expect(countOf(server)).toEqual([1, 1]);
  });

  test("that crashed and says 200 is an error", async () => {
    const { read, write } = await outcomes(() => ({ text: "<title>500 Internal Server Error</title>" }));
    for (const error of [read, write]) {
      expect(isAlyxError(error, "alyx/server-crash") && error.detail).toBe("500 Internal Server Error");
    }
  });

  test.each([
    ["a text", { status: 400, body: "no" }, "no"],
    ["null", { status: 400, body: null }, "null"],
    ["a list", { status: 400, body: ["no", "never"] }, '["no","never"]'],
    ["fields", { status: 400, body: { json: ["bad", "worse"], x: { y: 1 } } }, 'json: bad worse; x: {"y":1}'],
    ["nothing", { status: 404, text: "" }, ""],
  ])("that answers a failure with %s is understood", async (_what, answer, detail) => {
    const server = await startAlyx(() => answer);
    expect(await rejection(clientOf(server).alyx.get("a"))).toMatchObject({ status: answer.status, detail });
  });

  test("that breaks the body off is asked once more, and then is an error", async () => {
    const broken: Answer = (_request, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
      response.write('{"a": ', () => response.destroy());
      return undefined;
    };
    const { read, write, server } = await outcomes(broken);
    for (const error of [read, write]) expect(error).toMatchObject({ code: "transfer/unreachable" });
    expect(countOf(server)).toEqual([2, 1]);
  });

  test("that never begins its answer, or never ends it, is given up", async () => {
    const silent: Answer = () => undefined;
    const { read, write, server } = await outcomes(silent, { policy: { timeoutMs: 50 } });
    expect(countOf(server)).toEqual([2, 1]);
    for (const error of [read, write]) expect(error).toMatchObject({ code: "transfer/timeout", waitedFor: "headers" });
    const stalled: Answer = (_request, response) => {
      response.write("[1,");
      return undefined;
    };
    const half = await outcomes(stalled, { policy: { stallMs: 50 } });
    for (const error of [half.read, half.write])
      expect(error).toMatchObject({ code: "transfer/timeout", waitedFor: "body" });
  });

  test("that is not there is an error", async () => {
    const server = await startAlyx(() => ({ body: [] }));
    await server.close();
    const { alyx } = clientOf(server, { policy: { retries: 0 } });
    expect(await rejection(alyx.authenticate())).toMatchObject({
      code: "transfer/unreachable",
      url: `${server.url}/auth-token`,
    });
  });
});

describe("A redirect", () => {
  test("takes the token along within the database, and not to another origin", async () => {
    const other = await startAlyx(() => ({ body: ["elsewhere"] }));
    const server = await startAlyx(({ url }) => {
      if (url === "/docs") return { status: 301, headers: { Location: "/docs/" } };
      return url === "/docs/" ? { body: ["here"] } : { status: 302, headers: { Location: `${other.url}/x` } };
    });
    const { alyx } = clientOf(server);
    expect([await alyx.get("docs"), await alyx.get("away")]).toEqual([["here"], ["elsewhere"]]);
    expect(server.requests.map(({ headers }) => headers["authorization"])).toEqual(
      new Array(3).fill(`Token ${tokenName(1)}`),
    );
    expect(other.requests.map(({ url, headers }) => [url, headers["authorization"]])).toEqual([["/x", undefined]]);
  });

  test("of a login takes no password along", async () => {
    const other = await startAlyx(() => ({ body: {} }));
    const location = { Location: `${other.url}/auth-token` };
    const server = await startAlyx(() => ({ status: 307, headers: location }));
    const error = await rejection(
      createAlyxClient({ baseUrl: `${server.url}/sub`, username: "u", password: PASSWORD }).authenticate(),
    );
    expect([error, other.requests, other.logins]).toEqual([
      expect.objectContaining({ code: "transfer/redirect-refused" }),
      [],
      [],
    ]);
  });

  test.each(["file:///etc/passwd", "ftp://h/x", "javascript:1"])("to %s is refused", async (target) => {
    const server = await startAlyx(() => ({ status: 302, headers: { Location: target } }));
    expect(await rejection(clientOf(server).alyx.get("a"))).toMatchObject({ code: "transfer/redirect-refused" });
  });
});

describe("An address", () => {
  test.each(["ftp://alyx.org", "file:///etc", "alyx.org", "", "javascript:1"])(
    "%s is none of a database",
    (baseUrl) => {
      expect(() => createAlyxClient({ baseUrl })).toThrow("expected an absolute");
    },
  );

  test.each(["https://user:pw@alyx.org", "https://alyx.org/?token=pw"])("with a secret in it is refused", (baseUrl) => {
    let message = "";
    try {
      createAlyxClient({ baseUrl });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain("expected one that begins with https://alyx.org/");
    expect(message).not.toContain("pw");
  });

  test.each(["https://evil.org/x", "http://127.0.0.1:1/x", "file:///etc/passwd", "//evil.org/x", "/../../x/%2e%2e/y"])(
    "%s is asked of this database, or not at all",
    async (path) => {
      const server = await startAlyx(({ url }) => ({ body: [url] }));
      const outcome = await rejection(
        createAlyxClient({ baseUrl: `${server.url}/sub`, username: "u", token: "t" }).get(path),
      );
      if (isAlyxError(outcome, "alyx/foreign-url")) expect(server.requests).toEqual([]);
      else expect(outcome).toContain("/sub/evil.org/x");
    },
  );

  test("may have a path, and slashes at its end", async () => {
    const server = await startAlyx(({ url }) => ({ body: [url] }));
    const alyx = createAlyxClient({ baseUrl: `${server.url}/sub//`, username: "u", token: "t" });
    expect([alyx.baseUrl, await alyx.get("a?b=c"), await alyx.get(`${server.url}/sub/d`)]).toEqual([
      `${server.url}/sub`,
      ["/sub/a?b=c"],
      ["/sub/d"],
    ]);
  });
});

describe("A caller who gives up", () => {
  test.each(["get", "rest", "write", "body", "before"])("during %s gets the reason back", async (what) => {
    const giveUp = new AbortController();
    const reason = new Error("enough");
    const { signal } = giveUp;
    const server = await startAlyx((_request, response) => {
      if (what === "body") response.write("[1,");
      setImmediate(() => giveUp.abort(reason));
      return undefined;
    });
    const { alyx } = clientOf(server, { token: "t" });
    if (what === "before") giveUp.abort(reason);
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      rest: () => alyx.rest("sessions", "list", {}, { signal }),
      write: () => alyx.send("POST", "a", { data: { x: 1 }, signal }),
    };
    expect(await rejection((calls[what] ?? (() => alyx.get("a", {}, { signal })))())).toBe(reason);
  });
});
