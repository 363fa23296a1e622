/** Copying more than this in words of four bytes takes longer than a call. */
const SHORT = 96;

/** Copies short byte strings from one buffer to another: four bytes at a time, without a call or an object for each. */
export class ByteCopier {
  readonly #from: Uint8Array;
  readonly #to: Uint8Array;
  readonly #fromView: DataView;
  readonly #toView: DataView;

  constructor(from: Uint8Array, to: Uint8Array) {
    this.#from = from;
    this.#to = to;
    this.#fromView = new DataView(from.buffer, from.byteOffset, from.byteLength);
    this.#toView = new DataView(to.buffer, to.byteOffset, to.byteLength);
  }

  /** Copy `[start, end)` to `at`. */
  copy(start: number, end: number, at: number): void {
    if (end - start > SHORT) {
      this.#to.set(this.#from.subarray(start, end), at);
      return;
    }
    let from = start;
    let to = at;
    for (; from + 4 <= end; from += 4, to += 4) this.#toView.setInt32(to, this.#fromView.getInt32(from, true), true);
    for (; from < end; from++, to++) this.#to[to] = this.#from[from]!;
  }
}
