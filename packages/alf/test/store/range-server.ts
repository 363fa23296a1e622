import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

/** A value that a {@link RangeServer} serves. */
export interface Served {
  readonly bytes: Uint8Array;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** What to do with one request: `true` once it was answered, `false` to let the plain server answer. */
export type Quirk = (request: IncomingMessage, response: ServerResponse, served: Served | undefined) => boolean;

/** A file server on loopback with ranges, and whatever oddity a test adds. */
export interface RangeServer {
  readonly url: string;
  /** Lines like `"GET /ten.bytes.bin bytes=0-3"`, in the order of arrival. */
  readonly log: string[];
  readonly content: Map<string, Served>;
  close(): Promise<void>;
}

/**
 * Start a server.
 *
 * @param content - Values by key.
 * @param quirk - Asked first.
 */
export async function startRangeServer(
  content: Iterable<readonly [string, Uint8Array]>,
  quirk: Quirk = () => false,
): Promise<RangeServer> {
  const values = new Map<string, Served>();
  for (const [key, bytes] of content) values.set(key, { bytes });
  const log: string[] = [];
  const server = createServer((request, response) => {
    log.push([request.method, request.url, request.headers.range].filter(Boolean).join(" "));
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const served = values.get(path.slice(1).split("/").map(decodeURIComponent).join("/"));
    if (!quirk(request, response, served)) answer(request, response, served);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, log, content: values, close: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

function answer(request: IncomingMessage, response: ServerResponse, served: Served | undefined): void {
  if (served === undefined) {
    response.writeHead(404, { "Content-Type": "text/html" }).end("<h1>Not here</h1>");
    return;
  }
  const { bytes, etag, lastModified } = served;
  if (etag !== undefined) response.setHeader("ETag", etag);
  if (lastModified !== undefined) response.setHeader("Last-Modified", lastModified);
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  if (request.method === "HEAD" || range === null) {
    response.writeHead(200, { "Content-Length": bytes.length, "Accept-Ranges": "bytes" });
    response.end(request.method === "HEAD" ? undefined : bytes);
    return;
  }
  const [first, last] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
  if (first >= bytes.length) {
    response.writeHead(416, { "Content-Range": `bytes */${bytes.length}` }).end();
    return;
  }
  const part = bytes.subarray(first, last + 1);
  response.writeHead(206, {
    "Content-Range": `bytes ${first}-${last}/${bytes.length}`,
    "Content-Length": part.length,
  });
  response.end(part);
}
