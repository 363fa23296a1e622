/** Distinct byte strings, numbered from 0 in the order they were first seen. */
export class ByteDictionary {
  #count = 0;
  /** Open addressing: code + 1, or 0 where free. A power of two long, at most half full. */
  #slots = new Int32Array(1024);
  #offsets = new Int32Array(512);
  #pool: Uint8Array<ArrayBuffer> = new Uint8Array(8192);

  /** Distinct strings so far. */
  get count(): number {
    return this.#count;
  }

  /** All bytes of the strings, one after the other, `offsets` apart. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#pool.subarray(0, this.#offsets[this.#count]);
  }

  /** `(count + 1,)` boundaries within `bytes`. */
  get offsets(): Int32Array<ArrayBuffer> {
    return this.#offsets.subarray(0, this.#count + 1);
  }

  /** The code of `bytes[start, end)`, new if it was not seen before. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot]! - 1;
      if (code < 0) return this.#append(bytes.subarray(start, end), slot);
      if (this.equals(code, bytes, { start, end })) return code;
    }
  }

  /** Whether string `code` is `bytes[start, end)`. */
  equals(code: number, bytes: Uint8Array, { start, end }: { readonly start: number; readonly end: number }): boolean {
    const from = this.#offsets[code]!;
    if (this.#offsets[code + 1]! - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== this.#pool[j]) return false;
    return true;
  }

  #append(value: Uint8Array, slot: number): number {
    const code = this.#count;
    const start = this.#offsets[code]!;
    const end = start + value.length;
    if (end > this.#pool.length) this.#pool = grown(this.#pool, Math.max(end, this.#pool.length * 2));
    if (code + 2 > this.#offsets.length) {
      const offsets = new Int32Array(this.#offsets.length * 2);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    this.#pool.set(value, start);
    this.#offsets[code + 1] = end;
    this.#count++;
    this.#slots[slot] = code + 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let code = 0; code < this.#count; code++) {
      let slot = hashBytes(this.#pool, this.#offsets[code]!, this.#offsets[code + 1]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.#slots = slots;
  }
}

/** A longer copy of `bytes`. */
export function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(length);
  longer.set(bytes);
  return longer;
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = (end - start) ^ 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  // The low bits pick the slot, and multiplication only carries upwards.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 13);
}
