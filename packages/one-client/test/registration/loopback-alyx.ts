import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { type JsonValue } from "@neurophys/alf";
import { SMALL_SCHEMA } from "./small-schema.ts";

/** A request as the server got it. */
export interface Asked {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  /** JSON of the body. */
  readonly body: JsonValue | undefined;
}

/** What the server answers; `"reset"` cuts the connection, `"hang"` never answers. */
export type Reply = { readonly status: number; readonly body: JsonValue } | "reset" | "hang";

/** An answer that lists records, as the database gives one page of all. */
export function listAnswer(results: readonly JsonValue[]): JsonValue {
  return { count: results.length, next: null, previous: null, results };
}

/** Decides what is answered to a request. */
export type Handler = (asked: Asked) => Reply;

async function bodyOf(request: IncomingMessage): Promise<JsonValue | undefined> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : (JSON.parse(text) as JsonValue);
}

/** A server on the loopback interface that keeps what it was asked, but for what it can be asked. */
export class LoopbackAlyx {
  readonly asked: Asked[] = [];
  readonly #server: Server;

  private constructor(handler: Handler) {
    this.#server = createServer((request, response) => void this.#answer(handler, request, response));
  }

  static async start(handler: Handler): Promise<LoopbackAlyx> {
    const alyx = new LoopbackAlyx(handler);
    await new Promise<void>((done) => alyx.#server.listen(0, "127.0.0.1", done));
    return alyx;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `METHOD path` of all requests, without queries. */
  get calls(): readonly string[] {
    return this.asked.map(({ method, url }) => `${method} ${url.replace(/\?.*/, "")}`);
  }

  async #answer(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === "/api/schema") {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(SMALL_SCHEMA));
      return;
    }
    const asked = { method: request.method ?? "", url: request.url ?? "", body: await bodyOf(request) };
    this.asked.push(asked);
    const reply = handler(asked);
    if (reply === "hang") return;
    if (reply === "reset") {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, { "content-type": "application/json" });
    response.end(JSON.stringify(reply.body));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
