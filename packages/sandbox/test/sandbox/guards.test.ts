import { request } from "node:http";
import fc from "fast-check";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServerEnv } from "../../src/alyx/rest/server.ts";
import { guardedApp } from "../../src/sandbox/guarded-app.ts";
import { isAllowedOrigin, isLoopback } from "../../src/sandbox/loopback.ts";
import { RequestLog } from "../../src/sandbox/rate-limit.ts";
import { createSandbox, type Sandbox } from "../../src/sandbox.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({
    bodyLimitBytes: 1000,
    readOnly: true,
    rateLimit: { requests: 40, perMs: 3_600_000 },
  });
}, 120_000);

afterAll(async () => {
  await sandbox.close();
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${sandbox.alyxUrl}/${path}`, {
    ...init,
    headers: { Authorization: `Token ${sandbox.token}`, ...(init.headers as Record<string, string>) },
  });

/** Send a request with a host of our own, which `fetch` does not let one do. */
function statusForHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("the server of a sandbox", () => {
  test.each([
    ["with its length", "x".repeat(2000)],
    ["of unknown length", new Blob(["x".repeat(2000)]).stream()],
  ])("refuses a body %s that is too large", async (_how, body) => {
    const response = await ask("notes", { method: "POST", body, duplex: "half" } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "sandbox/body-too-large", status_code: 413 });
  });

  test("changes nothing when it is for reading only", async () => {
    const json = { "Content-Type": "application/json" };
    const made = await ask("tags", { method: "POST", headers: json, body: JSON.stringify({ name: "new" }) });
    expect([403, 405]).toContain(made.status);
    expect(await (await ask("tags")).json()).toMatchObject({ count: 0 });
  });

  test("lets pages of this machine read, and no others", async () => {
    const origin = "http://localhost:5173";
    const preflight = await ask("sessions", {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
      },
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, origin]);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("Authorization");
    const other = await ask("sessions", { headers: { Origin: "https://elsewhere.example" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("does not answer to names that somebody gave to this machine", async () => {
    for (const url of [sandbox.alyxUrl, sandbox.dataUrl]) {
      expect(await statusForHost(`${url}/api/schema`, "rebound.example")).toBe(400);
      expect(await statusForHost(`${url}/api/schema`, "localhost")).not.toBe(400);
    }
  });

  test("says when an address that asked too much may ask again", async () => {
    let response = await ask("labs");
    for (let i = 0; i < 40 && response.status !== 429; i++) response = await ask("labs");
    expect(response.status).toBe(429);
    const seconds = Number(response.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(3000);
    expect(await response.json()).toEqual({
      detail: `Request was throttled. Expected available in ${seconds} seconds.`,
      status_code: 429,
    });
  });
});

test("a token is let through as often as the limit says, from however many addresses", async () => {
  const app = guardedApp(
    new Hono<ServerEnv>().get("/", (context) => context.text("in")),
    {
      host: "127.0.0.1",
      allowOrigins: [],
      bodyLimitBytes: 1000,
      rateLimit: { requests: 2, perMs: 3_600_000 },
    },
  );
  const from = async (remoteAddress: string, token: string): Promise<number> => {
    const headers = { Authorization: `Token ${token}` };
    return (await app.request("http://127.0.0.1/", { headers }, { incoming: { socket: { remoteAddress } } })).status;
  };
  expect(await from("10.0.0.1", "a")).toBe(200);
  expect(await from("10.0.0.2", "a")).toBe(200);
  expect(await from("10.0.0.3", "a")).toBe(429);
  expect(await from("10.0.0.4", "b")).toBe(200);
});

test("however many senders there are, the oldest are forgotten and the newest counted", () => {
  const log = new RequestLog({ requests: 1, perMs: 1000 });
  for (let i = 0; i < 10_001; i++) expect(log.note(`sender ${i}`, 0)).toBeUndefined();
  expect(log.note("sender 10000", 1)).toBe(999);
  expect(log.note("sender 0", 1)).toBeUndefined();
});

test("an address is let through as often as the limit says in any window, and told how long to wait", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat(50), { maxLength: 60 }), (requests, gaps) => {
      const log = new RequestLog({ requests, perMs: 100 });
      const passed: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const wait = log.note("address", now);
        if (wait === undefined) passed.push(now);
        else expect(passed.filter((time) => time > now + wait - 100).length).toBeLessThan(requests);
      }
      for (const [i, time] of passed.entries()) {
        const later = passed[i + requests];
        if (later !== undefined) expect(later - time).toBeGreaterThanOrEqual(100);
      }
    }),
  );
});

test.each([
  ["localhost", true],
  ["LOCALHOST", true],
  ["app.localhost", true],
  ["127.0.0.1", true],
  ["127.8.9.10", true],
  ["[::1]", true],
  ["::1", true],
  ["0.0.0.0", false],
  ["::", false],
  ["127.0.0.1.example", false],
  ["localhost.example", false],
  ["192.168.1.2", false],
])("%s is reached from this machine only: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test("an origin is allowed by its name or by a star", () => {
  expect(isAllowedOrigin("https://lab.example", ["https://lab.example"])).toBe(true);
  expect(isAllowedOrigin("https://lab.example", ["*"])).toBe(true);
  expect(isAllowedOrigin("https://lab.example", ["https://lab.example:444"])).toBe(false);
  expect(isAllowedOrigin("null", [])).toBe(false);
});
