import { type Encoding, type PageHeader } from "hyparquet";
import { Encodings, PageTypes } from "hyparquet/src/constants.js";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { serializeTCompactProtocol } from "hyparquet-writer/src/thrift.js";
import { type Compressor } from "./compression.ts";

/** Writes the pages of one column chunk after another, and counts what the footer will say of them. */
export class PageWriter {
  readonly #compressor: Compressor;
  #parts: Uint8Array[] = [];
  #storedBytes = 0;
  #plainBytes = 0;
  #dictionaryBytes = 0;
  #encodings = new Set<Encoding>();

  constructor(compressor: Compressor) {
    this.#compressor = compressor;
  }

  addDictionary(body: Uint8Array, numValues: number): void {
    this.#add(body, "DICTIONARY_PAGE", {
      field_7: { field_1: numValues, field_2: Encodings.indexOf("PLAIN") },
    });
    this.#encodings.add("PLAIN");
    this.#dictionaryBytes = this.#storedBytes;
  }

  /** @param body - Definition levels, then values. */
  addData(body: Uint8Array, numValues: number, encoding: Encoding): void {
    const rle = Encodings.indexOf("RLE");
    const dataHeader = { field_1: numValues, field_2: Encodings.indexOf(encoding), field_3: rle, field_4: rle };
    this.#add(body, "DATA_PAGE", { field_5: dataHeader });
    this.#encodings.add(encoding).add("RLE");
  }

  /** The chunk's bytes and counts; the next page begins another chunk. */
  take(): TakenChunk {
    const taken = {
      parts: this.#parts,
      storedBytes: this.#storedBytes,
      plainBytes: this.#plainBytes,
      dictionaryBytes: this.#dictionaryBytes,
      encodings: [...this.#encodings],
    };
    this.#parts = [];
    this.#storedBytes = 0;
    this.#plainBytes = 0;
    this.#dictionaryBytes = 0;
    this.#encodings = new Set();
    return taken;
  }

  #add(body: Uint8Array, type: PageHeader["type"], specific: Readonly<Record<string, unknown>>): void {
    const stored = this.#compressor.compress(body);
    const writer = new ByteWriter(64);
    const sizes = { field_1: PageTypes.indexOf(type), field_2: body.length, field_3: stored.length };
    serializeTCompactProtocol(writer, { ...sizes, ...specific });
    const header = new Uint8Array(writer.getBuffer());
    this.#parts.push(header, stored);
    this.#storedBytes += header.length + stored.length;
    this.#plainBytes += header.length + body.length;
  }
}

/** A finished column chunk. */
export interface TakenChunk {
  readonly parts: readonly Uint8Array[];
  readonly storedBytes: number;
  readonly plainBytes: number;
  /** Of `storedBytes`, those before the first data page. */
  readonly dictionaryBytes: number;
  readonly encodings: Encoding[];
}
