import { createHash, createHmac } from "node:crypto";
import { type Handler, type SeenRequest, startServer, type TestServer } from "../http-server.ts";

/** A bucket on the loopback interface. */
export interface S3Server extends TestServer {
  readonly bucket: string;
}

/** Access key that a private bucket wants. */
export const KEY: { readonly accessKeyId: string; readonly secretAccessKey: string } = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};

/** Start a server that has one bucket, reached by path, and answers as S3 does; a private one checks signatures. */
export async function startS3Server(
  content: ReadonlyMap<string, Uint8Array>,
  { isPrivate = false, bucket = "my-bucket" }: { readonly isPrivate?: boolean; readonly bucket?: string } = {},
): Promise<S3Server> {
  const handler: Handler = (request, response) => {
    const url = new URL(request.path, "http://x");
    const xml = (status: number, body: string): void =>
      void response.writeHead(status, { "Content-Type": "application/xml" }).end(`<?xml version="1.0"?>\n${body}`);
    if (isPrivate && !isSigned(request)) return xml(403, "<Error><Code>AccessDenied</Code></Error>");
    if (url.pathname === `/${bucket}/`) return xml(200, listing(content, url.searchParams));
    const key = decodeURIComponent(url.pathname.slice(bucket.length + 2));
    const bytes = content.get(key);
    if (bytes === undefined) return xml(404, "<Error><Code>NoSuchKey</Code></Error>");
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers["range"] ?? "");
    const start = Number(range?.[1] ?? 0);
    if (range !== null && start >= bytes.length) {
      return void response.writeHead(416, { "Content-Range": `bytes */${bytes.length}` }).end();
    }
    const end = Math.min(bytes.length, range?.[2] ? Number(range[2]) + 1 : bytes.length);
    const part = bytes.subarray(start, end);
    response.writeHead(range === null ? 200 : 206, {
      "Content-Length": part.length,
      ETag: `"${createHash("md5").update(bytes).digest("hex")}"`,
      ...(range === null ? {} : { "Content-Range": `bytes ${start}-${end - 1}/${bytes.length}` }),
    });
    return void response.end(request.method === "HEAD" ? undefined : part);
  };
  return { ...(await startServer(handler)), bucket };
}

/** `ListObjectsV2`, two objects a page unless asked for fewer. */
function listing(content: ReadonlyMap<string, Uint8Array>, query: URLSearchParams): string {
  const prefix = query.get("prefix") ?? "";
  const start = Number(query.get("continuation-token")?.slice(5) ?? 0);
  const encode = (key: string): string => encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
  const keys = [...content.keys()]
    .filter((key) => key.startsWith(prefix))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const folderOf = (key: string): string | undefined => {
    const slash = query.get("delimiter") === null ? -1 : key.indexOf("/", prefix.length);
    return slash < 0 ? undefined : key.slice(0, slash + 1);
  };
  const names = [...new Set(keys.map((key) => folderOf(key) ?? key))];
  const pageSize = Math.min(2, Number(query.get("max-keys") ?? 2));
  const page = names.slice(start, start + pageSize);
  const blocks = page.map((name) =>
    content.has(name) && folderOf(name) === undefined
      ? `<Contents><Key>${encode(name)}</Key><LastModified>2024-05-06T00:00:00.000Z</LastModified>` +
        `<ETag>&quot;0123&quot;</ETag><Size>${content.get(name)?.length}</Size></Contents>`
      : `<CommonPrefixes><Prefix>${encode(name)}</Prefix></CommonPrefixes>`,
  );
  const more = names.length > start + page.length;
  const token = more ? `<NextContinuationToken>a&amp;b/=${start + page.length}</NextContinuationToken>` : "";
  return (
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType>` +
    `<Prefix>${encode(prefix)}</Prefix><IsTruncated>${more}</IsTruncated>${token}${blocks.join("")}</ListBucketResult>`
  );
}

/** Check a request against AWS Signature Version 4, computed here from the words of its documentation. */
function isSigned({ method, path, headers }: SeenRequest): boolean {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      headers["authorization"] ?? "",
    );
  if (match === null) return false;
  const [, id, day = "", region = "", names = "", signature] = match;
  const url = new URL(path, "http://x");
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).toSorted();
  const canonical = [
    method,
    url.pathname.split("/").map(decodeURIComponent).map(encode).join("/"),
    query.join("&"),
    ...names.split(";").map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names,
    headers["x-amz-content-sha256"],
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const hash = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash].join("\n");
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();
  const key = hmac(hmac(hmac(hmac(`AWS4${KEY.secretAccessKey}`, day), region), "s3"), "aws4_request");
  return id === KEY.accessKeyId && hmac(key, text).toString("hex") === signature;
}
