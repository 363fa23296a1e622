import { type Context, Hono } from "hono";
import { type LabDatabase } from "../database/lab-database.ts";
import { describeForCoreApi } from "./endpoints/core-api.ts";
import { cacheArchive, cacheInfo, uploadedImage } from "./endpoints/files.ts";
import { logIn } from "./endpoints/log-in.ts";
import { newDownloadEndpoint } from "./endpoints/new-download.ts";
import { describeServer } from "./endpoints/open-api.ts";
import { checkProtectedEndpoint, registerFileEndpoint } from "./endpoints/registration.ts";
import { allResources } from "./resources/all-resources.ts";
import { answer, failureAnswer, notFoundPage, takesJson } from "./rest/answers.ts";
import { authenticate } from "./rest/authenticate.ts";
import { refuse } from "./rest/refusal.ts";
import { mountResource, originOf } from "./rest/resource-endpoints.ts";
import { type Server, type ServerEnv } from "./rest/server.ts";

/** Options of {@link createAlyxApp}. */
export interface AlyxAppOptions {
  readonly database: LabDatabase;
  /** Folder of the images of notes; made when the first one comes. */
  readonly mediaDir: string;
  /** Folder of `cache.zip` and `cache_info.json`; without it both are answered as missing. */
  readonly tablesDir?: string | undefined;
  /** Refuse everything that writes. Default: false. */
  readonly readOnly?: boolean | undefined;
  /** The present. Default: the machine's. */
  readonly clock?: (() => Date) | undefined;
  /** Address that clients know the server by, if it is not the one that requests come to. */
  readonly publicUrl?: string | undefined;
  /** Pixels that wider images of notes are reduced to, unless they ask for another width. Default: 800, as in Alyx. */
  readonly imageWidth?: number | undefined;
  /** Told of failures that are no fault of the request. Default: nothing. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

const DEFAULT_IMAGE_WIDTH = 800;

function serverOf(options: AlyxAppOptions): Server {
  return {
    db: options.database.db,
    mediaDir: options.mediaDir,
    tablesDir: options.tablesDir,
    isReadOnly: options.readOnly ?? false,
    clock: options.clock ?? (() => new Date()),
    publicUrl: options.publicUrl?.replace(/\/+$/, ""),
    imageWidth: options.imageWidth ?? DEFAULT_IMAGE_WIDTH,
    onFailure: options.onFailure ?? (() => {}),
  };
}

/** Endpoints that ask for no token: the login, and what the server says of itself. */
function mountOpen(app: Hono<ServerEnv>, server: Server): void {
  const resources = allResources(server);
  const schema = JSON.stringify(describeServer(resources), undefined, 4);
  app.get("/", (context) => context.redirect("/docs"));
  app.get("/docs", (context) => context.redirect("/docs/", 301));
  app.get("/docs/", (context) => answer(context, 200, describeForCoreApi(resources, originOf(server, context))));
  app.get("/api/schema", (context) =>
    context.body(schema, 200, { "Content-Type": "application/vnd.oai.openapi+json" }),
  );
  app.all("/auth-token", (context) => logIn(server, context));
}

function mountSpecial(app: Hono<ServerEnv>, server: Server): void {
  const refused = (context: Context): never => {
    throw refuse(405, `Method "${context.req.method}" not allowed.`);
  };
  app.post("/register-file", (context) => registerFileEndpoint(server, context));
  app.get("/check-protected", (context) => checkProtectedEndpoint(server, context));
  app.post("/new-download", (context) => newDownloadEndpoint(server, context));
  app.get("/cache.zip", (context) => cacheArchive(server, context));
  app.get("/cache/info", (context) => context.redirect("/cache/info/", 301));
  app.get("/cache/info/", (context) => cacheInfo(server, context));
  app.get("/cache/info/:tag/", (context) => cacheInfo(server, context));
  app.get("/uploaded/*", (context) => uploadedImage(server, context));
  for (const path of ["/register-file", "/check-protected", "/new-download", "/cache.zip"]) app.all(path, refused);
}

/** First parts of the addresses that ask for a token. */
const GUARDED = ["register-file", "check-protected", "new-download", "cache.zip", "cache", "uploaded"];

/**
 * Makes a server that clients of Alyx take for one, over a lab's database.
 *
 * Answers are those of Alyx 3.6.1, its words for errors included. Where it differs, on purpose:
 * every endpoint but the login and the schema asks for a token; registering files and writing a note either happen as a whole
 * or not at all; values of the `django` filter are read, never evaluated; images are served as images; failures that are
 * ours are answered without their text.
 *
 * @see Source: Alyx 3.6.1, and the answers recorded of it in the tests.
 */
export function createAlyxApp(options: AlyxAppOptions): Hono<ServerEnv> {
  const server = serverOf(options);
  const app = new Hono<ServerEnv>();
  mountOpen(app, server);
  const guard = authenticate(server);
  for (const path of GUARDED) {
    app.use(`/${path}`, guard);
    app.use(`/${path}/*`, guard);
  }
  mountSpecial(app, server);
  for (const resource of allResources(server)) {
    // Without a slash at its end: that is no address of a list.
    app.use(`/${resource.path}`, takesJson, guard);
    app.use(`/${resource.path}/:key`, takesJson, guard);
    mountResource(app, server, resource);
  }
  app.notFound((context) => notFoundPage(context));
  app.onError((error, context) => failureAnswer(server, error, context));
  return app;
}
