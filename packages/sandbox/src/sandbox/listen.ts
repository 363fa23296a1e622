import { type Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { ListenError } from "./errors.ts";

/** A server that accepts connections. */
export interface Listening {
  /** Where it is reached, e.g. `"http://127.0.0.1:8000"`, without a slash at the end. */
  readonly url: string;
  /** Stop accepting, let answers that are under way finish for a moment, then cut what is left. */
  close(): Promise<void>;
}

/** Where {@link listen} is to listen. */
export interface ListenOptions {
  /** Address or name of the interface, e.g. `"127.0.0.1"`. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** How long answers that are under way may take when the server is to stop. */
const GRACE_MS = 2000;

/**
 * Serve an application over HTTP.
 *
 * @throws {@link ListenError} if the port is taken or not allowed, or the host is none of this machine.
 */
export async function listen(
  application: { readonly fetch: (request: Request, env: object) => Response | Promise<Response> },
  { host, port }: ListenOptions,
): Promise<Listening> {
  // the globals of the process are those of the caller: several sandboxes and tests share them
  const server = createAdaptorServer({
    fetch: (request, env) => application.fetch(request, env),
    hostname: host,
    overrideGlobalObjects: false,
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new ListenError(host, port, { cause })));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close: () => closeServer(server),
  };
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
