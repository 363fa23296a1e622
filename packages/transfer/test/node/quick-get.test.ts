import { createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { Exchange } from "../../src/node/exchange.ts";
import { isQuick, type QuickGetOptions, quickGet } from "../../src/node/quick-get.ts";
import { contentOf, errorOf, md5Of } from "../contents.ts";
import { type Handler, startServer, type TestServer } from "../http-server.ts";

const BODY = contentOf(200_000);

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server;
}

/** A server that answers every request with the same bytes, as they are. */
async function serveRaw(answer: string | Uint8Array, then?: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", () => socket.write(answer, () => then?.(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/x`;
}

function get(url: string, change: Partial<QuickGetOptions> = {}): ReturnType<typeof quickGet> {
  return quickGet(new URL(url), {
    headers: {},
    sizeBytes: BODY.length,
    refuseHtml: true,
    timeoutMs: 5000,
    stallMs: 5000,
    signal: undefined,
    onBytes: () => undefined,
    ...change,
  });
}

interface Heard {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly md5: string | undefined;
  readonly error: Error | undefined;
}

async function hear(url: string): Promise<Heard> {
  const exchange = await Exchange.open();
  const parts: Uint8Array[] = [];
  let status: number | undefined;
  let headers = {};
  const error = await new Promise<Error | undefined>((resolve) => {
    exchange.get(
      new URL(url),
      { "x-asked": "yes" },
      {
        onHead: (head) => {
          status = head.status;
          headers = head.headers;
          if (status !== 200) resolve(undefined);
          return status === 200;
        },
        onData: (chunk) => parts.push(Uint8Array.from(chunk)),
        onEnd: () => resolve(undefined),
        onError: resolve,
      },
    );
  });
  return { status, headers, md5: status === 200 ? md5Of(Buffer.concat(parts)) : undefined, error };
}

describe("an exchange", () => {
  test("gives what fetch gives", async () => {
    const server = await serve((_request, response) => {
      response.setHeader("X-Twice", ["a", "b"]);
      response.writeHead(200, { "Content-Length": BODY.length, ETag: '"é"' }).end(BODY);
    });
    const theirs = await fetch(server.url);
    const ours = await hear(server.url);
    expect(ours).toMatchObject({ status: 200, md5: md5Of(BODY), error: undefined });
    const {
      date: _date,
      "keep-alive": _keep,
      connection: _connection,
      ...headers
    } = Object.fromEntries(theirs.headers);
    expect(ours.headers).toMatchObject(headers);
    expect(server.requests.at(-1)?.headers).toMatchObject({ "x-asked": "yes", host: new URL(server.url).host });
  });

  test("uses a connection again, but not after an answer that nobody wants", async () => {
    const ports: (number | undefined)[] = [];
    const server = await serve((_request, response, nth) => {
      ports.push(response.socket?.remotePort);
      response.writeHead(nth === 3 ? 404 : 200, { "Content-Length": 4 }).end("body");
    });
    for (let count = 0; count < 4; count++) {
      await hear(server.url);
      await new Promise(setImmediate); // a connection is free in the turn after its answer
    }
    expect(ports[0]).toBe(ports[1]);
    expect(ports[1]).toBe(ports[2]);
    expect(ports[3]).not.toBe(ports[2]);
  });

  test("says that the connection broke", async () => {
    const url = await serveRaw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", (socket) => socket.end());
    expect((await hear(url)).error).toBeInstanceOf(Error);
    const nowhere = "http://127.0.0.1:1/";
    expect((await hear(nowhere)).error).toBeInstanceOf(Error);
  });
});

