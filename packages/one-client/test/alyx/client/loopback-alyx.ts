import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { type DataWarning } from "@neurophys/alf";
import { onTestFinished } from "vitest";
import { type AlyxClient, type AlyxClientOptions, createAlyxClient } from "../../../src/alyx/index.ts";
import { openApiOf } from "./open-api-of.ts";

/** A request that reached the server. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What the server answers. */
export interface GivenAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request itself and gives nothing back, or gives the answer. */
export type Answer = (request: SeenRequest, response: ServerResponse) => GivenAnswer | undefined;

export interface LoopbackAlyx {
  readonly url: string;
  /** All requests but those for a token and for the description. */
  readonly requests: SeenRequest[];
  readonly logins: SeenRequest[];
  readonly schemaRequests: SeenRequest[];
  /** Tokens handed out so far; the last one is valid. */
  tokens: number;
  close(): Promise<void>;
}

const PASSWORD = "correct horse battery staple";

export { PASSWORD };

async function seenOf(request: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const headers = request.headers as Record<string, string | undefined>;
  return { method: request.method ?? "", url: request.url ?? "", headers, body: Buffer.concat(parts).toString() };
}

function send(response: ServerResponse, { status = 200, body, text, headers = {} }: GivenAnswer): void {
  const type = text === undefined ? "application/json" : "text/html; charset=utf-8";
  response.writeHead(status, { "Content-Type": type, ...headers });
  response.end(status === 204 ? undefined : (text ?? JSON.stringify(body ?? null)));
}

/** Name of the token that was handed out as the n-th. */
export const tokenName = (nth: number): string => `${"0".repeat(38)}${String(nth).padStart(2, "0")}`;

/** A database on the loopback interface: logs in with {@link PASSWORD}, describes itself, and answers as it is told. */
export async function startAlyx(
  answer: Answer,
  { schema = () => ({ body: openApiOf() }) }: { readonly schema?: () => GivenAnswer } = {},
): Promise<LoopbackAlyx> {
  const state = { requests: [], logins: [], schemaRequests: [], tokens: 0 } as unknown as LoopbackAlyx;
  const server = createServer(async (request, response) => {
    const seen = await seenOf(request);
    if (seen.url === "/auth-token") {
      state.logins.push(seen);
      const isRight = new URLSearchParams(seen.body).get("password") === PASSWORD;
      if (isRight) state.tokens += 1;
      const wrong = { non_field_errors: ["Unable to log in with provided credentials."], status_code: 400 };
      send(response, isRight ? { body: { token: tokenName(state.tokens) } } : { status: 400, body: wrong });
    } else if (seen.url === "/api/schema") {
      state.schemaRequests.push(seen);
      send(response, schema());
    } else {
      state.requests.push(seen);
      const given = answer(seen, response);
      if (given !== undefined) send(response, given);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close });
}

/** A client of a loopback database, and the warnings it gave. */
export interface TestClient {
  readonly alyx: AlyxClient;
  readonly warnings: DataWarning[];
}

/** A client that can log in, keeps no answers, and does not wait long between tries. */
export function clientOf(server: { readonly url: string }, options: Partial<AlyxClientOptions> = {}): TestClient {
  const warnings: DataWarning[] = [];
  const alyx = createAlyxClient({
    baseUrl: server.url,
    username: "test_user",
    password: PASSWORD,
    cache: { mode: null },
    onWarning: (warning) => void warnings.push(warning),
    ...options,
    policy: { backoffMs: () => 1, timeoutMs: 5000, ...options.policy },
  });
  return { alyx, warnings };
}

/** What a promise was rejected with; the text of what it was resolved with otherwise. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => `resolved with ${JSON.stringify(value)}`,
    (error: unknown) => error,
  );
