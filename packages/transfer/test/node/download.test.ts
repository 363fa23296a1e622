import { mkdir, open, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ky from "ky";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { basicAuth, type DownloadProgress } from "../../src/index.ts";
import { download } from "../../src/node.ts";
import { contentOf, errorOf, md5Of } from "../contents.ts";
import { type Handler, rangeStart, sendFile, startServer, type TestServer } from "../http-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const LARGE = contentOf(9 * 1024 * 1024 + 5);
const SMALL = contentOf(1000);
const QUICK = { backoffMs: () => 0 };

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server;
}

/** A server of one file that sends so many bytes a request, and then breaks off. */
function inPieces(bytes: Uint8Array, pieceBytes: number): Handler {
  return (request, response) => {
    const start = rangeStart(request, '"v1"') ?? 0;
    response.writeHead(start > 0 ? 206 : 200, {
      ETag: '"v1"',
      "Content-Length": bytes.length - start,
      ...(start > 0 ? { "Content-Range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    const end = start + pieceBytes;
    if (end >= bytes.length) return void response.end(bytes.subarray(start));
    return void response.write(bytes.subarray(start, end), () => response.socket?.end());
  };
}

const whole =
  (bytes: Uint8Array): Handler =>
  (request, response) =>
    sendFile(request, response, { bytes });

describe("a download", () => {
  test("writes the file with the folders it needs, and nothing else", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(LARGE));
    const target = join(folder, "a", "b", "file.bin");
    const outcome = await download({ url: server.url, target, sizeBytes: LARGE.length, md5: md5Of(LARGE) });
    expect(outcome).toEqual({
      target,
      source: "downloaded",
      sizeBytes: LARGE.length,
      md5: md5Of(LARGE),
      transferredBytes: LARGE.length,
    });
    expect(md5Of(await readFile(target))).toBe(md5Of(LARGE));
    expect(await readdir(join(folder, "a", "b"))).toEqual(["file.bin"]);
  });

  test.each([SMALL, LARGE])("that is to outlast a power cut is the same file", async (bytes) => {
    const root = await temporaryFolder();
    const server = await serve(whole(bytes));
    const item = { url: server.url, target: "a/x", sizeBytes: bytes.length, md5: md5Of(bytes) };
    expect(await download(item, { root, durable: true })).toMatchObject({ source: "downloaded", md5: md5Of(bytes) });
    expect(md5Of(await readFile(join(root, "a", "x")))).toBe(md5Of(bytes));
    expect(await readdir(join(root, "a"))).toEqual(["x"]);
  });

  test("of a small file leaves nothing of an earlier part that was larger", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(SMALL));
    await writeFile(join(folder, ".x.part"), LARGE);
    await writeFile(join(folder, ".x.part.json"), "{}");
    await download({ url: server.url, target: join(folder, "x"), sizeBytes: SMALL.length });
    expect(await readdir(folder)).toEqual(["x"]);
    expect(md5Of(await readFile(join(folder, "x")))).toBe(md5Of(SMALL));
  });

  test("writes an empty file", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(new Uint8Array()));
    const target = join(folder, "empty.bin");
    const outcome = await download({ url: server.url, target, sizeBytes: 0 }, { withMd5: true });
    expect(outcome).toMatchObject({ sizeBytes: 0, md5: md5Of(new Uint8Array()) });
    expect((await stat(target)).size).toBe(0);
  });

  test("reads # in an address as a part of the path", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(SMALL));
    await download({ url: `${server.url}/alf/#2024-05-06#/a.b.npy?x=1`, target: join(folder, "a.b.npy") });
    expect(server.requests.map(({ path }) => path)).toEqual(["/alf/%232024-05-06%23/a.b.npy?x=1"]);
  });

  test("sends a user and password from the address as Basic authorization", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(SMALL));
    await download({ url: server.url.replace("//", "//me:p%40ss@"), target: join(folder, "x") });
    expect(server.requests[0]?.headers["authorization"]).toBe(`Basic ${btoa("me:p@ss")}`);
  });

  test("writes a name of 255 bytes", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(LARGE));
    const target = join(folder, "n".repeat(255));
    await download({ url: server.url, target });
    expect((await stat(target)).size).toBe(LARGE.length);
  });

  test("is built on the client that is handed in, whose fetch and headers stay", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(SMALL));
    const urls: string[] = [];
    const own = ky.extend({
      headers: { "X-Lab": "ours" },
      fetch: (input, init) => {
        urls.push((input as Request).url);
        return fetch(input, init);
      },
    });
    await download({ url: server.url, target: join(folder, "x") }, { ky: own, headers: { "X-More": "too" } });
    expect(urls).toEqual([`${server.url}/`]);
    expect(server.requests[0]?.headers).toMatchObject({ "x-lab": "ours", "x-more": "too" });
  });
});

