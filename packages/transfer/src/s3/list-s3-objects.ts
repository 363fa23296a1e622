import { AccessRefusedError, HttpAnswerError, InvalidAnswerError, NotFoundError } from "../errors/http-errors.ts";
import { type StoreFetch } from "../http/create-fetch.ts";
import { publicUrl } from "../http/http-url.ts";
import { bucketUrl, type S3BucketAddress } from "./s3-address.ts";
import { parseListing, type S3ListPage, type S3ObjectEntry } from "./s3-listing.ts";

/** Options of {@link listS3Objects}. */
export interface ListS3Options {
  /** What sends requests, from `createFetch`; credentials for a bucket that is not public belong in there. */
  readonly fetch?: StoreFetch | undefined;
  /** Only keys that begin so. */
  readonly prefix?: string | undefined;
  /** True to stop at folders: keys with a slash behind the prefix are left out. */
  readonly direct?: boolean | undefined;
  /** Objects a page; S3 gives at most 1000. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * All objects of a bucket, or those whose keys begin with a prefix, in the order of S3 (by the bytes of the whole key).
 *
 * Markers of folders (keys that end with a slash and hold nothing) are left out.
 *
 * @throws InvalidS3AddressError if the bucket or region is none.
 * @throws {@link AccessRefusedError}, {@link NotFoundError} (there is no such bucket), {@link HttpAnswerError},
 *   InvalidAnswerError by what the server answers; TypeError if it cannot be reached.
 * @see Source: `s3_download_folder` in ONE, `one/remote/aws.py`.
 */
export async function* listS3Objects(
  address: S3BucketAddress,
  options: ListS3Options = {},
): AsyncGenerator<S3ObjectEntry, void, undefined> {
  const base = bucketUrl(address);
  let token: string | undefined;
  do {
    const page = await readPage(base, token, options);
    for (const object of page.objects) if (!(object.key.endsWith("/") && object.sizeBytes === 0)) yield object;
    if (page.nextToken !== undefined && page.nextToken === token) {
      throw new InvalidAnswerError(publicUrl(base), "a listing that goes in circles");
    }
    token = page.nextToken;
  } while (token !== undefined);
}

async function readPage(base: URL, token: string | undefined, options: ListS3Options): Promise<S3ListPage> {
  options.signal?.throwIfAborted();
  const url = new URL(base);
  url.searchParams.set("list-type", "2");
  url.searchParams.set("encoding-type", "url");
  if (options.prefix !== undefined && options.prefix !== "") url.searchParams.set("prefix", options.prefix);
  if (options.direct === true) url.searchParams.set("delimiter", "/");
  if (options.pageSize !== undefined) url.searchParams.set("max-keys", String(options.pageSize));
  if (token !== undefined) url.searchParams.set("continuation-token", token);
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const response = await send(new Request(url, { signal: options.signal ?? null }));
  const shown = publicUrl(url);
  if (response.ok) return parseListing(await response.text(), shown);
  await response.body?.cancel();
  const { status } = response;
  if (status === 401 || status === 403) throw new AccessRefusedError(status, shown, false);
  throw status === 404 ? new NotFoundError(shown) : new HttpAnswerError(status, shown);
}
