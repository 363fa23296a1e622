import { type DType, type NdArray, type StructuredArray } from "../ndarray.ts";
import { type ByteStore } from "../store/byte-store.ts";
import { dataLengthBytes } from "./decode.ts";
import { decodeElements } from "./decode-elements.ts";
import { elementCount } from "./element-type.ts";
import { InvalidRowRangeError, TruncatedNpyError } from "./errors.ts";
import { headerExtent, type NpyHeader, parseNpyHeader } from "./header.ts";

/** Options of {@link openNpy} and of reading from what it returns. */
export interface OpenNpyOptions {
  /** Aborts the requests that are under way. */
  readonly signal?: AbortSignal | undefined;
}

/** An npy file in a store, of which rows are read when asked for. */
export interface NpyFile {
  /** `"structured"` if the elements have named fields. */
  readonly dtype: DType | "structured";
  /** Length of each dimension. */
  readonly shape: readonly number[];
  /** True if the file holds the first dimension varying fastest; what is read is row-major all the same. */
  readonly fortranOrder: boolean;
  /**
   * Read the rows `[start, end)`, i.e. a slice of the first dimension.
   *
   * One range request if the file is row-major. In Fortran order a row is scattered over the file: one request a column
   * if there are few columns and few rows are asked for, else one request for all that lies between.
   *
   * @throws {@link InvalidRowRangeError} if the array has no such rows; a single value has none.
   */
  readRows(start: number, end: number, options?: OpenNpyOptions): Promise<NdArray | StructuredArray>;
  /** Read the whole array. */
  read(options?: OpenNpyOptions): Promise<NdArray | StructuredArray>;
}

/** All headers but those of tables with very many fields fit. */
const FIRST_READ_BYTES = 4096;

/** More columns than this are read in one piece: requests cost more than the bytes between them. */
const MAX_COLUMN_REQUESTS = 64;

const PARALLEL_REQUESTS = 8;

/**
 * Open an npy file to read rows of it by byte range.
 *
 * Asks the store for the size and for the header: one read, or two if the header is longer than 4 kB.
 *
 * @param key - Key of the file, e.g. `"alf/spikes.times.npy"`.
 * @returns `undefined` if the store has no such key.
 * @throws What `decodeNpy` throws of headers, {@link TruncatedNpyError} if the file is shorter than its header claims,
 *   and what the store throws.
 * @see Source: `numpy.load` with `mmap_mode`.
 */
export async function openNpy(
  store: ByteStore,
  key: string,
  options: OpenNpyOptions = {},
): Promise<NpyFile | undefined> {
  const sizeBytes = await store.size(key, options);
  if (sizeBytes === undefined) return undefined;
  const header = await readHeader(store, { key, sizeBytes, signal: options.signal });
  if (header === undefined) return undefined;
  const needed = dataLengthBytes(header);
  if (needed > sizeBytes - header.dataOffset) {
    const what = `an array of shape (${header.shape.join(", ")})`;
    throw new TruncatedNpyError(what, needed, sizeBytes - header.dataOffset, { source: key });
  }
  return new StoredNpyFile(store, key, header);
}

async function readHeader(
  store: ByteStore,
  { key, sizeBytes, signal }: { key: string; sizeBytes: number; signal: AbortSignal | undefined },
): Promise<NpyHeader | undefined> {
  const length = Math.min(sizeBytes, FIRST_READ_BYTES);
  const start = await store.read(key, { range: { offset: 0, length }, signal });
  if (start === undefined) return undefined;
  const { end } = headerExtent(start, { source: key });
  if (end <= start.length) return parseNpyHeader(start, { source: key });
  if (end > sizeBytes) throw new TruncatedNpyError("the header", end, sizeBytes, { source: key });
  const rest = await store.read(key, { range: { offset: start.length, length: end - start.length }, signal });
  if (rest === undefined) return undefined;
  const whole = new Uint8Array(end);
  whole.set(start);
  whole.set(rest, start.length);
  return parseNpyHeader(whole, { source: key });
}

class StoredNpyFile implements NpyFile {
  readonly dtype: DType | "structured";
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  readonly #store: ByteStore;
  readonly #key: string;
  readonly #header: NpyHeader;

  constructor(store: ByteStore, key: string, header: NpyHeader) {
    this.#store = store;
    this.#key = key;
    this.#header = header;
    this.dtype = header.type.kind === "scalar" ? header.type.dtype : "structured";
    this.shape = header.shape;
    this.fortranOrder = header.fortranOrder;
  }

  async read(options: OpenNpyOptions = {}): Promise<NdArray | StructuredArray> {
    const bytes = await this.#range(0, dataLengthBytes(this.#header), options);
    return decodeElements(bytes, this.#header, { source: this.#key });
  }

  async readRows(start: number, end: number, options: OpenNpyOptions = {}): Promise<NdArray | StructuredArray> {
    const [rowCount, ...rowShape] = this.shape;
    const valid = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end;
    if (rowCount === undefined || !valid || end > rowCount) {
      throw new InvalidRowRangeError(start, end, rowCount ?? 0, { source: this.#key });
    }
    const shape = [end - start, ...rowShape];
    const layout = { ...this.#header, shape };
    const rowBytes = dataLengthBytes({ type: this.#header.type, shape: rowShape });
    const bytes =
      this.fortranOrder && elementCount(rowShape) > 1
        ? await this.#readColumns(start, end, options)
        : await this.#range(start * rowBytes, (end - start) * rowBytes, options);
    return decodeElements(bytes, layout, { source: this.#key });
  }

  /** The same rows of every column, column after column. */
  async #readColumns(start: number, end: number, options: OpenNpyOptions): Promise<Uint8Array<ArrayBuffer>> {
    const [rowCount = 0, ...rowShape] = this.shape;
    const itemBytes = this.#header.type.itemSizeBytes;
    const columnCount = elementCount(rowShape);
    const columnBytes = rowCount * itemBytes;
    const wantedBytes = (end - start) * itemBytes;
    const columns = new Uint8Array(columnCount * wantedBytes);
    if (columns.length === 0) return columns;
    const offsetOf = (column: number): number => column * columnBytes + start * itemBytes;
    if (columnCount > MAX_COLUMN_REQUESTS || (end - start) * 2 > rowCount) {
      const span = await this.#range(offsetOf(0), offsetOf(columnCount - 1) + wantedBytes - offsetOf(0), options);
      for (let column = 0; column < columnCount; column++) {
        const from = offsetOf(column) - offsetOf(0);
        columns.set(span.subarray(from, from + wantedBytes), column * wantedBytes);
      }
      return columns;
    }
    let next = 0;
    const readSome = async (): Promise<void> => {
      for (let column = next++; column < columnCount; column = next++) {
        columns.set(await this.#range(offsetOf(column), wantedBytes, options), column * wantedBytes);
      }
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL_REQUESTS, columnCount) }, readSome));
    return columns;
  }

  async #range(offset: number, length: number, { signal }: OpenNpyOptions): Promise<Uint8Array<ArrayBuffer>> {
    if (length === 0) return new Uint8Array(0);
    const range = { offset: this.#header.dataOffset + offset, length };
    const bytes = await this.#store.read(this.#key, { range, signal });
    // The file was there when it was opened, so its end came before the data.
    if (bytes === undefined)
      throw new TruncatedNpyError("rows of a file that is gone", length, 0, { source: this.#key });
    return bytes;
  }
}
