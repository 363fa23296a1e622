const WINDOW = 1 << 16;

/** Reads single places of a blob, a window at a time: of a large file on a disk little is in memory. */
export class BlobReader {
  readonly #blob: Blob;
  #window: Uint8Array<ArrayBuffer> = new Uint8Array();
  #start = 0;

  constructor(blob: Blob) {
    this.#blob = blob;
  }

  /** Bytes from `offset`; fewer than `length` at the end of the blob. */
  async bytes(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const isInside = offset >= this.#start && offset + length <= this.#start + this.#window.length;
    if (!isInside) {
      this.#start = offset;
      this.#window = new Uint8Array(await this.#blob.slice(offset, offset + Math.max(length, WINDOW)).arrayBuffer());
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length);
  }

  /** One byte; `undefined` beyond the end. */
  async byte(offset: number): Promise<number | undefined> {
    return (await this.bytes(offset, 1))[0];
  }
}
