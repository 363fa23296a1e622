import { DataType, Dictionary, Field, Int8, Int16, Int32, RecordBatchStreamWriter, Schema, Utf8 } from "apache-arrow";

/** A column as the file's Arrow schema says it. */
export interface ArrowColumn {
  readonly name: string;
  readonly type: DataType;
  /** Levels of the category; `undefined` if the column is none. */
  readonly categories: number | undefined;
  readonly isOrdered: boolean;
}

/**
 * The `ARROW:schema` entry: what pyarrow restores beyond Parquet's own types (categories, durations, time zones).
 *
 * @param metadata - The file's other entries. Some versions of pyarrow look for them here, and nowhere else.
 * @returns Base64 of the schema message of Arrow's stream format.
 */
export function arrowSchemaEntry(columns: readonly ArrowColumn[], metadata: ReadonlyMap<string, string>): string {
  const fields = columns.map((column) => Field.new({ name: column.name, type: writtenType(column), nullable: true }));
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, new Schema(fields, new Map(metadata)));
  writer.finish();
  const stream = writer.toUint8Array(true);
  // Continuation mark, length of the message, message; what follows is the end of the stream.
  const length = new DataView(stream.buffer, stream.byteOffset).getInt32(4, true);
  return toBase64(stream.subarray(0, 8 + length));
}

/** Codes that only save space are said as the text they are: readers would make categories of them. */
function writtenType({ type, categories, isOrdered }: ArrowColumn): DataType {
  if (!DataType.isDictionary(type)) return type;
  if (categories === undefined) return new Utf8();
  return new Dictionary(new Utf8(), codeType(categories), null, isOrdered);
}

/** The narrowest signed integers that count the levels, as pandas chooses them. */
export function codeType(categories: number): Int8 | Int16 | Int32 {
  if (categories <= 128) return new Int8();
  return categories <= 32768 ? new Int16() : new Int32();
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
