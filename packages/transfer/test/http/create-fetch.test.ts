import { HttpStore } from "@neurophys/alf/store";
import { storeConformance } from "@neurophys/alf/testing";
import ky from "ky";
import { describe, expect, onTestFinished, test } from "vitest";
import { basicAuth, createFetch, type FetchOptions, isTransferError } from "../../src/index.ts";
import { errorOf } from "../contents.ts";
import { type Handler, startServer, type TestServer } from "../http-server.ts";
import { startS3Server } from "../s3/s3-server.ts";

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server;
}

const QUICK: FetchOptions = { backoffMs: () => 0, retries: 2 };

describe("a store over HTTP with this fetch", () => {
  const cases = storeConformance(async (content) => {
    const server = await startS3Server(content);
    return { store: new HttpStore(`${server.url}/${server.bucket}/`, { fetch: createFetch(ky) }), close: server.close };
  });
  for (const { name, run } of cases) test(name, run);
});

describe("fetch", () => {
  test.each([200, 204, 206, 404, 410, 416, 418])("gives an answer with status %i as it is", async (status) => {
    const server = await serve((_request, response) => void response.writeHead(status, { "X-A": "b" }).end());
    const response = await createFetch(ky)(new Request(server.url));
    expect([response.status, response.headers.get("X-A"), server.requests.length]).toEqual([status, "b", 1]);
    expect(response.url).toBe(`${server.url}/`);
  });

  test("tries again what may pass, and gives the last answer", async () => {
    const passing = await serve(
      (_request, response, nth) =>
        void response.writeHead([503, 429, 200][nth - 1] ?? 500, { "Retry-After": "0" }).end("body"),
    );
    expect(await (await createFetch(ky, QUICK)(new Request(passing.url))).text()).toBe("body");
    const lasting = await serve((_request, response) => void response.writeHead(502).end("<html>"));
    const response = await createFetch(ky, QUICK)(new Request(lasting.url));
    expect([response.status, await response.text(), lasting.requests.length]).toEqual([502, "<html>", 3]);
  });

  test("throws a TypeError where there is no answer, as stores expect it", async () => {
    expect(await errorOf(() => createFetch(ky, QUICK)(new Request("http://127.0.0.1:1/x")))).toBeInstanceOf(TypeError);
    const store = new HttpStore("http://127.0.0.1:1/?key=t0psecret", { fetch: createFetch(ky, QUICK) });
    const error = await errorOf(() => store.read("x"));
    expect(error).toMatchObject({ code: "store/unreachable" });
    expect(String(error)).not.toContain("t0psecret");
  });

  test("ends with a typed error when the answer or the body does not come", async () => {
    const silent = await serve(() => undefined);
    const headers = await errorOf(() =>
      createFetch(ky, { ...QUICK, timeoutMs: 30, retries: 0 })(new Request(silent.url)),
    );
    expect(headers).toMatchObject({ code: "transfer/timeout", waitedFor: "headers" });
    const stalled = await serve(
      (_request, response) => void response.writeHead(200, { "Content-Length": 9 }).write("x"),
    );
    const response = await createFetch(ky, { stallMs: 30 })(new Request(`${stalled.url}/?key=t0psecret`));
    const body = await errorOf(() => response.text());
    expect(body).toMatchObject({ code: "transfer/timeout", waitedFor: "body", url: `${stalled.url}/` });
  });

  test("ends with the signal's reason, before the headers and in the body", async () => {
    const reason = new Error("given up");
    const server = await serve((request, response) => {
      if (request.path === "/body") response.writeHead(200, { "Content-Length": 9 }).write("x");
    });
    const early = new AbortController();
    const waiting = createFetch(ky)(new Request(server.url, { signal: early.signal }));
    await expect.poll(() => server.requests.length).toBe(1);
    early.abort(reason);
    expect(await errorOf(() => waiting)).toBe(reason);
    const late = new AbortController();
    const response = await createFetch(ky)(new Request(`${server.url}/body`, { signal: late.signal }));
    const text = response.text();
    late.abort(reason);
    expect(await errorOf(() => text)).toBe(reason);
  });

  test("asks a credential anew for every try, and once more after a refusal", async () => {
    let asked = 0;
    const server = await serve((_request, response, nth) => void response.writeHead(nth === 1 ? 401 : 200).end());
    const credential = {
      origin: server.url,
      authorize: () => ({ Authorization: `Token ${++asked}` }),
    };
    const response = await createFetch(ky, { ...QUICK, credentials: [credential] })(new Request(server.url));
    expect(response.status).toBe(200);
    expect(server.requests.map(({ headers }) => headers["authorization"])).toEqual(["Token 1", "Token 2"]);
  });

  test("sends nothing of one server to another", async () => {
    const other = await serve((_request, response) => void response.end("other"));
    const server = await serve((_request, response) => void response.writeHead(301, { Location: other.url }).end());
    const credentials = [basicAuth(server.url, "a", "b")];
    const request = new Request(server.url, { headers: { "X-Amz-Security-Token": "x", "X-Other": "y" } });
    expect(await (await createFetch(ky, { credentials })(request)).text()).toBe("other");
    expect(other.requests[0]?.headers).toMatchObject({ "x-other": "y" });
    expect(other.requests[0]?.headers).not.toHaveProperty("authorization");
    expect(other.requests[0]?.headers).not.toHaveProperty("x-amz-security-token");
  });

  test.each([
    ["from https to http", "GET", "http://data.lab.org/x"],
    ["asks to send the body of a POST elsewhere", "POST", "https://data.lab.org/y"],
    ["leads to the scheme", "GET", "javascript:alert(1)"],
    ["leads to something that is no address", "GET", "http://["],
  ])("refuses a redirect that %s", async (reason, method, location) => {
    const own = ky.extend({ fetch: async () => new Response(null, { status: 307, headers: { Location: location } }) });
    const request = new Request("https://data.lab.org/x?key=t0psecret", { method });
    const error = await errorOf(() => createFetch(own, QUICK)(request));
    expect(isTransferError(error, "transfer/redirect-refused")).toBe(true);
    expect(String(error)).toContain(reason);
    expect(String(error)).not.toContain("t0psecret");
  });
});
