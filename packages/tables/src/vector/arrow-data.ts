import { type Data, type DataType, Field, makeData, RecordBatch, Schema, Struct, Table, Vector } from "apache-arrow";

/** The buffers of an Arrow array; which are needed depends on its type. */
export interface ArrowBuffers {
  readonly length: number;
  readonly nullCount?: number | undefined;
  /** Arrow's bitmap, least significant bit first; 1 = there. */
  readonly nullBitmap?: Uint8Array | undefined;
  readonly data?: ArrayBufferView | undefined;
  readonly valueOffsets?: Int32Array | undefined;
  readonly dictionary?: Vector | undefined;
  readonly children?: readonly Data[] | undefined;
}

/**
 * One Arrow array from its buffers, without a copy.
 *
 * Arrow's own maker is typed per type; types are chosen at run time here, so this is the one place that asserts.
 */
export function arrowData(type: DataType, { nullCount, nullBitmap, ...buffers }: ArrowBuffers): Data {
  const nulls = nullBitmap === undefined ? { nullCount: 0 } : { nullCount: nullCount ?? -1, nullBitmap };
  return makeData({ type, offset: 0, ...nulls, ...buffers } as unknown as Parameters<typeof makeData>[0]) as Data;
}

/** A vector of one chunk from its buffers, without a copy. */
export function arrowVector(type: DataType, buffers: ArrowBuffers): Vector {
  return new Vector([arrowData(type, buffers)]);
}

/** A column of a table to be: its name, its values as one chunk, and whether nulls are allowed. */
export interface NamedVector {
  readonly name: string;
  readonly vector: Vector;
  readonly nullable?: boolean | undefined;
}

/**
 * A table of one batch from columns of one chunk each.
 *
 * @param metadata - Becomes the schema's metadata.
 */
export function tableOf(
  columns: readonly NamedVector[],
  numRows: number,
  metadata: ReadonlyMap<string, string> = new Map(),
): Table {
  const fields = columns.map(({ name, vector, nullable }) =>
    Field.new({ name, type: vector.type, nullable: nullable ?? true }),
  );
  const children = columns.map(({ vector }) => vector.data[0]!);
  const schema = new Schema(fields, new Map(metadata));
  const data = arrowData(new Struct(fields), { length: numRows, children });
  return new Table(schema, new RecordBatch(schema, data as Data<Struct>));
}
