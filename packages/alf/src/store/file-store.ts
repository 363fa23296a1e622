import { lstat, realpath, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type ListableByteStore, type ListOptions, type ReadOptions, type WritableByteStore } from "./byte-store.ts";
import { type FileFacts, LinkOutsideError, NotAFileError, type StoreOperation } from "./errors.ts";
import { checkRange } from "./exact-bytes.ts";
import { isMissing, typedFileError } from "./file-errors.ts";
import { keySegments } from "./key-segments.ts";
import { readFileRange } from "./read-file-range.ts";
import { isInside, walkFolder } from "./walk-folder.ts";
import { replaceFile } from "./write-file-atomic.ts";

/** Options of {@link FileStore}. */
export interface FileStoreOptions {
  /**
   * Follow symbolic links that lead out of the folder, as labs set up that spread their data over disks. False by
   * default: a key must not reach what the folder does not hold. The folder itself may be a link either way.
   */
  readonly followLinksOutside?: boolean | undefined;
}

/**
 * A folder as a store. Node only.
 *
 * Links inside it are followed as long as they stay inside; `list` does not enter linked folders, so that no loop can
 * form. A key that names a folder is a `NotAFileError`, a key below a file is one that does not exist. Not
 * listed: what is neither file nor folder, files being written, names with a back slash.
 */
export class FileStore implements WritableByteStore, ListableByteStore {
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  readonly #followLinksOutside: boolean;

  /** @param root - Folder that keys are relative to; it need not exist before the first write. */
  constructor(root: string, options: FileStoreOptions = {}) {
    this.location = resolve(root);
    this.#followLinksOutside = options.followLinksOutside ?? false;
  }

  /**
   * See `ByteStore.read`. Large files are read by four requests at a time.
   *
   * @throws `NotAFileError`, `AccessDeniedError`, `LinkOutsideError`, `TooLargeError`,
   *   `FileSystemError` as their own words say.
   */
  async read(key: string, { range, signal }: ReadOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
    checkRange(key, range);
    return await this.#attempt("read", key, async (path, facts) => {
      return await readFileRange(await this.#followed(path, key), { facts, range, signal });
    });
  }

  /**
   * See `ByteStore.size`.
   *
   * @throws `NotAFileError`, `AccessDeniedError`, `LinkOutsideError`, `FileSystemError`.
   */
  async size(key: string, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<number | undefined> {
    return await this.#attempt("size", key, async (path, facts) => {
      signal?.throwIfAborted();
      const stats = await stat(await this.#followed(path, key));
      if (!stats.isFile()) throw new NotAFileError(facts);
      return stats.size;
    });
  }

  /**
   * See `WritableByteStore.write`. Missing folders are made; an existing link is replaced, not followed.
   *
   * @throws `NotAFileError`, `AccessDeniedError`, `LinkOutsideError`, `FileSystemError`; the
   *   old value then stays.
   */
  async write(
    key: string,
    bytes: Uint8Array,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    const path = join(this.location, ...keySegments(key));
    const facts = this.#facts(key, "write");
    try {
      await this.#requireFolderInside(path, key);
      await replaceFile(path, { chunks: [bytes], signal, facts });
    } catch (error) {
      throw typedFileError(error, facts);
    }
  }

  /**
   * See `WritableByteStore.delete`. Of a link, the link is removed. Folders stay, also when empty.
   *
   * @throws `NotAFileError`, `AccessDeniedError`, `LinkOutsideError`, `FileSystemError`.
   */
  async delete(key: string): Promise<boolean> {
    const removed = await this.#attempt("delete", key, async (path, facts) => {
      await this.#requireFolderInside(path, key);
      // What the system says to this differs: EISDIR on Linux, EPERM on macOS.
      if ((await lstat(path)).isDirectory()) throw new NotAFileError(facts);
      await unlink(path);
      return true;
    });
    return removed ?? false;
  }

  /**
   * See `ListableByteStore.list`.
   *
   * @throws `AccessDeniedError`, `LinkOutsideError`, `FileSystemError`.
   */
  async *list(prefix?: string, { signal, recursive }: ListOptions = {}): AsyncGenerator<string, void, undefined> {
    signal?.throwIfAborted();
    const folder = prefix === undefined ? this.location : join(this.location, ...keySegments(prefix));
    const start = prefix === undefined ? "" : `${prefix}/`;
    try {
      await this.#followed(folder, prefix ?? "");
      const within = this.#followLinksOutside ? undefined : await realpath(this.location);
      for await (const files of walkFolder(folder, { signal, within, recursive })) {
        for (const { path } of files) yield start + path;
      }
    } catch (error) {
      if (!isMissing(error)) throw typedFileError(error, this.#facts(prefix ?? "", "list"));
    }
  }

  #facts(key: string, operation: StoreOperation): FileFacts {
    return { key, location: this.location, operation };
  }

  /** Do something with the file of a key; `undefined` if it turns out that there is none. */
  async #attempt<T>(
    operation: StoreOperation,
    key: string,
    act: (path: string, facts: FileFacts) => Promise<T>,
  ): Promise<T | undefined> {
    const path = join(this.location, ...keySegments(key));
    const facts = this.#facts(key, operation);
    try {
      return await act(path, facts);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw typedFileError(error, facts);
    }
  }

  /** The path with its links resolved, once it is clear that they stay inside. */
  async #followed(path: string, key: string): Promise<string> {
    if (this.#followLinksOutside) return path;
    const [target, root] = await Promise.all([realpath(path), realpath(this.location)]);
    if (!isInside(target, root)) throw new LinkOutsideError(key, this.location);
    return target;
  }

  /** Check the nearest folder above `path` that exists, before anything is made or removed in it. */
  async #requireFolderInside(path: string, key: string): Promise<void> {
    for (let folder = dirname(path); isInside(folder, this.location); folder = dirname(folder)) {
      try {
        await this.#followed(folder, key);
        return;
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }
}