describe("a file that is there", () => {
  test.each([
    ["nothing is known", {}, "cache", 0],
    ["its size is right", { sizeBytes: SMALL.length }, "cache", 0],
    ["its size and hash are right", { sizeBytes: SMALL.length, md5: md5Of(SMALL).toUpperCase() }, "cache", 0],
  ])("is taken as it is if %s", async (_when, known, source, requests) => {
    const folder = await temporaryFolder();
    const server = await serve(whole(contentOf(SMALL.length, 2)));
    const target = join(folder, "x");
    await writeFile(target, SMALL);
    expect(await download({ url: server.url, target, ...known })).toMatchObject({ source, transferredBytes: 0 });
    expect(server.requests).toHaveLength(requests);
  });

  test.each([
    ["its size is wrong", { sizeBytes: LARGE.length }, {}],
    ["its hash is wrong", { md5: md5Of(LARGE) }, {}],
    ["it is to be overwritten", {}, { overwrite: true }],
  ])("is replaced if %s", async (_when, known, options) => {
    const folder = await temporaryFolder();
    const server = await serve(whole(LARGE));
    const target = join(folder, "x");
    await writeFile(target, SMALL);
    expect(await download({ url: server.url, target, ...known }, options)).toMatchObject({ source: "downloaded" });
    expect(md5Of(await readFile(target))).toBe(md5Of(LARGE));
  });

  test("stays if what the server has is wrong", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(LARGE));
    const target = join(folder, "x");
    await writeFile(target, SMALL);
    const call = (): Promise<unknown> =>
      download({ url: server.url, target, md5: "0".repeat(32) }, { overwrite: true });
    expect(await errorOf(call)).toMatchObject({ code: "transfer/integrity" });
    expect(md5Of(await readFile(target))).toBe(md5Of(SMALL));
  });

  test("is refused if it is a folder", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(SMALL));
    const error = await errorOf(() => download({ url: server.url, target: folder }));
    expect(error).toMatchObject({ code: "transfer/file-system", systemCode: "EISDIR" });
  });
});

