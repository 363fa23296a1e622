import { type OnWarning } from "../data-warning.ts";
import { type AlfValue } from "../ndarray.ts";
import { splitName, splitSuffix } from "../posix-path.ts";
import { type ByteStore } from "../store/byte-store.ts";
import { type Decoder, type Decoders } from "./decoder.ts";
import { defaultDecoders } from "./default-decoders.ts";
import { DatasetFileNotFoundError } from "./errors.ts";

/** Formats that the original reads and whose decoders are handed in. */
const FORMATS_FROM_ELSEWHERE: readonly string[] = ["pqt", "yaml", "yml"];

/** Options of the functions that decode. */
export interface DecodeOptions {
  /** By lower-case extension; {@link defaultDecoders} unless given. */
  readonly decoders?: Decoders | undefined;
  /** Told of formats whose decoder was not handed in. */
  readonly onWarning?: OnWarning | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link decodeDataset}. */
export interface DecodeDatasetOptions extends DecodeOptions {
  /** Path or URL of the file, without secrets; the key by default. */
  readonly location?: string | undefined;
}

/**
 * Decode the bytes of a dataset by its extension, which counts in lower case only (`.CSV` is another one).
 *
 * @param key - Its key or file name.
 * @returns `undefined` for no bytes; a reference to the file if no decoder takes the extension.
 * @throws What the decoder throws; those of this package are typed (`npy/…`, `text/…`).
 * @see Source: `load_file_content` in ONE, `one/alf/io.py`. Broken JSON is an error here and `None` there.
 */
export async function decodeDataset(
  key: string,
  bytes: Uint8Array<ArrayBuffer>,
  { decoders = defaultDecoders, location = key, onWarning, signal }: DecodeDatasetOptions = {},
): Promise<AlfValue> {
  if (bytes.length === 0) return undefined;
  const decode = decoderOf(key, decoders, onWarning);
  return decode === undefined ? { kind: "file", key, location } : await decode(bytes, { key, location, signal });
}

/**
 * Read and decode one dataset.
 *
 * Of a file whose extension no decoder takes (video, raw binary) only the size is asked for.
 *
 * @returns As {@link decodeDataset}.
 * @throws {@link DatasetFileNotFoundError} if there is no such file.
 * @throws What the store throws (`store/…`: a folder, no permission, a file cut short) and what the decoder throws.
 * @see Source: `load_file_content` in ONE, `one/alf/io.py`.
 */
export async function loadDatasetFile(store: ByteStore, key: string, options: DecodeOptions = {}): Promise<AlfValue> {
  const { decoders = defaultDecoders, onWarning, signal } = options;
  const location = locationOf(store, key);
  const decode = decoderOf(key, decoders, onWarning);
  if (decode === undefined) {
    const size = await store.size(key, { signal });
    if (size === undefined) throw new DatasetFileNotFoundError(key, store.location);
    return size === 0 ? undefined : { kind: "file", key, location };
  }
  const bytes = await store.read(key, { signal });
  if (bytes === undefined) throw new DatasetFileNotFoundError(key, store.location);
  return bytes.length === 0 ? undefined : await decode(bytes, { key, location, signal });
}

function decoderOf(key: string, decoders: Decoders, onWarning: OnWarning | undefined): Decoder | undefined {
  const [, name] = splitName(key);
  const extension = splitSuffix(name)[1].slice(1);
  if (Object.hasOwn(decoders, extension)) return decoders[extension];
  if (FORMATS_FROM_ELSEWHERE.includes(extension)) {
    const message = `No decoder for .${extension}: ${name} stays a reference to its file (hand in a decoder)`;
    onWarning?.({ code: "io/no-decoder", category: "UserWarning", message });
  }
  return undefined;
}

/** Path or address of a key, fit for its store: in an address the `#` of a revision must not begin a fragment. */
function locationOf({ location }: ByteStore, key: string): string {
  const start = /[/\\:]$/.test(location) ? location : `${location}/`;
  return start + (/^https?:/.test(location) ? key.split("/").map(encodeURIComponent).join("/") : key);
}
