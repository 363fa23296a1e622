import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, test } from "vitest";
import { type ByteStore, HttpStore, MemoryStore, withCache, withRangeCoalescing } from "../../src/store/index.ts";
import { FileStore } from "../../src/store/node.ts";
import {
  type ConformanceCase,
  CountingListableStore,
  listableStoreConformance,
  type MakeStore,
  storeConformance,
  writableStoreConformance,
} from "../../src/testing/index.ts";
import { type Quirk, startRangeServer } from "./range-server.ts";

const memory: MakeStore<MemoryStore> = async (content) => ({ store: new MemoryStore(content) });

const folder =
  (followLinksOutside: boolean): MakeStore<FileStore> =>
  async (content) => {
    const root = await mkdtemp(join(tmpdir(), "alf-store-"));
    for (const [key, bytes] of content) {
      await mkdir(dirname(join(root, key)), { recursive: true });
      await writeFile(join(root, key), bytes);
    }
    return {
      store: new FileStore(root, { followLinksOutside }),
      close: () => rm(root, { recursive: true, force: true }),
    };
  };

const http =
  (quirk?: Quirk, pinVersions?: boolean): MakeStore<ByteStore> =>
  async (content) => {
    const server = await startRangeServer(content, quirk);
    return { store: new HttpStore(server.url, { pinVersions }), close: server.close };
  };

const wrapped =
  (wrap: (store: ByteStore) => ByteStore): MakeStore<ByteStore> =>
  async (content) => ({ store: wrap(new MemoryStore(content)) });

const isPart = (request: IncomingMessage): boolean => request.headers.range !== undefined;

const ignoresRange: Quirk = (request, response, served) => {
  if (served === undefined || !isPart(request)) return false;
  response.writeHead(200, { "Content-Length": served.bytes.length }).end(served.bytes);
  return true;
};

const sendsEverythingAs206: Quirk = (request, response, served) => {
  if (served === undefined || !isPart(request) || served.bytes.length === 0) return false;
  const { length } = served.bytes;
  response.writeHead(206, { "Content-Range": `bytes 0-${length - 1}/${length}` }).end(served.bytes);
  return true;
};

const refusesHead: Quirk = (request, response) => {
  if (request.method !== "HEAD") return false;
  response.writeHead(405).end();
  return true;
};

const givesNoLength: Quirk = (request, response, served) => {
  if (served === undefined) return false;
  // Chunked transfer: the answer does not announce its length.
  response.writeHead(200, { "Transfer-Encoding": "chunked" });
  response.end(request.method === "HEAD" ? undefined : served.bytes);
  return true;
};

const hidesContentRange: Quirk = (request, response, served) => {
  if (served === undefined || request.method === "HEAD" || !isPart(request)) return false;
  const [first, last] = (request.headers.range ?? "").slice("bytes=".length).split("-").map(Number);
  const part = served.bytes.subarray(first, (last ?? 0) + 1);
  response.writeHead(part.length > 0 ? 206 : 416).end(part);
  return true;
};

const sendsHtmlFor410: Quirk = (_, response, served) => {
  if (served !== undefined) return false;
  response.writeHead(410).end("gone");
  return true;
};

const SUITES: readonly (readonly [string, readonly ConformanceCase[]])[] = [
  [
    "MemoryStore",
    [...storeConformance(memory), ...writableStoreConformance(memory), ...listableStoreConformance(memory)],
  ],
  ...[false, true].map((follow): readonly [string, readonly ConformanceCase[]] => [
    `FileStore ${follow ? "following links anywhere" : "following links inside"}`,
    [
      ...storeConformance(folder(follow)),
      ...writableStoreConformance(folder(follow)),
      ...listableStoreConformance(folder(follow)),
    ],
  ]),
  ["HttpStore", storeConformance(http())],
  ["HttpStore with pinned versions", storeConformance(http(undefined, true))],
  ["HttpStore, server ignores Range", storeConformance(http(ignoresRange))],
  ["HttpStore, server answers 206 with the whole file", storeConformance(http(sendsEverythingAs206))],
  ["HttpStore, server refuses HEAD", storeConformance(http(refusesHead))],
  ["HttpStore, server gives no length", storeConformance(http(givesNoLength))],
  ["HttpStore, Content-Range hidden", storeConformance(http(hidesContentRange))],
  ["HttpStore, 410 for what is gone", storeConformance(http(sendsHtmlFor410))],
  ["withCache", storeConformance(wrapped(withCache))],
  ["withRangeCoalescing", storeConformance(wrapped(withRangeCoalescing))],
  ["withCache over withRangeCoalescing", storeConformance(wrapped((store) => withCache(withRangeCoalescing(store))))],
  [
    "CountingListableStore",
    [
      ...storeConformance(async (content) => ({ store: new CountingListableStore(new MemoryStore(content)) })),
      ...listableStoreConformance(async (content) => ({ store: new CountingListableStore(new MemoryStore(content)) })),
    ],
  ],
];

describe.each(SUITES)("%s", (_, cases) => {
  for (const { name, run } of cases) test(name, run);
});
