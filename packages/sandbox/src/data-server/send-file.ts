import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { type HttpBindings } from "@hono/node-server";
import { type Context } from "hono";
import { type FileRange, parseRange } from "./byte-range.ts";
import { contentType } from "./content-type.ts";
import { fileBody } from "./file-body.ts";
import { type FileVersion, fileVersion } from "./file-version.ts";
import { checkPreconditions, isSameVersion } from "./preconditions.ts";

/** What a server on Node.js tells an application besides the request; nothing where there is no server. */
export interface DataEnv {
  Bindings: Partial<HttpBindings>;
}

/** Facts of a file that is open to be sent. */
interface OpenFile {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
  readonly version: FileVersion;
}

/**
 * Answer a GET or HEAD with a file: preconditions, then a range, then the whole.
 *
 * @param path - A real path; what is no plain file is answered with 404.
 */
export async function sendFile(context: Context<DataEnv>, path: string): Promise<Response> {
  const file = await openFile(path);
  if (file === undefined) return context.text("There is no such file.", 404);
  let response: Response | undefined;
  try {
    response = answer(context, file, contentType(basename(path)));
    return response;
  } finally {
    // a body closes the file when it is read to its end or given up
    if (response?.body === null || response === undefined) await file.handle.close();
  }
}

/** Not waiting for a writer, should the file be a pipe; Windows knows no such flag. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

async function openFile(path: string): Promise<OpenFile | undefined> {
  const handle = await open(path, READ).catch(() => undefined);
  if (handle === undefined) return undefined;
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) {
    await handle.close();
    return undefined;
  }
  return { handle, sizeBytes: Number(stats.size), version: fileVersion(stats) };
}

function answer(context: Context<DataEnv>, file: OpenFile, type: string): Response {
  const header = (name: string): string | undefined => context.req.header(name);
  const { version, sizeBytes } = file;
  const common = {
    ETag: version.etag,
    "Last-Modified": version.lastModified,
    "Accept-Ranges": "bytes",
    "Cache-Control": "no-cache",
  };
  const status = checkPreconditions(
    {
      ifMatch: header("If-Match"),
      ifNoneMatch: header("If-None-Match"),
      ifModifiedSince: header("If-Modified-Since"),
      ifUnmodifiedSince: header("If-Unmodified-Since"),
    },
    version,
  );
  if (status !== undefined) return context.body(null, status, common);
  const asked = isSameVersion(header("If-Range"), version) ? header("Range") : undefined;
  // RFC 9110 defines ranges for GET alone
  const part = parseRange(context.req.method === "HEAD" ? undefined : asked, sizeBytes);
  if (part.kind === "refused") {
    return context.body(null, 416, { ...common, "Content-Range": `bytes */${sizeBytes}` });
  }
  const range: FileRange = part.kind === "part" ? part.range : { offset: 0, length: sizeBytes };
  const headers = {
    ...common,
    "Content-Type": type,
    "Content-Length": String(range.length),
    "X-Content-Type-Options": "nosniff",
    ...(part.kind === "part" && {
      "Content-Range": `bytes ${range.offset}-${range.offset + range.length - 1}/${sizeBytes}`,
    }),
  };
  const body =
    context.req.method === "HEAD" || range.length === 0
      ? null
      : fileBody(file.handle, range, { cut: connectionCutter(context) });
  return context.newResponse(body, part.kind === "part" ? 206 : 200, headers);
}

function connectionCutter({ env }: Context<DataEnv>): (() => void) | undefined {
  const outgoing = env?.outgoing;
  return outgoing === undefined ? undefined : () => void outgoing.destroy();
}
