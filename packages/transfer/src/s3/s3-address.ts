import { InvalidUrlError } from "../errors/http-errors.ts";
import { InvalidS3AddressError } from "../errors/source-errors.ts";

/** An object on S3. */
export interface S3Object {
  readonly bucket: string;
  /** Without a slash at its beginning. */
  readonly key: string;
}

/** A bucket, where it lies and how it is reached. */
export interface S3BucketAddress {
  readonly bucket: string;
  /** As AWS writes it: `"us-east-1"`. */
  readonly region: string;
  /** Server of another provider that speaks S3, or of a test; AWS by default. The bucket is put into its path. */
  readonly endpoint?: string | URL | undefined;
}

/** The public bucket of the International Brain Laboratory. */
export const IBL_PUBLIC_BUCKET: S3BucketAddress = { bucket: "ibl-brain-wide-map-public", region: "us-east-1" };

/** The bucket of the Allen Brain Cell Atlas. */
export const ALLEN_BRAIN_CELL_ATLAS_BUCKET: S3BucketAddress = { bucket: "allen-brain-cell-atlas", region: "us-west-2" };

/**
 * Parse `s3://bucket/key` or `bucket/key`.
 *
 * @throws {@link InvalidS3AddressError} if there is no bucket, or its name is none.
 */
export function parseS3Uri(uri: string): S3Object {
  const text = uri.replace(/^s3:\/\//i, "");
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw new InvalidS3AddressError(uri, 'has another scheme than "s3"');
  const slash = text.indexOf("/");
  const bucket = checkedBucket(slash < 0 ? text : text.slice(0, slash), uri);
  return { bucket, key: slash < 0 ? "" : text.slice(slash + 1) };
}

/** Write an object as `s3://bucket/key`. */
export function formatS3Uri({ bucket, key }: S3Object): string {
  return `s3://${bucket}/${key}`;
}

/**
 * The https address of an object on AWS.
 *
 * A bucket whose name has a dot is put into the path: as a host name it would not fit AWS's certificate.
 *
 * @param uri - `"s3://bucket/key"` or `"bucket/key"`.
 * @param region - `"us-east-1"`.
 * @returns `https://bucket.s3.<region>.amazonaws.com/key`, the key percent-encoded part by part.
 * @throws {@link InvalidS3AddressError} if the region or the bucket is none.
 * @see Source: `get_s3_virtual_host` in ONE, `one/remote/aws.py`. There only three words with a last digit of 1 to 3 are
 *   a region, and keys stay as they are, so that the `#` of a revision cuts them short.
 */
export function s3Url(uri: string, region: string): string {
  const { bucket, key } = parseS3Uri(uri);
  return bucketUrl({ bucket, region }).href + encodeKey(key);
}

/**
 * The address of a bucket, with a slash at its end.
 *
 * @throws {@link InvalidS3AddressError} if the region or the bucket is none.
 * @throws InvalidUrlError if the endpoint is no http or https address.
 */
export function bucketUrl({ bucket, region, endpoint }: S3BucketAddress): URL {
  checkedBucket(bucket, bucket);
  if (!/^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(region)) throw new InvalidS3AddressError(region, "is no region of AWS");
  if (endpoint !== undefined) return endpointUrl(endpoint, bucket);
  // China's regions have a domain of their own.
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return bucket.includes(".")
    ? new URL(`https://s3.${region}.${domain}/${bucket}/`)
    : new URL(`https://${bucket}.s3.${region}.${domain}/`);
}

function endpointUrl(endpoint: string | URL, bucket: string): URL {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw new InvalidUrlError("is not an absolute address");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new InvalidUrlError(`begins with ${JSON.stringify(url.protocol)}`);
  }
  return new URL(`${url.origin}${url.pathname.replace(/\/+$/, "")}/${bucket}/`);
}

/** Percent-encode a key, keeping its slashes. */
export function encodeKey(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

/** An object and the region that its address names. */
export interface S3Location extends S3Object {
  /** `undefined` where the address names none. */
  readonly region: string | undefined;
}

/**
 * The object behind an https address of AWS, with the bucket in its host or in its path.
 *
 * @throws {@link InvalidS3AddressError} for other addresses.
 * @see Source: `url2uri` in ONE, `one/remote/aws.py`. There the host is split at every dot, so that bucket names with
 *   dots break, and any server passes.
 */
export function parseS3Url(url: string | URL): S3Location {
  const text = String(url).replaceAll("#", "%23");
  const address = URL.canParse(text) ? new URL(text) : undefined;
  const match = /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?([a-z]{2,}(?:-[a-z]+)+-\d{1,2}))?\.amazonaws\.com(?:\.cn)?$/.exec(
    address?.hostname ?? "",
  );
  if (address === undefined || match === null || !/^https?:$/.test(address.protocol)) {
    throw new InvalidS3AddressError(address === undefined ? "" : address.origin, "is no address on AWS S3");
  }
  const [, host, region] = match;
  const path = decodeURIComponent(address.pathname.slice(1));
  return host === undefined ? { ...parseS3Uri(path), region } : { ...parseS3Uri(`${host}/${path}`), region };
}

function checkedBucket(bucket: string, input: string): string {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes("..")) {
    throw new InvalidS3AddressError(
      input,
      "has no bucket name of 3 to 63 lower-case letters, digits, dots and hyphens",
    );
  }
  return bucket;
}
