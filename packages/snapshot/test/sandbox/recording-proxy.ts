import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { formOf, type Moment } from "../notes-server.ts";
import { type PostedNote } from "../reference-trace.ts";

/** A way to a database that remembers what went over it. */
export interface RecordingProxy {
  readonly url: string;
  /** Requests but those for the description, e.g. `"DELETE /notes/…"`. */
  readonly log: readonly string[];
  /** Notes that were posted. */
  readonly posted: readonly PostedNote[];
  /** Told of each request before and after the database has it; true breaks the connection there. */
  death: (request: string, moment: Moment) => boolean;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Starts a server that hands every request on as it came; the caller closes it. */
export async function recordRequests(databaseUrl: string): Promise<RecordingProxy> {
  const [log, posted]: [string[], PostedNote[]] = [[], []];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/", headers } = request;
    if (!url.startsWith("/api/schema")) log.push(`${method} ${decodeURIComponent(url)}`);
    const body = await bodyOf(request);
    if (proxy.death(`${method} ${url}`, "before")) return void request.socket.destroy();
    const type = headers["content-type"] ?? "";
    const sent = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" && !["host", "connection", "content-length"].includes(name) ? [[name, value]] : [],
    );
    const init = { method, headers: sent, ...(body.length > 0 ? { body } : {}) };
    const answer = await fetch(new URL(url, databaseUrl), init);
    const text = await answer.text();
    if (type.startsWith("multipart/")) {
      posted.push({ form: await formOf(body, type), status: answer.status, answer: text });
    }
    if (proxy.death(`${method} ${url}`, "after")) return void request.socket.destroy();
    response.writeHead(answer.status, { "Content-Type": answer.headers.get("content-type") ?? "text/plain" });
    response.end(text);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy: RecordingProxy = { url, log, posted, death: () => false, close };
  return proxy;
}
