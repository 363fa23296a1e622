import { BlobReader } from "./blob-reader.ts";

/** What the first directory of a TIFF file says. */
export interface TiffFacts {
  /** `undefined` if it does not say it. */
  readonly size: { readonly widthPixels: number; readonly heightPixels: number } | undefined;
  /** True if there is a picture after the first one. */
  readonly hasMorePages: boolean;
}

/** Where things are in a directory: those of files above 4 GB have wider numbers. */
interface Form {
  readonly offsetAt: number;
  readonly wide: boolean;
  readonly entryBytes: number;
  readonly valueAt: number;
}

const CLASSIC: Form = { offsetAt: 4, wide: false, entryBytes: 12, valueAt: 8 };
const BIG: Form = { offsetAt: 8, wide: true, entryBytes: 20, valueAt: 12 };
const MOST_ENTRIES = 4096;
const [WIDTH, HEIGHT] = [256, 257];

/** Reads numbers of one byte order; 0 beyond the end. */
class Numbers {
  readonly #reader: BlobReader;
  readonly #isLittle: boolean;

  constructor(blob: Blob, isLittle: boolean) {
    this.#reader = new BlobReader(blob);
    this.#isLittle = isLittle;
  }

  async at(offset: number, bytes: 2 | 4 | 8): Promise<number> {
    const found = await this.#reader.bytes(offset, bytes);
    if (found.length < bytes) return 0;
    const view = new DataView(found.buffer, found.byteOffset);
    if (bytes === 8) return Number(view.getBigUint64(0, this.#isLittle));
    return bytes === 4 ? view.getUint32(0, this.#isLittle) : view.getUint16(0, this.#isLittle);
  }
}

/** A directory is anywhere in the file: the head of a large one does not tell how large the picture is. */
async function inspectDirectory(numbers: Numbers, form: Form): Promise<TiffFacts> {
  const start = await numbers.at(form.offsetAt, form.wide ? 8 : 4);
  const count = await numbers.at(start, form.wide ? 8 : 2);
  const first = start + (form.wide ? 8 : 2);
  if (start === 0 || count > MOST_ENTRIES) return { size: undefined, hasMorePages: false };
  const sides = new Map<number, number>();
  for (let entry = first; entry < first + count * form.entryBytes; entry += form.entryBytes) {
    const tag = await numbers.at(entry, 2);
    if (tag !== WIDTH && tag !== HEIGHT) continue;
    sides.set(tag, await numbers.at(entry + form.valueAt, (await numbers.at(entry + 2, 2)) === 3 ? 2 : 4));
  }
  const [widthPixels = 0, heightPixels = 0] = [sides.get(WIDTH), sides.get(HEIGHT)];
  const size = widthPixels > 0 && heightPixels > 0 ? { widthPixels, heightPixels } : undefined;
  return { size, hasMorePages: (await numbers.at(first + count * form.entryBytes, form.wide ? 8 : 4)) > 0 };
}

/**
 * Reads the first directory of a TIFF file, wherever it is, and no more.
 *
 * @returns `undefined` if it is none.
 * @see Source: TIFF 6.0, sections 2 and 8, and BigTIFF for files above 4 GB.
 */
export async function inspectTiff(blob: Blob): Promise<TiffFacts | undefined> {
  const head = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  const mark = String.fromCharCode(...head);
  const isLittle = mark === "II*\0" || mark === "II+\0";
  const isBig = mark === "II+\0" || mark === "MM\0+";
  if (!isLittle && !isBig && mark !== "MM\0*") return undefined;
  return await inspectDirectory(new Numbers(blob, isLittle), isBig ? BIG : CLASSIC);
}
