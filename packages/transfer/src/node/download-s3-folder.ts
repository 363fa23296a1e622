import ky from "ky";
import { createFetch } from "../http/create-fetch.ts";
import { typedHttpFailure } from "../http/http-failure.ts";
import { listS3Objects } from "../s3/list-s3-objects.ts";
import { bucketUrl, encodeKey, type S3BucketAddress } from "../s3/s3-address.ts";
import { type DownloadAllOptions, type DownloadSummary, downloadAll } from "./download-all.ts";
import { type DownloadItem } from "./download-item.ts";

/**
 * Download a folder of a bucket with all it holds; what is there in the right size is kept.
 *
 * @param address - The bucket. For one that is not public, put `awsAuth` into the credentials.
 * @param prefix - Folder in the bucket: `"a/b"` is `a/b/…` and not `a/b_x/…`.
 * @param folder - Local folder, which nothing leaves. Paths below `prefix` are kept.
 * @returns What became of every object. Keys that are no safe paths stand there as failures.
 * @throws As `listS3Objects`, with the failures of the network typed; the signal's reason if it aborts.
 * @see Source: `s3_download_folder` in ONE, `one/remote/aws.py`, which takes one object after the other.
 */
export async function downloadS3Folder(
  address: S3BucketAddress,
  prefix: string,
  folder: string,
  options: Omit<DownloadAllOptions, "root"> = {},
): Promise<DownloadSummary> {
  const base = bucketUrl(address);
  const start = prefix.replace(/^\/+|\/+$/g, "");
  const inside = start === "" ? "" : `${start}/`;
  const fetch = createFetch(options.ky ?? ky, options);
  const items: DownloadItem[] = [];
  try {
    for await (const { key, sizeBytes } of listS3Objects(address, { fetch, prefix: inside, signal: options.signal })) {
      if (!key.startsWith(inside)) continue;
      items.push({ url: base.href + encodeKey(key), target: key.slice(inside.length), sizeBytes });
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    const timeoutMs = options.timeoutMs ?? 30_000;
    throw typedHttpFailure(error, { url: base, timeoutMs, credentialsSent: (options.credentials ?? []).length > 0 });
  }
  return await downloadAll(items, { ...options, root: folder });
}
