import { Hono, type MiddlewareHandler } from "hono";
import { basicAuth } from "hono/basic-auth";
import { cors } from "hono/cors";
import { type DataMount } from "./data-mount.ts";
import { findFile } from "./find-file.ts";
import { type DataEnv, sendFile } from "./send-file.ts";
import { urlSegments } from "./url-segments.ts";

/** Options of {@link createDataApp}. */
export interface DataAppOptions {
  /** Folders to serve, asked anew for every request; of two that hold a file the first wins. */
  readonly mounts: () => readonly DataMount[];
  /** User and password that every request has to name (HTTP Basic); none by default. */
  readonly login?: { readonly username: string; readonly password: string } | undefined;
  /** Runs before anything else; may answer itself. */
  readonly guard?: MiddlewareHandler | undefined;
  /** Whether pages of this origin may read the data; all by default. */
  readonly allowsOrigin?: ((origin: string) => boolean) | undefined;
}

/** Headers that a page needs to read ranges and to know what version they are of. */
const EXPOSED = ["Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified"];
/** Headers that a page may send without being safelisted by the CORS protocol. */
const ALLOWED = [
  "Authorization",
  "If-Match",
  "If-Modified-Since",
  "If-None-Match",
  "If-Range",
  "If-Unmodified-Since",
  "Range",
];

/**
 * Serve folders of ALF files as the data server of an Alyx database does.
 *
 * GET and HEAD of files only, whole or one range, with strong entity tags; no listings. The id of a dataset in a name is
 * optional. Bodies are streamed in pieces of 256 KiB.
 */
export function createDataApp({ mounts, login, guard, allowsOrigin = () => true }: DataAppOptions): Hono<DataEnv> {
  const app = new Hono<DataEnv>();
  if (guard !== undefined) app.use(guard);
  app.use(
    cors({
      origin: (origin) => (allowsOrigin(origin) ? origin : undefined),
      allowMethods: ["GET", "HEAD"],
      allowHeaders: ALLOWED,
      exposeHeaders: EXPOSED,
      maxAge: 600,
    }),
  );
  if (login !== undefined) {
    app.use(basicAuth({ username: login.username, password: login.password, realm: "data" }));
  }
  app.get("*", async (context) => {
    const segments = urlSegments(new URL(context.req.url).pathname);
    if (segments === undefined) return context.text("The path names no file of this server.", 400);
    const path = await findFile(mounts(), segments);
    return path === undefined ? context.text("There is no such file.", 404) : await sendFile(context, path);
  });
  app.all("*", (context) => context.text("Files can be read only.", 405, { Allow: "GET, HEAD, OPTIONS" }));
  return app;
}
