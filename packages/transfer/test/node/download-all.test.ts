import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { type BatchProgress, basicAuth } from "../../src/index.ts";
import { type DownloadItem, type DownloadResult, downloadAll, downloadS3Folder } from "../../src/node.ts";
import { contentOf, errorOf, md5Of } from "../contents.ts";
import { type Handler, sendFile, startServer, type TestServer } from "../http-server.ts";
import { startS3Server } from "../s3/s3-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server;
}

const sized: Handler = (request, response) => {
  const size = Number(/\d+/.exec(request.path)?.[0] ?? Number.NaN);
  if (Number.isNaN(size)) return void response.writeHead(request.path === "/refused" ? 403 : 404).end();
  return sendFile(request, response, { bytes: contentOf(size) });
};

describe("a list of downloads", () => {
  test("says of every file what became of it, in the order of the list", async () => {
    const root = await temporaryFolder();
    const server = await serve(sized);
    await writeFile(join(root, "there"), contentOf(10));
    const items: readonly DownloadItem[] = [
      { url: `${server.url}/10`, target: "there", sizeBytes: 10 },
      { url: `${server.url}/20`, target: "new", sizeBytes: 20, md5: md5Of(contentOf(20)) },
      { url: `${server.url}/gone`, target: "gone" },
      { url: `${server.url}/20`, target: "../out" },
      { url: `${server.url}/20`, target: "wrong", sizeBytes: 21 },
      { url: "s3://my-bucket/x", target: "scheme" },
    ];
    const done: DownloadResult[] = [];
    const summary = await downloadAll(items, { root, onFile: (result) => done.push(result) });
    expect(summary.results.map(({ item }) => item)).toEqual(items);
    expect(summary.results.map(({ outcome, error }) => outcome?.source ?? (error as { code: string }).code)).toEqual([
      "cache",
      "downloaded",
      "transfer/not-found",
      "transfer/unsafe-path",
      "transfer/integrity",
      "transfer/invalid-url",
    ]);
    expect(summary.counts).toEqual({ cache: 1, shared: 0, resumed: 0, downloaded: 1, failed: 4 });
    expect(summary).toMatchObject({ transferredBytes: 20, sizeBytes: 30 });
    expect(new Set(done)).toEqual(new Set(summary.results));
    expect((await readdir(root)).toSorted()).toEqual(["new", "there"]);
  });

  test("keeps to its bound", async () => {
    const root = await temporaryFolder();
    let open = 0;
    let most = 0;
    // The first answers wait until as many requests are under way as may be: no chance decides whether they overlap.
    const held: (() => void)[] = [];
    const server = await serve((request, response, nth) => {
      open += 1;
      most = Math.max(most, open);
      response.once("close", () => {
        open -= 1;
      });
      held.push(() => sized(request, response, nth));
      if (most >= 3) setImmediate(() => held.splice(0).forEach((answer) => void answer()));
    });
    const items = Array.from({ length: 40 }, (_, index) => ({ url: `${server.url}/${index}`, target: `${index}` }));
    const { counts } = await downloadAll(items, { root, concurrency: 3 });
    expect(counts.downloaded).toBe(40);
    expect(most).toBe(3);
  });

  test("tells how far it is, up to the end", async () => {
    const root = await temporaryFolder();
    const server = await serve(sized);
    const told: BatchProgress[] = [];
    const items = [1_000_000, 2_000_000, 5].map((size) => ({ url: `${server.url}/${size}`, target: `${size}` }));
    await downloadAll([...items, { url: `${server.url}/gone`, target: "gone" }], {
      root,
      onProgress: (progress) => told.push(progress),
    });
    expect(told.at(-1)).toMatchObject({
      receivedBytes: 3_000_005,
      totalBytes: 3_000_005,
      etaSeconds: 0,
      doneFiles: 4,
      failedFiles: 1,
      totalFiles: 4,
    });
    expect(told.at(-1)?.bytesPerSecond).toBeGreaterThan(0);
    const received = told.map(({ receivedBytes }) => receivedBytes);
    expect(received).toEqual(received.toSorted((a, b) => a - b));
  });

  test("shares what stands in it twice and refuses two contents for one target", async () => {
    const root = await temporaryFolder();
    const server = await serve(sized);
    const item = { url: `${server.url}/7`, target: "a" };
    const { counts, results } = await downloadAll([item, item, { url: `${server.url}/8`, target: "a" }], { root });
    expect(counts.failed).toBe(1);
    expect(results[2]?.error).toMatchObject({ code: "transfer/invalid-item" });
    expect(server.requests).toHaveLength(1);
  });

  test("of many files under one signal is no leak that Node warns of", async () => {
    const root = await temporaryFolder();
    const server = await serve(sized);
    const warnings: string[] = [];
    const onWarning = ({ name }: Error): void => void warnings.push(name);
    process.on("warning", onWarning);
    onTestFinished(() => void process.removeListener("warning", onWarning));
    // of known size they take the short way, of unknown size the long one
    const items = Array.from({ length: 60 }, (_, i) => {
      const size = { url: `${server.url}/${100 + i}`, target: `${i}` };
      return i % 2 === 0 ? size : { ...size, sizeBytes: 100 + i };
    });
    const { counts } = await downloadAll(items, { root, signal: new AbortController().signal, concurrency: 30 });
    await new Promise((resolve) => setImmediate(resolve));
    expect([counts.downloaded, warnings]).toEqual([60, []]);
  });

  test("ends with the signal's reason", async () => {
    const root = await temporaryFolder();
    const controller = new AbortController();
    const reason = new Error("given up");
    const server = await serve((_request, response) => {
      response.writeHead(200, { "Content-Length": 10 }).write("x");
      controller.abort(reason);
    });
    const items = Array.from({ length: 5 }, (_, index) => ({ url: server.url, target: `${index}` }));
    expect(await errorOf(() => downloadAll(items, { root, signal: controller.signal, concurrency: 2 }))).toBe(reason);
    expect(await readdir(root)).toEqual([]);
  });

  test("of nothing is done at once", async () => {
    expect((await downloadAll([])).counts).toEqual({ cache: 0, shared: 0, resumed: 0, downloaded: 0, failed: 0 });
  });

  test("has no secret in its summary, its progress or its errors", async () => {
    const root = await temporaryFolder();
    const server = await serve(sized);
    const told: unknown[] = [];
    const paths = ["5", "refused", "gone", "5"];
    const items = paths.map((path, index) => ({ url: `${server.url}/${path}?key=t0psecret`, target: `${index}` }));
    const options = { root, credentials: [basicAuth(server.url, "me", "pa55word")], retries: 0 };
    const { results, ...summary } = await downloadAll(items, { ...options, onProgress: (event) => told.push(event) });
    const outcomes = results.map(({ outcome, error }) => ({ outcome, error, text: String(error) }));
    const text =
      JSON.stringify([told, summary, outcomes]) + inspect([outcomes, options], { depth: 20, showHidden: true });
    for (const secret of ["t0psecret", "pa55word", btoa("me:pa55word")]) expect(text).not.toContain(secret);
    expect(server.requests.every(({ headers }) => headers["authorization"] !== undefined)).toBe(true);
  });
});

