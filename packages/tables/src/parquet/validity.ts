/** Which rows of a growing column hold a value: an Arrow bitmap, made at the first null. */
export class Validity {
  nullCount = 0;
  #bitmap: Uint8Array | undefined;
  readonly #capacity: number;

  /** @param capacity - Rows the column will have. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Arrow's bitmap (least significant bit first); `undefined` while there is no null. */
  get bitmap(): Uint8Array | undefined {
    return this.#bitmap;
  }

  /** Note the rows of one page: those whose level is not 1 are null. */
  add(row: number, levels: Uint8Array | undefined): void {
    if (levels === undefined) return;
    for (let i = 0; i < levels.length; i++) if (levels[i] !== 1) this.setNull(row + i);
  }

  setNull(row: number): void {
    this.#bitmap ??= new Uint8Array(Math.ceil(this.#capacity / 64) * 8).fill(255);
    this.#bitmap[row >> 3]! &= ~(1 << (row & 7));
    this.nullCount++;
  }
}
