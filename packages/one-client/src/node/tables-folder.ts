import { close, fstat, open, read } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import {
  AccessDeniedError,
  FileSystemError,
  keySegments,
  type ListableByteStore,
  type ReadOptions,
  ShortReadError,
} from "@neurophys/alf/store";

const openFile = promisify(open);
const readFile = promisify(read);
const statFile: (fd: number) => Promise<{ readonly size: number }> = promisify(fstat);

/** The numbers by which the system knows the files that a folder object has opened. */
interface OpenFiles {
  readonly byKey: Map<string, Promise<number | undefined>>;
}

const abandoned = new FinalizationRegistry<OpenFiles>((files) => void closeAll(files));

/**
 * The files at the top of a folder, each as it was when it was first read.
 *
 * Tables are read column by column, perhaps long after they were opened, and another process may put a new file in
 * place of the old one in between. A file is therefore opened once and stays open: what is read later belongs to what
 * was read before. Files are closed by {@link close}, or when nobody holds the object any more. Node.js only.
 */
export class TablesFolder implements ListableByteStore {
  readonly location: string;
  readonly #files: OpenFiles = { byKey: new Map() };

  constructor(folder: string) {
    this.location = resolve(folder);
    abandoned.register(this, this.#files, this);
  }

  /** See `ByteStore.read`; keys are names of files in the folder itself. */
  async read(key: string, { range, signal }: ReadOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
    signal?.throwIfAborted();
    const file = await this.#open(key);
    if (file === undefined) return undefined;
    const offset = range?.offset ?? 0;
    const bytes = new Uint8Array(range?.length ?? (await statFile(file)).size);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await readFile(file, bytes, filled, bytes.length - filled, offset + filled);
      signal?.throwIfAborted();
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled < bytes.length) {
      throw new ShortReadError({
        key,
        location: this.location,
        expectedBytes: bytes.length,
        receivedBytes: filled,
      });
    }
    return bytes;
  }

  /** See `ByteStore.size`. */
  async size(key: string): Promise<number | undefined> {
    const file = await this.#open(key);
    return file === undefined ? undefined : (await statFile(file)).size;
  }

  /** Names of the files in the folder; a folder that does not exist has none. Folders in it are not entered. */
  async *list(): AsyncGenerator<string, void, undefined> {
    let names: readonly string[];
    try {
      const entries = await readdir(this.location, { withFileTypes: true });
      names = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
    } catch (error) {
      if (systemCode(error) === "ENOENT") return;
      throw this.#typed(error, "", "list");
    }
    yield* names.toSorted();
  }

  /** Close the files. Columns that were not read yet can no longer be read. */
  async close(): Promise<void> {
    abandoned.unregister(this);
    await closeAll(this.#files);
  }

  #open(key: string): Promise<number | undefined> {
    let file = this.#files.byKey.get(key);
    if (file === undefined) {
      file = this.#openNow(key);
      this.#files.byKey.set(key, file);
      file.then(
        (opened) => opened === undefined && this.#files.byKey.delete(key),
        () => this.#files.byKey.delete(key),
      );
    }
    return file;
  }

  async #openNow(key: string): Promise<number | undefined> {
    try {
      return await openFile(join(this.location, ...keySegments(key)), "r");
    } catch (error) {
      if (systemCode(error) === "ENOENT") return undefined;
      throw this.#typed(error, key, "read");
    }
  }

  #typed(error: unknown, key: string, operation: "read" | "list"): unknown {
    const facts = { key, location: this.location, operation };
    const code = systemCode(error);
    if (code === undefined) return error;
    if (code === "EACCES" || code === "EPERM") return new AccessDeniedError(facts, { cause: error });
    return new FileSystemError(facts, code, { cause: error });
  }
}

async function closeAll({ byKey }: OpenFiles): Promise<void> {
  const files = [...byKey.values()];
  byKey.clear();
  const closeFile = promisify(close);
  for (const file of files) {
    const opened = await file.catch(() => undefined);
    // a file that cannot be closed has been closed already
    if (opened !== undefined) await closeFile(opened).catch(() => undefined);
  }
}

/** The file system's code of an error, e.g. `"ENOENT"`; `undefined` for errors from elsewhere. */
export function systemCode(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
