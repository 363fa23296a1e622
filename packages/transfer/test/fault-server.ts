import { type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { contentOf } from "./contents.ts";
import { type Handler, rangeStart, type SeenRequest, sendFile } from "./http-server.ts";

/** A file as it should come in the end, and in its next version. */
export interface FaultContent {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly newBody: Uint8Array<ArrayBuffer>;
}

/** One that is large enough to be resumed, and one that is brought in one go. */
export const CONTENTS: Readonly<Record<"large" | "small", FaultContent>> = {
  large: { body: contentOf(3 * 1024 * 1024 + 17), newBody: contentOf(3 * 1024 * 1024 + 17, 2) },
  small: { body: contentOf(150_003), newBody: contentOf(150_003, 2) },
};

/** Send the beginning of a body under the length of all of it, and then what `end` does. */
function cutOf(
  body: Uint8Array,
  response: ServerResponse,
  { start, end }: { readonly start: number; readonly end: (response: ServerResponse) => void },
): void {
  const length = body.length - start;
  response.writeHead(start > 0 ? 206 : 200, {
    "Content-Length": length,
    ETag: '"v1"',
    ...(start > 0 ? { "Content-Range": `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
  });
  response.write(body.subarray(start, start + Math.floor(length * 0.6)), () => end(response));
}

const reset = (response: ServerResponse): void => void response.socket?.resetAndDestroy();
const hangUp = (response: ServerResponse): void => void response.socket?.end();

function status(code: number, headers: Record<string, string> = {}, body = ""): Handler {
  return (_request, response) => void response.writeHead(code, headers).end(body);
}

function onceBefore(bytes: Uint8Array, fault: Handler): Handler {
  return (request, response, nth) =>
    nth === 1 ? fault(request, response, nth) : sendFile(request, response, { bytes });
}

function gzipped(times: number, encoding: string, body: Uint8Array): Handler {
  let bytes = Buffer.from(body);
  for (let count = 0; count < times; count++) bytes = gzipSync(bytes);
  return (_request, response) => {
    response
      .writeHead(200, { "Content-Encoding": encoding, "Content-Length": bytes.length, ETag: 'W/"v1"' })
      .end(bytes);
  };
}

/** Name of a fault. */
export type Fault =
  | "none"
  | "500 once"
  | "500 always"
  | "502 with HTML once"
  | "502 with HTML always"
  | "401 once"
  | "401 always"
  | "403 always"
  | "404 always"
  | "410 always"
  | "429 once with Retry-After"
  | "429 once without Retry-After"
  | "429 for an hour"
  | "503 for an hour"
  | "429 always"
  | "reset at 60 % once"
  | "reset at 60 % always"
  | "reset at 60 % always without ranges"
  | "reset before the headers once"
  | "reset before the headers always"
  | "stalled body once"
  | "stalled body always"
  | "short body with the right length once"
  | "short body with the right length always"
  | "wrong content once"
  | "wrong content always"
  | "wrong length always"
  | "new version between parts"
  | "new version between parts, condition ignored"
  | "slow headers once"
  | "slow headers always"
  | "gzip by the server"
  | "gzip twice"
  | "gzip twice, said once"
  | "no gzip, said to be"
  | "500 with no gzip, said to be, once"
  | "page instead of a file"
  | "206 to a question without a range"
  | "204 without a file"
  | "redirect to another scheme"
  | "redirect to a local file"
  | "redirect in circles"
  | "redirect with a user name";

/** The faults by name. Those with "once" answer rightly from the second request on. */
export function faultsOf({ body, newBody }: FaultContent): Readonly<Record<Fault, Handler>> {
  const once = (fault: Handler): Handler => onceBefore(body, fault);
  const cut = (response: ServerResponse, start: number, end: (response: ServerResponse) => void): void =>
    cutOf(body, response, { start, end });
  return {
    none: (request, response) => sendFile(request, response, { bytes: body }),
    "500 once": once(status(500)),
    "500 always": status(500, {}, "Internal Server Error"),
    "502 with HTML once": once(status(502, { "Content-Type": "text/html" }, "<html>Bad Gateway</html>")),
    "502 with HTML always": status(502, { "Content-Type": "text/html" }, "<html>Bad Gateway</html>"),
    "401 once": once(status(401, { "WWW-Authenticate": 'Basic realm="x"' })),
    "401 always": status(401, { "WWW-Authenticate": 'Basic realm="x"' }),
    "403 always": status(403),
    "404 always": status(404),
    "410 always": status(410),
    "429 once with Retry-After": once(status(429, { "Retry-After": "0" })),
    "429 once without Retry-After": once(status(429)),
    "429 for an hour": status(429, { "Retry-After": "3600" }),
    "503 for an hour": status(503, { "Retry-After": "3600" }),
    "429 always": status(429, { "Retry-After": "0" }),
    "reset at 60 % once": once((_request, response) => cut(response, 0, reset)),
    "reset at 60 % always": (request, response) => cut(response, rangeStart(request, '"v1"') ?? 0, reset),
    "reset at 60 % always without ranges": (_request, response) => cut(response, 0, reset),
    "reset before the headers once": once((_request, response) => reset(response)),
    "reset before the headers always": (_request, response) => reset(response),
    "stalled body once": once((_request, response) => cut(response, 0, () => undefined)),
    "stalled body always": (_request, response) => cut(response, 0, () => undefined),
    "short body with the right length once": once((_request, response) => cut(response, 0, hangUp)),
    "short body with the right length always": (_request, response) => cut(response, 0, hangUp),
    "wrong content once": once((request, response) => sendFile(request, response, { bytes: newBody })),
    "wrong content always": (request, response) => sendFile(request, response, { bytes: newBody }),
    "wrong length always": (request, response) => sendFile(request, response, { bytes: body.subarray(1) }),
    "new version between parts": (request, response, nth) =>
      nth === 1 ? cut(response, 0, reset) : sendFile(request, response, { bytes: newBody, etag: '"v2"' }),
    "new version between parts, condition ignored": (request, response, nth) => {
      if (nth === 1) return cut(response, 0, reset);
      const unconditional: SeenRequest = { ...request, headers: { ...request.headers, "if-range": undefined } };
      return sendFile(unconditional, response, { bytes: newBody, etag: '"v2"' });
    },
    "slow headers once": once(() => undefined),
    "slow headers always": () => undefined,
    "gzip by the server": gzipped(1, "gzip", body),
    "gzip twice": gzipped(2, "gzip, gzip", body),
    "gzip twice, said once": gzipped(2, "gzip", body),
    "no gzip, said to be": status(200, { "Content-Encoding": "gzip" }, "no gzip at all"),
    "500 with no gzip, said to be, once": once(status(500, { "Content-Encoding": "gzip" }, "no gzip at all")),
    "page instead of a file": status(200, { "Content-Type": "text/html; charset=utf-8" }, "<html>Please log in</html>"),
    "206 to a question without a range": (_request, response) =>
      void response
        .writeHead(206, { "Content-Range": `bytes 0-9/${body.length}`, "Content-Length": 10 })
        .end("0123456789"),
    "204 without a file": status(204),
    "redirect to another scheme": status(302, { Location: "ftp://127.0.0.1/file" }),
    "redirect to a local file": status(302, { Location: "file:///etc/passwd" }),
    "redirect in circles": status(302, { Location: "?again" }),
    "redirect with a user name": status(302, { Location: "http://user:password@127.0.0.1:1/" }),
  };
}
