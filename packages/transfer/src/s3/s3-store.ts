import {
  compareKeys,
  HttpStore,
  keySegments,
  type ListableByteStore,
  type ListOptions,
  type ReadOptions,
} from "@neurophys/alf/store";
import { type StoreFetch } from "../http/create-fetch.ts";
import { listS3Objects } from "./list-s3-objects.ts";
import { bucketUrl, encodeKey, type S3BucketAddress } from "./s3-address.ts";

/** Options of {@link S3Store}. */
export interface S3StoreOptions {
  /** What sends requests, from `createFetch`; credentials for a bucket that is not public belong in there. */
  readonly fetch?: StoreFetch | undefined;
  /** Folder of the bucket that keys are relative to. The whole bucket by default. */
  readonly prefix?: string | undefined;
  /** Refuse to mix versions of one key, as `HttpStore` does. */
  readonly pinVersions?: boolean | undefined;
}

/** Read-only store over a bucket of S3: browsers, Node, workers. Public buckets need no key. */
export class S3Store implements ListableByteStore {
  /** Address of the folder, as https. */
  readonly location: string;
  readonly #address: S3BucketAddress;
  readonly #prefix: string;
  readonly #fetch: StoreFetch | undefined;
  readonly #objects: HttpStore;

  /**
   * @throws InvalidS3AddressError if the bucket or region is none.
   * @throws InvalidKeyError (`store/invalid-key`) if the prefix steps out of the bucket.
   */
  constructor(address: S3BucketAddress, { fetch, prefix = "", pinVersions }: S3StoreOptions = {}) {
    this.#address = address;
    this.#fetch = fetch;
    const folder = prefix.replace(/\/+$/, "");
    this.#prefix = folder === "" ? "" : `${keySegments(folder).join("/")}/`;
    this.#objects = new HttpStore(bucketUrl(address).href + encodeKey(this.#prefix), { fetch, pinVersions });
    this.location = this.#objects.location;
  }

  /** See `ByteStore.read`. */
  async read(key: string, options?: ReadOptions): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return await this.#objects.read(key, options);
  }

  /** See `ByteStore.size`. */
  async size(key: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<number | undefined> {
    return await this.#objects.size(key, options);
  }

  /**
   * See `ListableByteStore.list`. S3 orders whole keys by their bytes and not part by part, so that all keys are
   * fetched before the first is given; `listS3Objects` gives them as they come. Keys that no store can spell are left out.
   */
  async *list(prefix?: string, { recursive, signal }: ListOptions = {}): AsyncGenerator<string, void, undefined> {
    const folder = prefix === undefined ? this.#prefix : `${this.#prefix}${keySegments(prefix).join("/")}/`;
    const keys: string[] = [];
    const direct = recursive === false;
    for await (const { key } of listS3Objects(this.#address, { fetch: this.#fetch, prefix: folder, direct, signal })) {
      const relative = key.slice(this.#prefix.length);
      if (key.startsWith(folder) && isKey(relative)) keys.push(relative);
    }
    yield* keys.sort(compareKeys);
  }
}

function isKey(text: string): boolean {
  try {
    return keySegments(text).length > 0;
  } catch {
    return false;
  }
}
