import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo } from "node:net";
import { type Identity } from "./certificate.ts";

/** A request that reached a server. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A loopback server that remembers what it was asked. */
export interface TestServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Answers a request; `nth` counts from 1 the requests for the same path. */
export type Handler = (request: SeenRequest, response: ServerResponse, nth: number) => void | Promise<void>;

/** Start a server on a port of the loopback interface, a free one by default; over `https:` if it has an identity. */
export async function startServer(handler: Handler, at = 0, identity?: Identity): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  const counts = new Map<string, number>();
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await seenOf(request);
    requests.push(seen);
    const path = seen.path.replace(/\?.*/, "");
    const nth = (counts.get(path) ?? 0) + 1;
    counts.set(path, nth);
    await handler(seen, response, nth);
  };
  const server = identity === undefined ? createServer(listener) : createSecureServer(identity, listener);
  await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${identity === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function seenOf(request: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const headers = request.headers as Record<string, string | undefined>;
  return { method: request.method ?? "", path: request.url ?? "", headers, body: Buffer.concat(parts).toString() };
}

/** Answer with a file as a good server does: entity tag, date, ranges on condition. */
export function sendFile(
  request: SeenRequest,
  response: ServerResponse,
  { bytes, etag = '"v1"' }: { readonly bytes: Uint8Array; readonly etag?: string },
): void {
  const headers = { ETag: etag, "Last-Modified": "Wed, 01 May 2024 10:00:00 GMT", "Accept-Ranges": "bytes" };
  const start = rangeStart(request, etag);
  if (start === undefined) {
    response.writeHead(200, { ...headers, "Content-Length": bytes.length }).end(bytes);
  } else if (start >= bytes.length) {
    response.writeHead(416, { ...headers, "Content-Range": `bytes */${bytes.length}` }).end();
  } else {
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    const length = bytes.length - start;
    response
      .writeHead(206, { ...headers, "Content-Range": range, "Content-Length": length })
      .end(bytes.subarray(start));
  }
}

/** First byte that a request asks for; `undefined` for the whole file, or if its condition is not met. */
export function rangeStart({ headers }: SeenRequest, etag: string): number | undefined {
  const start = /^bytes=(\d+)-$/.exec(headers["range"] ?? "")?.[1];
  const condition = headers["if-range"];
  if (start === undefined || (condition !== undefined && condition !== etag)) return undefined;
  return Number(start);
}
