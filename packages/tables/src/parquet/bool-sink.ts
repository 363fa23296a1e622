import { type Page } from "./pages.ts";
import { decodeRuns, PageFault } from "./rle.ts";
import { Validity } from "./validity.ts";

/** Collects a boolean column as an Arrow bitmap. */
export class BoolSink {
  readonly validity: Validity;
  readonly bitmap: Uint8Array<ArrayBuffer>;
  rows = 0;

  /** @param capacity - Rows of the column. */
  constructor(capacity: number) {
    this.bitmap = new Uint8Array(Math.ceil(capacity / 64) * 8);
    this.validity = new Validity(capacity);
  }

  beginChunk(): void {}

  add(page: Page): void {
    if (page.kind === "dictionary") throw new PageFault("a dictionary of booleans");
    const { values, encoding, numPresent, numValues, definition } = page;
    let isTrue: (i: number) => boolean;
    if (encoding === "PLAIN") {
      if (values.length < Math.ceil(numPresent / 8))
        throw new PageFault(`${numPresent} values in ${values.length} bytes`);
      isTrue = (i) => ((values[i >> 3]! >> (i & 7)) & 1) === 1;
    } else if (encoding === "RLE") {
      const bits = new Uint8Array(numPresent);
      decodeRuns(values.subarray(4), 1, bits);
      isTrue = (i) => bits[i] === 1;
    } else throw new PageFault(`encoding ${encoding} of booleans`);
    for (let i = 0, present = 0; i < numValues; i++) {
      if (definition !== undefined && definition[i] !== 1) continue;
      const row = this.rows + i;
      if (isTrue(present++)) this.bitmap[row >> 3]! |= 1 << (row & 7);
    }
    this.validity.add(this.rows, definition);
    this.rows += numValues;
  }
}
