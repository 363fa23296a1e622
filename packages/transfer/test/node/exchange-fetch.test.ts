import { type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { exchangeFetch } from "../../src/node/exchange-fetch.ts";
import { sourceOf } from "../../src/node/node-answer.ts";
import { contentOf, errorOf, md5Of } from "../contents.ts";
import { serveRaw } from "../raw-server.ts";

const LARGE = contentOf(50_000_000);
/** More than the system keeps for a connection, both ends together, and what was read besides. */
const KEPT_BYTES = 20_000_000;

async function ask(url: string, init?: RequestInit): Promise<Response> {
  const response = await exchangeFetch(new Request(url, init));
  if (response === undefined) throw new Error("it could not be held back");
  return response;
}

/** A server of a large body; `sentBytes` says how much of it has left. */
async function serveLarge(): Promise<{ url: string; sentBytes: () => number }> {
  let connection: Socket | undefined;
  const { url } = await serveRaw((socket) => {
    connection = socket;
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${LARGE.length}\r\n\r\n`);
    for (let at = 0; at < LARGE.length; at += 100_000) socket.write(LARGE.subarray(at, at + 100_000));
  });
  return { url, sentBytes: () => (connection?.bytesWritten ?? 0) - (connection?.writableLength ?? 0) };
}

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

test("nothing is read while nobody takes the body, nor while its taker has no time", async () => {
  const { url, sentBytes } = await serveLarge();
  const response = await ask(url);
  await pause(300);
  expect(sentBytes()).toBeLessThan(KEPT_BYTES);
  const parts: Uint8Array[] = [];
  let goOn = (): void => undefined;
  const wait = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const pumped = sourceOf(response).pump((piece) => {
    parts.push(Uint8Array.from(piece));
    return parts.length < 10 ? undefined : wait;
  });
  await pause(300);
  expect(parts.length).toBeGreaterThanOrEqual(10);
  expect(sentBytes()).toBeLessThan(KEPT_BYTES);
  goOn();
  await pumped;
  expect(md5Of(Buffer.concat(parts))).toBe(md5Of(LARGE));
});

test("a stream of the web holds a body back, too, and ends it when it is cancelled", async () => {
  const { url, sentBytes } = await serveLarge();
  const reader = (await ask(url)).body!.getReader();
  expect((await reader.read()).done).toBe(false);
  await pause(300);
  expect(sentBytes()).toBeLessThan(KEPT_BYTES);
  await reader.cancel();
  await pause(100);
  expect(sentBytes()).toBeLessThan(LARGE.length);
});

test("pieces of a stream of the web stay as they were while others are read into the same memory", async () => {
  const body = Buffer.alloc(5_000_000, "different everywhere, so that nothing is taken for another unseen");
  const { url } = await serveRaw((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.end(body);
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of (await ask(url)).body!) {
    pieces.push(piece);
    await pause(5);
  }
  expect(md5Of(Buffer.concat(pieces))).toBe(md5Of(body));
});

test("what the taker says too late is said all the same, and a body is taken once", async () => {
  const { url } = await serveRaw((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"));
  const source = sourceOf(await ask(url));
  await pause(50); // all is there
  const late = async (): Promise<void> => {
    await pause(50);
    throw new Error("late");
  };
  expect(await errorOf(() => source.pump(late))).toEqual(new Error("late"));
  expect(await errorOf(() => source.pump(() => undefined))).toBeInstanceOf(Error);
});

test("an answer that was cloned is read from its clone", async () => {
  const { url } = await serveRaw((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"));
  const response = await ask(url);
  const clone = response.clone();
  const parts: Uint8Array[] = [];
  await sourceOf(response).pump((piece) => void parts.push(Uint8Array.from(piece)));
  expect([Buffer.concat(parts).toString(), await clone.text()]).toEqual(["body", "body"]);
});

test("an abort ends it before the request, before the answer, and in the body", async () => {
  const reason = new Error("given up");
  const silent = await serveRaw(() => undefined);
  const inTheSameTurn = new AbortController();
  const first = errorOf(() => exchangeFetch(new Request(silent.url, { signal: inTheSameTurn.signal })));
  inTheSameTurn.abort(reason);
  expect(await first).toBe(reason);

  let requests = 0;
  const unasked = await serveRaw(() => {
    requests += 1;
  });
  const whileConnecting = new AbortController();
  const early = errorOf(() => exchangeFetch(new Request(unasked.url, { signal: whileConnecting.signal })));
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  whileConnecting.abort(reason);
  expect(await early).toBe(reason);
  await pause(100);
  expect(requests).toBe(0);

  const waiting = new AbortController();
  const second = errorOf(() => exchangeFetch(new Request(silent.url, { signal: waiting.signal })));
  await pause(50);
  waiting.abort(reason);
  expect(await second).toBe(reason);
  await silent.closed;

  const begun = new AbortController();
  const cut = await serveRaw((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody"));
  const response = await ask(cut.url, { signal: begun.signal });
  const third = errorOf(() => sourceOf(response).pump(() => undefined));
  await pause(50);
  begun.abort(reason);
  expect(await third).toBe(reason);
  await cut.closed;
});

test("an encoded body that nobody takes gives its connection up", async () => {
  const { url, closed } = await serveRaw((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 900000\r\n\r\n");
    socket.write(gzipSync(contentOf(100_000)).subarray(0, 50_000));
  });
  sourceOf(await ask(url)).cancel();
  await closed;
});

test("what a server says before its answer is no answer", async () => {
  const { url } = await serveRaw((socket) => {
    socket.write("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n");
    setTimeout(() => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"), 20);
  });
  const response = await ask(url);
  expect([response.status, await response.text()]).toEqual([200, "body"]);
});

test("a request is sent once more if the server closes the kept connection that it went to", async () => {
  let requests = 0;
  const { url } = await serveRaw((socket) => {
    const answer = (): void => {
      requests += 1;
      // The second on a connection is not answered.
      socket.once("data", () => {
        requests += 1;
        socket.destroy();
      });
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");
    };
    answer();
  });
  expect(await (await ask(url)).text()).toBe("body");
  await pause(20);
  expect(await (await ask(url)).text()).toBe("body");
  expect(requests).toBe(3);
});