describe("resuming", () => {
  test("goes on for as long as a transfer gets further, however often it breaks off", async () => {
    const folder = await temporaryFolder();
    const server = await serve(inPieces(LARGE, 1_300_000));
    const target = join(folder, "x");
    const outcome = await download({ url: server.url, target, md5: md5Of(LARGE) }, { ...QUICK, retries: 1 });
    expect(outcome).toMatchObject({ source: "downloaded", transferredBytes: LARGE.length });
    expect(server.requests.length).toBeGreaterThan(6);
    expect(server.requests.at(-1)?.headers).toMatchObject({ "if-range": '"v1"' });
  });

  test("goes on where an earlier call was broken off, if hashed or not", async () => {
    for (const md5 of [md5Of(LARGE), undefined]) {
      const folder = await temporaryFolder();
      const target = join(folder, "x");
      let full = false;
      const server = await serve((request, response, nth) =>
        full ? whole(LARGE)(request, response, nth) : inPieces(LARGE, 5_000_000)(request, response, nth),
      );
      const item = { url: server.url, target, md5 };
      await errorOf(() => download(item, { ...QUICK, retries: 0 }));
      const there = (await stat(join(folder, ".x.part"))).size;
      expect(there).toBeGreaterThan(1_000_000);
      full = true;
      const outcome = await download(item, QUICK);
      expect(outcome).toMatchObject({ source: "resumed", transferredBytes: LARGE.length - there });
      expect(md5Of(await readFile(target))).toBe(md5Of(LARGE));
      expect(await readdir(folder)).toEqual(["x"]);
    }
  });

  test.each([
    ["another version is there", '"v2"', "/x"],
    ["the part is of another address", '"v1"', "/other"],
    ["nothing can be told by tag, date or hash", undefined, "/x"],
  ])("begins anew if %s", async (_when, etag, path) => {
    const folder = await temporaryFolder();
    const target = join(folder, "x");
    const first = await serve((_request, response) => {
      response.writeHead(200, { "Content-Length": LARGE.length, ...(etag === undefined ? {} : { ETag: '"v1"' }) });
      response.write(LARGE.subarray(0, 4_000_000), () => response.socket?.end());
    });
    await errorOf(() => download({ url: `${first.url}/x`, target }, { ...QUICK, retries: 0 }));
    const port = new URL(first.url).port;
    await first.close();
    const other = contentOf(LARGE.length, 3);
    const second = await serveAt(Number(port), (request, response) => {
      if (etag !== undefined) return sendFile(request, response, { bytes: other, etag });
      return void response.writeHead(200, { "Content-Length": other.length }).end(other);
    });
    const outcome = await download({ url: `${second.url}${path}`, target }, QUICK);
    expect(outcome).toMatchObject({ source: "downloaded" });
    expect(md5Of(await readFile(target))).toBe(md5Of(other));
  });

  async function serveAt(port: number, handler: Handler): Promise<TestServer> {
    const server = await startServer(handler, port);
    onTestFinished(() => server.close());
    return server;
  }

  test("takes a part that is whole already for what it is", async () => {
    const folder = await temporaryFolder();
    const target = join(folder, "x");
    const server = await serve(whole(LARGE));
    const controller = new AbortController();
    const onProgress = ({ receivedBytes }: DownloadProgress): void => {
      if (receivedBytes === LARGE.length) controller.abort();
    };
    await errorOf(() => download({ url: server.url, target }, { onProgress, signal: controller.signal }));
    expect((await stat(join(folder, ".x.part"))).size).toBe(LARGE.length);
    expect(await download({ url: server.url, target })).toMatchObject({ source: "resumed", transferredBytes: 0 });
    expect(md5Of(await readFile(target))).toBe(md5Of(LARGE));
  });

  test.each([
    ["not JSON", "{"],
    ["another kind of JSON", "[1]"],
    ["of another form", JSON.stringify({ source: "x", bootedAtMs: "long ago" })],
  ])("begins anew if the side file is %s", async (_what, state) => {
    const folder = await temporaryFolder();
    const server = await serve(whole(LARGE));
    await writeFile(join(folder, ".x.part"), new Uint8Array(5000));
    await writeFile(join(folder, ".x.part.json"), state);
    const target = join(folder, "x");
    expect(await download({ url: server.url, target })).toMatchObject({ source: "downloaded" });
    expect(md5Of(await readFile(target))).toBe(md5Of(LARGE));
    expect(await readdir(folder)).toEqual(["x"]);
  });

  test.each([
    ["goes on after the machine was started anew if the hash of the whole is known", md5Of(LARGE), "resumed"],
    ["begins anew after the machine was started anew otherwise", undefined, "downloaded"],
  ])("%s", async (_what, md5, source) => {
    const folder = await temporaryFolder();
    let full = false;
    const server = await serve((request, response, nth) =>
      (full ? whole(LARGE) : inPieces(LARGE, 5_000_000))(request, response, nth),
    );
    const item = { url: server.url, target: join(folder, "x"), md5 };
    await errorOf(() => download(item, { ...QUICK, retries: 0 }));
    full = true;
    const side = join(folder, ".x.part.json");
    const state = JSON.parse(await readFile(side, "utf8")) as { bootedAtMs: number };
    await writeFile(side, JSON.stringify({ ...state, bootedAtMs: state.bootedAtMs - 3_600_000 }));
    expect(await download(item, QUICK)).toMatchObject({ source });
    expect(md5Of(await readFile(item.target))).toBe(md5Of(LARGE));
  });

  test.each([
    ["large or of unknown size", undefined],
    ["small", SMALL.length],
  ])(
    "never writes through a link that somebody put where the part belongs, of a file that is %s",
    async (_what, sizeBytes) => {
      const folder = await temporaryFolder();
      const server = await serve(whole(SMALL));
      const victim = join(folder, "victim");
      await writeFile(victim, "precious");
      await symlink(victim, join(folder, ".x.part"));
      await download({ url: server.url, target: join(folder, "x"), sizeBytes });
      expect(await readFile(victim, "utf8")).toBe("precious");
      expect((await readdir(folder)).toSorted()).toEqual(["victim", "x"]);
    },
  );
});

