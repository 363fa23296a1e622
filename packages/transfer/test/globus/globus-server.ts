import { type Handler, type SeenRequest, startServer, type TestServer } from "../http-server.ts";

/** A request and its answer, in the form that Globus' documentation shows them. */
export interface Exchange {
  readonly method: "GET" | "POST";
  /** With its query. */
  readonly path: string;
  /** What the body must be: fields of a form or a document. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly status?: number | undefined;
  readonly answer: unknown;
}

/** A server that plays recorded exchanges, in any order; the last one of a request is repeated. */
export interface GlobusServer extends TestServer {
  /** Exchanges that nobody has asked for. */
  readonly unused: readonly Exchange[];
}

/** Start a server that wants the secret for tokens and the token for everything else. */
export async function startGlobusServer(exchanges: readonly Exchange[]): Promise<GlobusServer> {
  const unused = [...exchanges];
  const used: Exchange[] = [];
  const handler: Handler = (request, response) => {
    const send = (status: number, answer: unknown): void =>
      void response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
    const wanted = request.path.startsWith("/v2/") ? `Basic ${btoa("client:secret")}` : "Bearer t0ken";
    if (request.headers["authorization"] !== wanted) {
      return send(401, { code: "AuthenticationFailed", message: "Token is not active", request_id: "x" });
    }
    const index = unused.findIndex((exchange) => isAsked(exchange, request));
    const found = index < 0 ? used.findLast((exchange) => isAsked(exchange, request)) : unused.splice(index, 1)[0];
    if (found === undefined) return send(404, { code: "ClientError.NotFound", message: `No ${request.path}` });
    used.push(found);
    return send(found.status ?? 200, found.answer);
  };
  return { ...(await startServer(handler)), unused };
}

function isAsked({ method, path, body }: Exchange, request: SeenRequest): boolean {
  if (method !== request.method || path !== decodeURIComponent(request.path)) return false;
  if (body === undefined) return true;
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const sent: unknown = isForm ? Object.fromEntries(new URLSearchParams(request.body)) : JSON.parse(request.body);
  return JSON.stringify(sorted(sent)) === JSON.stringify(sorted(body));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted()
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
