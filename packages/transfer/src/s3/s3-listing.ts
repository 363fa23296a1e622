import { InvalidAnswerError } from "../errors/http-errors.ts";

/** An object in a listing. */
export interface S3ObjectEntry {
  readonly key: string;
  readonly sizeBytes: number;
  /** Without quotes. It is the md5 only of objects uploaded in one piece and not encrypted by KMS. */
  readonly etag: string | undefined;
  /** ISO time. */
  readonly lastModified: string | undefined;
}

/** One page of a listing. */
export interface S3ListPage {
  readonly objects: readonly S3ObjectEntry[];
  /** Folders below the prefix, each with a slash at its end, where the listing was asked to stop at them. */
  readonly folders: readonly string[];
  /** Where the next page begins; `undefined` if this is the last. */
  readonly nextToken: string | undefined;
}

/**
 * Parse the XML of `ListObjectsV2`.
 *
 * The answer is flat and has a fixed form, so that no XML library is needed, which pages and workers do not share; keys
 * are asked for percent-encoded, since XML 1.0 cannot hold all of them.
 *
 * @param xml - The body of the answer.
 * @param url - For messages, without its query.
 * @throws {@link InvalidAnswerError} if it is no such answer, or says that it goes on and not where.
 */
export function parseListing(xml: string, url: string): S3ListPage {
  const root = /<ListBucketResult\b[^>]*>([\s\S]*)<\/ListBucketResult>\s*$/.exec(xml)?.[1];
  if (root === undefined) throw new InvalidAnswerError(url, "no listing of a bucket");
  const encoded = fieldOf(root.replace(/<(Contents|CommonPrefixes)>[\s\S]*?<\/\1>/g, ""), "EncodingType") === "url";
  const nameOf = (text: string | undefined): string => {
    if (text === undefined) throw new InvalidAnswerError(url, "an object without a key in a listing");
    return encoded ? decodeURIComponent(text.replaceAll("+", " ")) : text;
  };
  const blocks = [...root.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, block]) => block ?? "");
  const folders = [...root.matchAll(/<CommonPrefixes>([\s\S]*?)<\/CommonPrefixes>/g)].map(([, block]) => block ?? "");
  const outside = root.replace(/<(Contents|CommonPrefixes)>[\s\S]*?<\/\1>/g, "");
  const nextToken = fieldOf(outside, "NextContinuationToken");
  if (fieldOf(outside, "IsTruncated") === "true" && (nextToken === undefined || nextToken === "")) {
    throw new InvalidAnswerError(url, "a listing that goes on and does not say where");
  }
  return {
    objects: blocks.map((block) => objectOf(block, nameOf, url)),
    folders: folders.map((block) => nameOf(fieldOf(block, "Prefix"))),
    nextToken: nextToken === "" ? undefined : nextToken,
  };
}

function objectOf(block: string, nameOf: (text: string | undefined) => string, url: string): S3ObjectEntry {
  const size = fieldOf(block, "Size") ?? "";
  if (!/^\d+$/.test(size)) throw new InvalidAnswerError(url, "an object without a size in a listing");
  return {
    key: nameOf(fieldOf(block, "Key")),
    sizeBytes: Number(size),
    etag: fieldOf(block, "ETag")?.replace(/^(?:W\/)?"|"$/g, ""),
    lastModified: fieldOf(block, "LastModified"),
  };
}

function fieldOf(block: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(block)?.[1];
  return text === undefined ? (block.includes(`<${name}/>`) ? "" : undefined) : unescaped(text);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[name] ?? whole;
  });
}

/**
 * The code and words of an S3 error answer.
 *
 * @returns `undefined` for text that is none.
 */
export function parseS3Failure(xml: string): { readonly code: string; readonly message: string } | undefined {
  const block = /<Error>([\s\S]*)<\/Error>/.exec(xml)?.[1];
  const code = block === undefined ? undefined : fieldOf(block, "Code");
  return code === undefined || block === undefined ? undefined : { code, message: fieldOf(block, "Message") ?? "" };
}