describe("callers", () => {
  test("at the same time share one transfer and its progress", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(LARGE));
    const item = { url: server.url, target: join(folder, "x"), sizeBytes: LARGE.length };
    const told = [0, 0, 0];
    const outcomes = await Promise.all(
      told.map((_, caller) =>
        download(item, { onProgress: () => void told.splice(caller, 1, (told[caller] ?? 0) + 1) }),
      ),
    );
    expect(server.requests).toHaveLength(1);
    expect(outcomes.map(({ source }) => source).toSorted()).toEqual(["downloaded", "shared", "shared"]);
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toBeGreaterThan(0);
  });

  test("that give up leave the others their transfer", async () => {
    const folder = await temporaryFolder();
    let answer = (): void => undefined;
    const server = await serve((_request, response) => {
      answer = () => response.writeHead(200, { "Content-Length": SMALL.length }).end(SMALL);
    });
    const item = { url: server.url, target: join(folder, "x") };
    const controller = new AbortController();
    const stays = download(item);
    const leaves = download(item, { signal: controller.signal });
    const reason = new Error("given up");
    controller.abort(reason);
    expect(await errorOf(() => leaves)).toBe(reason);
    await expect.poll(() => server.requests.length).toBe(1);
    answer();
    expect(await stays).toMatchObject({ source: "downloaded" });
  });

  test("that all give up end the transfer, with the signal's reason", async () => {
    const folder = await temporaryFolder();
    const server = await serve(
      (_request, response) => void response.writeHead(200, { "Content-Length": 10 }).write("x"),
    );
    const controller = new AbortController();
    const reason = new Error("given up");
    const call = download(
      { url: server.url, target: join(folder, "x") },
      { signal: controller.signal, onProgress: () => controller.abort(reason) },
    );
    expect(await errorOf(() => call)).toBe(reason);
    expect(await readdir(folder)).toEqual([]);
  });

  test("with another wish for one target take turns", async () => {
    const folder = await temporaryFolder();
    const server = await serve((request, response) =>
      sendFile(request, response, { bytes: request.path === "/a" ? SMALL : LARGE }),
    );
    const target = join(folder, "x");
    const outcomes = await Promise.all([
      download({ url: `${server.url}/a`, target, md5: md5Of(SMALL) }),
      download({ url: `${server.url}/b`, target, md5: md5Of(LARGE) }),
    ]);
    expect(outcomes.map(({ source }) => source)).toEqual(["downloaded", "downloaded"]);
    expect([md5Of(SMALL), md5Of(LARGE)]).toContain(md5Of(await readFile(target)));
  });

  test("who have aborted already ask for nothing", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(SMALL));
    const reason = new Error("given up");
    const call = (): Promise<unknown> =>
      download({ url: server.url, target: join(folder, "x") }, { signal: AbortSignal.abort(reason) });
    expect(await errorOf(call)).toBe(reason);
    expect(server.requests).toHaveLength(0);
  });
});