test.each([
  ["another protocol", "220 ready\r\n\r\n"],
  ["another protocol after an answer", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"],
  ["a header that is none", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"],
  ["a head without end", `HTTP/1.1 200 OK\r\nA: ${"b".repeat(20_000)}`],
  ["a length said twice", `HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\nContent-Length: 1\r\n\r\n`],
  ["a length of two kinds", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"],
])("%s is a failure as of fetch", async (_what, answer) => {
  const url = await serveRaw(answer);
  const got = await get(url);
  if (got.kind !== "other" || got.replay === undefined) throw new Error(got.kind);
  const { replay } = got;
  const error = await errorOf(async () => replay(new Request(url)));
  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).cause).toBeInstanceOf(Error);
  expect(isQuick(new URL(url))).toBe(true);
});

test.each([
  ["pieces with their lengths", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"],
  ["a body until the end", "HTTP/1.1 200 OK\r\n\r\nbody"],
])("%s is left to fetch, also the next time", async (_what, answer) => {
  const url = await serveRaw(answer);
  expect(isQuick(new URL(url))).toBe(true);
  expect(await get(url)).toEqual({ kind: "other" });
  expect(isQuick(new URL(url))).toBe(false);
});

test("a head that comes byte by byte is the same head", async () => {
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n`;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.once("data", async () => {
      for (const letter of head) await new Promise((resolve) => socket.write(letter, resolve));
      socket.write(BODY);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const answer = await get(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
  expect(answer.kind === "body" && md5Of(answer.bytes)).toBe(md5Of(BODY));
});

test("bytes behind the body end the connection and are in no file", async () => {
  const url = await serveRaw(
    `HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbodyHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`,
  );
  for (let count = 0; count < 2; count++) {
    const answer = await get(url, { sizeBytes: 4 });
    expect(answer.kind === "body" && Buffer.from(answer.bytes).toString()).toBe("body");
  }
});

test("a kept connection that the server has closed is no failure", async () => {
  let open: Socket | undefined;
  const server = await serve((_request, response) => {
    open = response.socket ?? undefined;
    response.writeHead(200, { "Content-Length": 4 }).end("body");
  });
  for (let count = 0; count < 3; count++) {
    expect(await get(server.url, { sizeBytes: 4 })).toMatchObject({ kind: "body" });
    open?.destroy();
  }
});

test.each([
  ["a refusal", 403, { "Content-Length": "0" }],
  ["a redirect", 302, { Location: "/there", "Content-Length": "0" }],
  ["a file of another length", 200, { "Content-Length": "0" }],
])("%s is answered again as fetch would", async (_what, status, headers) => {
  const server = await serve((_request, response) => void response.writeHead(status, headers as never).end());
  const answer = await get(server.url);
  if (answer.kind !== "other") throw new Error(answer.kind);
  const replayed = answer.replay?.(new Request(server.url));
  expect(replayed?.status).toBe(status);
  for (const [name, value] of Object.entries(headers)) expect(replayed?.headers.get(name)).toBe(value);
});

test("compressed bodies are left to fetch", async () => {
  const bytes = gzipSync(BODY);
  const server = await serve((_request, response) => {
    response.writeHead(200, { "Content-Encoding": "gzip", "Content-Length": bytes.length }).end(bytes);
  });
  expect(await get(server.url)).toEqual({ kind: "other" });
});

test("a header stands once, however it is written", async () => {
  const server = await serve((_request, response) => void response.writeHead(200, { "Content-Length": 4 }).end("body"));
  await get(server.url, { sizeBytes: 4, headers: { "User-Agent": "mine", "ACCEPT-encoding": "identity" } });
  expect(server.requests[0]?.headers).toMatchObject({ "user-agent": "mine", "accept-encoding": "identity" });
});

test("headers that are none are refused before anything is sent", async () => {
  const server = await serve((_request, response) => void response.end());
  expect(await errorOf(() => get(server.url, { headers: { "X-A": "b\r\nX-C: d" } }))).toBeInstanceOf(TypeError);
  expect(server.requests).toHaveLength(0);
});

test("giving up is the signal's reason", async () => {
  const server = await serve(() => undefined);
  const controller = new AbortController();
  const reason = new Error("given up");
  const call = get(server.url, { signal: controller.signal });
  await expect.poll(() => server.requests.length).toBe(1);
  controller.abort(reason);
  expect(await errorOf(() => call)).toBe(reason);
});
