import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join, normalize } from "node:path";
import { json } from "node:stream/consumers";

const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript" };

/** A page that is served, and what it says when it is done. */
export interface ServedPage {
  /** The listening server; its address is in `address()`. */
  readonly server: Server;
  /** The JSON that the page posts to `/answer`. A browser says nothing else about when a page is done. */
  readonly answer: Promise<unknown>;
}

interface Served {
  readonly script: string;
  readonly data: string;
  readonly answered: (found: unknown) => void;
}

/**
 * Serve a page and a folder of data on loopback: `/` is the page, `/page.js` its script, `/data/…` the folder, by Range,
 * and `/answer` takes what the page found.
 */
export async function servePage(files: { readonly script: string; readonly data: string }): Promise<ServedPage> {
  let answered: Served["answered"] = () => {};
  const answer = new Promise<unknown>((resolve) => {
    answered = resolve;
  });
  const served: Served = { ...files, answered };
  const server = createServer((request, response) => {
    respond(request, response, served).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, answer };
}

async function respond(request: IncomingMessage, response: ServerResponse, files: Served): Promise<void> {
  const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
  if (path === "/answer") {
    files.answered(await json(request));
    response.statusCode = 204;
    response.end();
    return;
  }
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