describe("a lock that was taken over", () => {
  const FOREIGN = JSON.stringify({ hostname: "elsewhere", pid: 1, token: "other" });

  test("from one who may come back leaves the part alone that the other may write to", async () => {
    const folder = await temporaryFolder();
    let full = false;
    const server = await serve((request, response, nth) =>
      (full ? whole(LARGE) : inPieces(LARGE, 5_000_000))(request, response, nth),
    );
    const item = { url: server.url, target: join(folder, "x") };
    await errorOf(() => download(item, { ...QUICK, retries: 0 }));
    const other = await open(join(folder, ".x.part"), "r+");
    onTestFinished(() => other.close());
    full = true;
    await writeFile(join(folder, ".x.lock"), FOREIGN);
    const outcome = await download(item, { ...QUICK, staleAfterMs: 20 });
    await other.write("late", 0);
    expect(outcome).toMatchObject({ source: "downloaded" });
    expect(md5Of(await readFile(item.target))).toBe(md5Of(LARGE));
  });

  test("from this process, which slept, makes it wait for the other and look again", async () => {
    const folder = await temporaryFolder();
    const server = await serve(async (request, response, nth) => {
      if (nth === 1) {
        vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
        onTestFinished(() => void vi.useRealTimers());
        await writeFile(join(folder, ".x.lock"), FOREIGN);
      }
      sendFile(request, response, { bytes: LARGE });
    });
    const outcome = await download({ url: server.url, target: join(folder, "x") }, { ...QUICK, staleAfterMs: 20 });
    expect(outcome).toMatchObject({ source: "downloaded" });
    expect(server.requests).toHaveLength(2);
    expect(await readdir(folder)).toEqual(["x"]);
  });
});

describe("credentials", () => {
  test("go to their own origin only, also after a redirect", async () => {
    const folder = await temporaryFolder();
    const other = await serve(whole(SMALL));
    const server = await serve(
      (_request, response) => void response.writeHead(302, { Location: `${other.url}/there` }).end(),
    );
    const credentials = [basicAuth(server.url, "me", "secret")];
    await download({ url: server.url, target: join(folder, "x") }, { credentials, headers: { Cookie: "a=b" } });
    expect(server.requests[0]?.headers["authorization"]).toBe(`Basic ${btoa("me:secret")}`);
    expect(other.requests.map(({ path, headers }) => [path, headers["authorization"], headers["cookie"]])).toEqual([
      ["/there", undefined, undefined],
    ]);
  });

  test("stay with a redirect inside their origin", async () => {
    const folder = await temporaryFolder();
    const server = await serve((request, response) =>
      request.path === "/a"
        ? void response.writeHead(307, { Location: "b" }).end()
        : sendFile(request, response, { bytes: SMALL }),
    );
    const credentials = [basicAuth(server.url, "me", "secret")];
    await download({ url: `${server.url}/a`, target: join(folder, "x") }, { credentials });
    expect(server.requests.map(({ headers }) => headers["authorization"])).toEqual(
      Array.from({ length: 2 }, () => `Basic ${btoa("me:secret")}`),
    );
  });

  test("of another server are not sent", async () => {
    const folder = await temporaryFolder();
    const server = await serve(whole(SMALL));
    const credentials = [basicAuth("https://data.lab.org", "me", "secret")];
    await download({ url: server.url, target: join(folder, "x") }, { credentials });
    expect(server.requests[0]?.headers["authorization"]).toBeUndefined();
  });
});

describe("before anything happens", () => {
  test.each([
    [{ url: "ftp://a/b" }, "transfer/invalid-url"],
    [{ url: "file:///etc/passwd" }, "transfer/invalid-url"],
    [{ url: "no address" }, "transfer/invalid-url"],
    [{ md5: "abc" }, "transfer/invalid-item"],
    [{ sizeBytes: -1 }, "transfer/invalid-item"],
    [{ sizeBytes: 1.5 }, "transfer/invalid-item"],
    [{ target: "" }, "transfer/invalid-item"],
    [{ target: "a/" }, "transfer/invalid-item"],
    [{ target: "../x" }, "transfer/unsafe-path"],
    [{ target: "/etc/x" }, "transfer/unsafe-path"],
    [{ target: "link/x" }, "transfer/unsafe-path"],
  ])("%j is refused", async (change, code) => {
    const folder = await temporaryFolder();
    const outside = await temporaryFolder();
    await mkdir(join(folder, "sub"));
    await symlink(outside, join(folder, "link"));
    const item = { url: "http://127.0.0.1:1/x", target: "sub/x", ...change };
    expect(await errorOf(() => download(item, { root: folder }))).toMatchObject({ code });
    expect(await readdir(outside)).toEqual([]);
  });
});
