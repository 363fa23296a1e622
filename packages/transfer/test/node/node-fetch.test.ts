import { createHash } from "node:crypto";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { sourceOf } from "../../src/node/node-answer.ts";
import { nodeFetch } from "../../src/node/node-fetch.ts";
import { contentOf, errorOf, md5Of } from "../contents.ts";
import { type Handler, startServer, type TestServer } from "../http-server.ts";
import { serveRaw } from "../raw-server.ts";

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server;
}

const CONTENT = contentOf(300_000);

async function allOf(response: Response, wait: () => Promise<void> | undefined = () => undefined): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await sourceOf(response).pump((piece) => {
    parts.push(Uint8Array.from(piece)); // it is only lent
    return wait();
  });
  return Buffer.concat(parts);
}

describe("the fetch below downloads", () => {
  test.each([
    ["no encoding", {}, CONTENT],
    ["gzip", { "Content-Encoding": "gzip" }, gzipSync(CONTENT)],
    ["x-gzip", { "Content-Encoding": "X-GZIP" }, gzipSync(CONTENT)],
    ["deflate", { "Content-Encoding": "deflate" }, deflateSync(CONTENT)],
    ["br", { "Content-Encoding": "br" }, brotliCompressSync(CONTENT)],
    ["two", { "Content-Encoding": "gzip, br" }, brotliCompressSync(gzipSync(CONTENT))],
  ])("gives what Node's fetch gives, with %s", async (_what, headers, body) => {
    const server = await serve((_request, response) => void response.writeHead(200, headers as never).end(body));
    const [ours, theirs] = [await nodeFetch(new Request(server.url)), await fetch(server.url)];
    expect([ours.status, ours.ok, ours.url]).toEqual([theirs.status, theirs.ok, theirs.url]);
    const namesOf = (response: Response): readonly string[] => [...response.headers.keys()];
    expect(namesOf(ours)).toEqual(namesOf(theirs));
    expect(md5Of(await allOf(ours))).toBe(md5Of(CONTENT));
    const again = await nodeFetch(new Request(server.url));
    expect(md5Of(new Uint8Array(await again.arrayBuffer()))).toBe(md5Of(new Uint8Array(await theirs.arrayBuffer())));
  });

  test("hands over the same bytes however they come, and however long they are kept waiting", async () => {
    const large = contentOf(4_000_000);
    const server = await serve(async ({ path }, response) => {
      const step = Number(path.slice(1));
      response.writeHead(200, step % 2 === 0 ? { "Content-Length": large.length } : {});
      for (let at = 0; at < large.length; at += step) {
        if (!response.write(large.subarray(at, at + step))) await new Promise((go) => response.once("drain", go));
      }
      response.end();
    });
    const bring = async (step: number): Promise<void> => {
      const hash = createHash("md5");
      let count = 0;
      const response = await nodeFetch(new Request(`${server.url}/${step}`));
      await sourceOf(response).pump((piece) => {
        hash.update(piece);
        count += 1;
        if (count % (1 + (step % 7)) !== 0) return undefined;
        return new Promise((go) => (count % 2 === 0 ? setImmediate(go) : setTimeout(go, 1)));
      });
      expect(`${step} ${hash.digest("hex")}`).toBe(`${step} ${md5Of(large)}`);
    };
    await Promise.all([900, 10_001, 65_536, 100_000, 262_144, 300_001, 1_000_000, 4_000_000].map(bring));
  });

  test("ends with what the taker throws, and asks for no more", async () => {
    const server = await serve((_request, response) => void response.end(contentOf(3_000_000)));
    for (const fail of [
      () => {
        throw new Error("mine");
      },
      () => Promise.reject(new Error("mine")),
    ]) {
      const response = await nodeFetch(new Request(server.url));
      expect(await errorOf(() => sourceOf(response).pump(fail))).toEqual(new Error("mine"));
    }
    // Its connection is none of the failed ones.
    expect(md5Of(await allOf(await nodeFetch(new Request(server.url))))).toBe(md5Of(contentOf(3_000_000)));
  });

  const LENGTH = `Content-Length: ${CONTENT.length}\r\n`;
  const ENDS: readonly (readonly [string, string])[] = [
    ["kept", `HTTP/1.1 200 OK\r\n${LENGTH}\r\n`],
    ["not kept", `HTTP/1.1 200 OK\r\n${LENGTH}Connection: close\r\n\r\n`],
    ["of HTTP/1.0", `HTTP/1.0 200 OK\r\n${LENGTH}\r\n`],
    ["without a length", "HTTP/1.1 200 OK\r\n\r\n"],
  ];

  const PACES: readonly (readonly [string, () => Promise<void> | undefined])[] = [
    ["at once", () => undefined],
    ["slowly", () => new Promise((go) => setTimeout(go, 30))],
  ];
  const cases = ENDS.flatMap(([what, head]) => PACES.map(([pace, wait]) => [what, pace, head, wait] as const));

  test.each(cases)(
    "brings all of a body %s that is taken %s, though the connection ends behind it",
    async (...given) => {
      const [, , head, wait] = given;
      const { url } = await serveRaw((socket) => socket.write(head, () => socket.end(CONTENT)));
      const response = await nodeFetch(new Request(url));
      await new Promise((go) => setTimeout(go, 30)); // all is there, and the end of it
      expect(md5Of(await allOf(response, wait))).toBe(md5Of(CONTENT));
    },
  );

  test.each(cases)("fails if the connection of a body %s, taken %s, is reset on the way", async (...given) => {
    const [, , head, wait] = given;
    const { url } = await serveRaw((socket) => {
      socket.write(head);
      socket.write(CONTENT.subarray(0, 200_000), () => setTimeout(() => socket.resetAndDestroy(), 50));
    });
    const response = await nodeFetch(new Request(url));
    expect(await errorOf(() => allOf(response, wait))).toBeInstanceOf(TypeError);
  });

  test.each([200, 206, 404])(
    "takes a body %i without a length or a byte for one that is empty, unless it was reset",
    async (status) => {
      let requests = 0;
      const empty = await serveRaw((socket) => {
        requests += 1;
        socket.end(`HTTP/1.1 ${status} Is\r\nServer: mine\r\n\r\n`);
      });
      expect(await allOf(await nodeFetch(new Request(empty.url)))).toHaveLength(0);
      expect(requests).toBe(1);
      const reset = await serveRaw((socket) => {
        socket.write(`HTTP/1.1 ${status} Is\r\nServer: mine\r\n\r\n`, () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        );
      });
      expect(await errorOf(async () => await allOf(await nodeFetch(new Request(reset.url))))).toBeInstanceOf(TypeError);
    },
  );

  test("asks Node's client for what has no header at all", async () => {
    const { url } = await serveRaw((socket) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(1000)}`));
    expect(await allOf(await nodeFetch(new Request(url)))).toHaveLength(1000);
  });

  test("brings chunks that are reset behind the last, and fails without the last", async () => {
    const chunk = Buffer.concat([Buffer.from(`${CONTENT.length.toString(16)}\r\n`), CONTENT, Buffer.from("\r\n")]);
    const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    for (const [last, isWhole] of [["0\r\n\r\n", true] as const, ["", false] as const]) {
      const { url } = await serveRaw((socket) => {
        socket.write(head);
        socket.write(chunk);
        socket.write(last, () => setTimeout(() => socket.resetAndDestroy(), 50));
      });
      const response = await nodeFetch(new Request(url));
      if (isWhole) expect(md5Of(await allOf(response))).toBe(md5Of(CONTENT));
      else expect(await errorOf(() => allOf(response))).toBeInstanceOf(TypeError);
    }
  });

  test.each([
    ["is damaged", gzipSync(CONTENT).fill(0, 2000, 3000)],
    ["is cut off", gzipSync(CONTENT).subarray(0, 100_000)],
    ["is none", Buffer.from("no gzip at all")],
  ])("fails if what is called gzip %s", async (_what, bytes) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip", "Content-Length": bytes.length }).end(bytes);
    });
    const response = await nodeFetch(new Request(server.url));
    expect(await errorOf(() => allOf(response))).toBeInstanceOf(TypeError);
    const again = await nodeFetch(new Request(server.url));
    expect(await errorOf(() => again.arrayBuffer())).toBeInstanceOf(TypeError);
  });

  test("refuses a status that no answer may have, and keeps no connection for it", async () => {
    const { url, closed } = await serveRaw((socket) => socket.write("HTTP/1.1 999 No\r\nContent-Length: 9\r\n\r\n"));
    expect(await errorOf(() => nodeFetch(new Request(url)))).toBeInstanceOf(TypeError);
    await closed;
  });

  test("asks for heads", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "Content-Length": 1_000_000 }).end();
    });
    const response = await nodeFetch(new Request(server.url, { method: "HEAD" }));
    expect([response.body, response.headers.get("Content-Length")]).toEqual([null, "1000000"]);
    expect(server.requests[0]?.method).toBe("HEAD");
  });

  test.each([204, 304])("has no body with status %i", async (status) => {
    const server = await serve((_request, response) => void response.writeHead(status).end());
    expect((await nodeFetch(new Request(server.url))).body).toBeNull();
  });

  test("leaves redirects and bodies to send to those who can", async () => {
    const server = await serve((request, response) =>
      request.method === "POST"
        ? void response.end(request.body)
        : void response.writeHead(302, { Location: "/there" }).end(),
    );
    expect((await nodeFetch(new Request(server.url))).status).toBe(302);
    expect(await (await nodeFetch(new Request(server.url, { method: "POST", body: "sent" }))).text()).toBe("sent");
  });

  test("uses a connection again, also after an answer that nobody read", async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((_request, response) => {
      ports.add(response.socket?.remotePort);
      response.writeHead(200, { "Content-Length": 1000 }).flushHeaders();
      setTimeout(() => response.end("x".repeat(1000)), 20);
    });
    for (let count = 0; count < 5; count++) {
      const response = await nodeFetch(new Request(server.url));
      if (count % 2 === 0) await response.body?.cancel();
      else await response.text();
      await new Promise((go) => setTimeout(go, 50));
    }
    expect(server.requests).toHaveLength(5);
    expect(ports.size).toBe(1);
  });

  test("waits for no end of an answer that nobody wants", async () => {
    const { url, closed } = await serveRaw((socket) => socket.write("HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\n"));
    await (await nodeFetch(new Request(url))).body?.cancel();
    await closed;
  }, 10_000);

  test("fails as fetch does: a TypeError, or the signal's reason", async () => {
    expect(await errorOf(() => nodeFetch(new Request("http://127.0.0.1:1/")))).toBeInstanceOf(TypeError);
    const reason = new Error("given up");
    const aborted = new Request("http://127.0.0.1:1/", { signal: AbortSignal.abort(reason) });
    expect(await errorOf(() => nodeFetch(aborted))).toBe(reason);
    const cut = await serve((_request, response) => {
      response.writeHead(200, { "Content-Length": 10 }).write("x", () => response.socket?.end());
    });
    const response = await nodeFetch(new Request(cut.url));
    expect(await errorOf(() => allOf(response))).toBeInstanceOf(TypeError);
  });
});