describe("a folder of a bucket", () => {
  test("comes with its structure, without its neighbours, and is not fetched twice", async () => {
    const root = await temporaryFolder();
    const keys = ["a/b/x", "a/b/c d/#y#", "a/b_x/z", "a/b/", "a/b/../../up"];
    const server = await startS3Server(new Map(keys.map((key) => [key, contentOf(key.endsWith("/") ? 0 : 9)])));
    onTestFinished(() => server.close());
    const address = { bucket: server.bucket, region: "us-east-1", endpoint: server.url };
    const first = await downloadS3Folder(address, "a/b", root);
    expect(first.counts).toMatchObject({ downloaded: 2, failed: 1 });
    expect(first.results.find(({ error }) => error !== undefined)?.error).toMatchObject({
      code: "transfer/unsafe-path",
    });
    expect((await readdir(root, { recursive: true })).toSorted()).toEqual(["c d", "c d/#y#", "x"]);
    expect((await downloadS3Folder(address, "/a/b/", root)).counts).toMatchObject({ cache: 2, failed: 1 });
  });

  test("that cannot be listed is a typed error", async () => {
    const address = { bucket: "my-bucket", region: "us-east-1", endpoint: "http://127.0.0.1:1" };
    const error = await errorOf(() => downloadS3Folder(address, "a", "/nowhere", { retries: 0 }));
    expect(error).toMatchObject({ code: "transfer/unreachable", url: "http://127.0.0.1:1/my-bucket/" });
  });
});
