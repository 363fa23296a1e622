/** Where the fields of a table lie in its bytes: `rowCount * width` of them, row after row. */
export interface CellGrid {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly rowCount: number;
  /** First byte of each field, without its opening quote. */
  readonly starts: Uint32Array;
  /** One past the last byte of each field. A field that its row lacks begins and ends at 0. */
  readonly ends: Uint32Array;
}

/** A growing list of fields. */
export class CellList {
  starts: Uint32Array;
  ends: Uint32Array;
  length = 0;

  constructor(capacity: number) {
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
  }

  push(start: number, end: number): void {
    if (this.length === this.starts.length) this.#grow();
    this.starts[this.length] = start;
    this.ends[this.length++] = end;
  }

  /** Add empty fields until there are `length`. */
  padTo(length: number): void {
    while (this.length < length) this.push(0, 0);
  }

  #grow(): void {
    const capacity = Math.max(16, Math.ceil(this.starts.length * 1.6));
    const starts = new Uint32Array(capacity);
    const ends = new Uint32Array(capacity);
    starts.set(this.starts);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
  }
}
