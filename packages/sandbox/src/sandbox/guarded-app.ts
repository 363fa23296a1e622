import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
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

function limitBodies(maxSize: number): MiddlewareHandler {
  return bodyLimit({
    maxSize,
    onError: (context) =>
      context.json(
        {
          detail: `Request body too large (expected at most ${maxSize} bytes).`,
          code: "sandbox/body-too-large",
          status_code: 413,
        },
        413,
      ),
  });
}
