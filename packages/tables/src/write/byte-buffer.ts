/** Bytes that are appended to, and used again for the next page. */
export class ByteBuffer {
  #bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  /** @param capacity - Bytes to begin with. */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** What was appended so far; valid until the next call. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  /** Room for `size` more bytes, to be written by the caller; they count as appended. */
  extend(size: number): Uint8Array<ArrayBuffer> {
    const end = this.length + size;
    if (end > this.#bytes.length) {
      const longer = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      longer.set(this.bytes);
      this.#bytes = longer;
    }
    const room = this.#bytes.subarray(this.length, end);
    this.length = end;
    return room;
  }

  append(bytes: Uint8Array): void {
    this.extend(bytes.length).set(bytes);
  }

  appendByte(byte: number): void {
    this.extend(1)[0] = byte;
  }

  /** Little-endian. */
  appendUint32(value: number): void {
    const room = this.extend(4);
    room[0] = value;
    room[1] = value >>> 8;
    room[2] = value >>> 16;
    room[3] = value >>> 24;
  }

  /** Unsigned, seven bits a byte. */
  appendVarint(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.appendByte((rest & 127) | 128);
    this.appendByte(rest);
  }
}
