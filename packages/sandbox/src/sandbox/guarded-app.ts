import { type Context, Hono, type MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { type ServerEnv } from "../alyx/rest/server.ts";
import { isAllowedOrigin, isLoopback } from "./loopback.ts";
import { type RateLimit, rateLimit } from "./rate-limit.ts";

/** What stands between the network and an application. */
export interface Guards {
  /** Address that is listened on. */
  readonly host: string;
  /** Origins of pages that may read answers, besides pages of this machine. */
  readonly allowOrigins: readonly string[];
  /** Largest body of a request, in bytes. */
  readonly bodyLimitBytes: number;
  /** No limit if left out. */
  readonly rateLimit?: RateLimit | undefined;
}

const ALLOWED = ["Accept", "Accept-Version", "Authorization", "Content-Type", "ONE-API-Version"];

/** Put guards before the application of a database: hosts, origins, rate and size of requests. */
export function guardedApp(application: Pick<Hono<ServerEnv>, "fetch">, guards: Guards): Hono {
  const app = new Hono();
  app.use(onlyLoopbackHosts(guards.host));
  app.use(
    cors({
      origin: (origin) => (isAllowedOrigin(origin, guards.allowOrigins) ? origin : undefined),
      allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      allowHeaders: ALLOWED,
      exposeHeaders: ["Content-Disposition", "Content-Length", "Location", "Retry-After"],
      maxAge: 600,
    }),
  );
  if (guards.rateLimit !== undefined) app.use(rateLimit(guards.rateLimit));
  app.use(limitBodies(guards.bodyLimitBytes));
  app.all("*", (context) => application.fetch(context.req.raw, context.env));
  return app;
}

/**
 * On a loopback address, refuse requests for other hosts: a page of the web can give its own name the address of this
 * machine, and would then be of the same origin.
 */
export function onlyLoopbackHosts(host: string): MiddlewareHandler {
  return async (context, next) => {
    if (!isLoopback(host) || isLoopback(new URL(context.req.url).hostname)) return await next();
    return context.text("Bad Request: this host is not served here.", 400);
  };
}

/**
 * Refuse bodies above a size: by what they say of themselves, and where they do not, as they come.
 *
 * A request with neither length nor encoding has no body, whatever stream the server makes of it.
 */
function limitBodies(maxSize: number): MiddlewareHandler {
  return async (context, next) => {
    const { raw } = context.req;
    const length = raw.headers.get("Content-Length");
    if (length !== null && Number(length) > maxSize) return refused(context, maxSize);
    if (length === null && raw.headers.has("Transfer-Encoding") && raw.body !== null) {
      const parts = await collected(raw.body, maxSize);
      if (parts === undefined) return refused(context, maxSize);
      const { method, headers } = raw;
      context.req.raw = new Request(context.req.url, { method, headers, body: new Blob(parts) });
    }
    return await next();
  };
}

/** All of a body; `undefined` as soon as it is too large. */
async function collected(
  body: ReadableStream<Uint8Array>,
  maxSize: number,
): Promise<Uint8Array<ArrayBuffer>[] | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > maxSize) return undefined;
    parts.push(new Uint8Array(part));
  }
  return parts;
}

function refused(context: Context, maxSize: number): Response {
  const detail = `Request body too large (expected at most ${maxSize} bytes).`;
  return context.json({ detail, code: "sandbox/body-too-large", status_code: 413 }, 413);
}
