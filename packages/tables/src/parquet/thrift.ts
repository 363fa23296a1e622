/** Parquet's own structures nest five deep. */
const MAX_DEPTH = 24;

/** What makes a Thrift structure unreadable; wrapped with the place by who asked. */
export class ThriftFault extends Error {}

/**
 * Walk one struct of Thrift's compact protocol without building it.
 *
 * Run before a parser that trusts sizes: afterwards no list or text claims more than the bytes that follow it, nothing
 * nests deeper than Parquet does, and the struct ends inside `bytes`.
 *
 * @param start - Offset of the struct.
 * @returns Offset after the struct.
 * @throws ThriftFault if any of that does not hold.
 */
export function checkThriftStruct(bytes: Uint8Array, start: number): number {
  return new ThriftWalk(bytes, start).struct(0);
}

class ThriftWalk {
  #at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  struct(depth: number): number {
    if (depth > MAX_DEPTH) throw new ThriftFault("structures nest too deep");
    for (;;) {
      const header = this.#byte();
      const type = header & 0x0f;
      if (type === 0) return this.#at;
      if (header >> 4 === 0) this.#varint(5);
      this.#value(type, depth, false);
    }
  }

  #value(type: number, depth: number, inList: boolean): void {
    switch (type) {
      case 1:
      case 2:
        if (inList) this.#skip(1);
        return;
      case 3:
        this.#skip(1);
        return;
      case 4:
      case 5:
        this.#varint(5);
        return;
      case 6:
        this.#varint(10);
        return;
      case 7:
        this.#skip(8);
        return;
      case 8:
        this.#skip(this.#varint(5));
        return;
      case 9:
        this.#list(depth + 1);
        return;
      case 12:
        this.struct(depth + 1);
        return;
      default:
        throw new ThriftFault(`type ${type} is not used by Parquet`);
    }
  }

  #list(depth: number): void {
    if (depth > MAX_DEPTH) throw new ThriftFault("lists nest too deep");
    const header = this.#byte();
    const size = header >> 4 === 15 ? this.#varint(5) : header >> 4;
    if (size > this.#bytes.length - this.#at) throw new ThriftFault(`a list of ${size} elements ends beyond the data`);
    for (let i = 0; i < size; i++) this.#value(header & 0x0f, depth, true);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new ThriftFault("ends too early");
    return byte;
  }

  #varint(maxBytes: number): number {
    let value = 0;
    for (let i = 0; i < maxBytes; i++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new ThriftFault(`a number is longer than ${maxBytes} bytes`);
  }

  #skip(length: number): void {
    if (length > this.#bytes.length - this.#at) throw new ThriftFault(`${length} bytes of text end beyond the data`);
    this.#at += length;
  }
}
