import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Context } from "hono";
import sharp from "sharp";
import { urlSegments } from "../../data-server/url-segments.ts";
import { MediaFolder } from "../notes/media-folder.ts";
import { answer, notFoundPage } from "../rest/answers.ts";
import { failAs } from "../rest/refusal.ts";
import { type Server, type ServerEnv } from "../rest/server.ts";

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** What is answered when a file of the tables is not there. Only its name is told, not where it was looked for. */
const missingTable = (name: string, cause?: unknown): Error =>
  failAs(`[Errno 2] No such file or directory: '${name}'`, { cause });

/** Serves the cache tables as one archive. */
export async function cacheArchive({ tablesDir }: Server, context: Context): Promise<Response> {
  if (tablesDir === undefined) throw missingTable("cache.zip");
  const path = join(tablesDir, "cache.zip");
  try {
    const { size } = await stat(path);
    const stream = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
    return context.body(stream, 200, {
      "Content-Type": "application/zip",
      "Content-Length": String(size),
      "Content-Disposition": 'inline; filename="cache.zip"',
    });
  } catch (cause) {
    if (isMissing(cause)) throw missingTable("cache.zip", cause);
    throw cause;
  }
}

/** Serves what the cache tables say of themselves: of the whole lab, or of the datasets with a tag. */
export async function cacheInfo({ db, tablesDir }: Server, context: Context): Promise<Response> {
  const tag = context.req.param("tag");
  if (tag !== undefined) {
    const known = await db.selectFrom("tag").select("id").where("name", "=", tag).executeTakeFirst();
    if (known === undefined || !/^[\w.-]+$/.test(tag) || /^\.+$/.test(tag)) {
      return context.html("Tag matching query does not exist.", 404);
    }
  }
  if (tablesDir === undefined) throw missingTable("cache_info.json");
  try {
    return answer(context, 200, JSON.parse(await readFile(join(tablesDir, tag ?? "", "cache_info.json"), "utf8")));
  } catch (cause) {
    if (isMissing(cause)) throw missingTable("cache_info.json", cause);
    throw cause;
  }
}

/**
 * Serves an image of a note.
 *
 * @see Source: `UploadedView` in Alyx, which answers with the path of the file and leaves the bytes to the web server before it.
 */
export async function uploadedImage({ mediaDir }: Server, context: Context<ServerEnv>): Promise<Response> {
  const [, ...parts] = urlSegments(new URL(context.req.url).pathname) ?? [];
  const bytes = parts.length === 0 ? undefined : await new MediaFolder(mediaDir).read(parts.join("/"));
  if (bytes === undefined) return notFoundPage(context);
  const { format } = await sharp(bytes).metadata();
  // Never as a page: whatever the bytes are, a browser must not run them.
  const headers = {
    "Content-Type": `image/${format}`,
    "X-Content-Type-Options": "nosniff",
    "Content-Length": String(bytes.length),
  };
  return context.body(new Uint8Array(bytes), 200, headers);
}
