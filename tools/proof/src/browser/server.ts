import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript" };

/**
 * Serve a page and a folder of data on loopback: `/` is the page, `/page.js` its script, `/data/…` the folder, by Range.
 *
 * @returns The listening server; its address is in `address()`.
 */
export async function servePage(files: { readonly script: string; readonly data: string }): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response, files).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: { script: string; data: string },
): Promise<void> {
  const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
  if (path === "/") {
    response.setHeader("Content-Type", "text/html");
    response.end('<!doctype html><meta charset="utf-8"><title></title><script type="module" src="page.js"></script>');
    return;
  }
  const file = path === "/page.js" ? files.script : join(files.data, normalize(path.replace(/^\/data\//, "/")));
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    response.statusCode = 404;
    response.end();
    return;
  }
  response.setHeader("Content-Type", TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream");
  response.setHeader("Accept-Ranges", "bytes");
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const start = first === undefined ? 0 : Number(first);
  const end = Math.min(found.size - 1, last ? Number(last) : found.size - 1);
  if (first !== undefined) {
    response.statusCode = start > end ? 416 : 206;
    response.setHeader("Content-Range", start > end ? `bytes */${found.size}` : `bytes ${start}-${end}/${found.size}`);
  }
  if (response.statusCode === 416 || request.method === "HEAD" || found.size === 0) {
    if (response.statusCode !== 416) response.setHeader("Content-Length", end - start + 1);
    response.end();
    return;
  }
  response.setHeader("Content-Length", end - start + 1);
  createReadStream(file, { start, end }).pipe(response);
}
