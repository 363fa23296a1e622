import { type CompressionCodec, type FileMetaData, type SchemaElement } from "hyparquet";
import { CorruptParquetError, UnsupportedParquetError } from "../errors.ts";

/** Schemas of real tables nest a handful deep; beyond this, reading them is not worth the stack. */
const MAX_SCHEMA_DEPTH = 32;

/** A node of the schema tree, in the form hyparquet's assembler takes. */
export interface SchemaNode {
  readonly element: SchemaElement;
  readonly path: string[];
  readonly children: SchemaNode[];
  /** Elements of the subtree, itself included. */
  readonly count: number;
}

/** One column chunk: where it lies and what its pages must add up to. */
export interface ChunkLayout {
  readonly offset: number;
  readonly length: number;
  readonly codec: CompressionCodec;
  readonly numValues: number;
  readonly uncompressedBytes: number;
}

/** A leaf of the schema with its chunks, one a row group. */
export interface LeafLayout {
  /** From the root to the leaf. */
  readonly schemaPath: readonly SchemaNode[];
  readonly maxDefinition: number;
  readonly maxRepetition: number;
  readonly chunks: readonly ChunkLayout[];
}

/** A column of the table: one leaf, or several where it is nested. */
export interface ColumnLayout {
  readonly name: string;
  readonly node: SchemaNode;
  readonly isFlat: boolean;
  readonly leaves: readonly LeafLayout[];
}

/** What the footer says, checked against itself and the file's size. */
export interface FileLayout {
  readonly numRows: number;
  readonly rowGroupRows: readonly number[];
  readonly columns: ReadonlyMap<string, ColumnLayout>;
}

/** What the checks need to know of the file. */
export interface LayoutContext {
  readonly key: string;
  readonly sizeBytes: number;
}

/**
 * Check a footer and lay out its columns.
 *
 * @throws CorruptParquetError if counts contradict each other or ranges lie outside the file.
 * @throws UnsupportedParquetError if columns are encrypted, in other files, or share a name.
 */
export function layOut(metadata: FileMetaData, context: LayoutContext): FileLayout {
  const root = schemaTree(metadata.schema, context);
  const rowGroupRows = metadata.row_groups.map((group) => count(group.num_rows, "rows", context));
  const numRows = count(metadata.num_rows, "rows", context);
  const total = rowGroupRows.reduce((sum, rows) => sum + rows, 0);
  if (total !== numRows) throw corrupt(context, `${numRows} rows are announced, the row groups have ${total}`);
  const columns = new Map<string, ColumnLayout>();
  let leaf = 0;
  for (const node of root.children) {
    const leaves = leavesOf([root, node]).map((path) => leafLayout(path, leaf++, { metadata, context }));
    const name = node.element.name;
    if (columns.has(name)) throw new UnsupportedParquetError({ key: context.key }, `two columns named "${name}"`);
    const isFlat = node.children.length === 0 && node.element.repetition_type !== "REPEATED";
    if (isFlat) checkFlat(leaves[0]!, rowGroupRows, context);
    columns.set(name, { name, node, isFlat, leaves });
  }
  for (const group of metadata.row_groups) {
    if (group.columns.length !== leaf) throw corrupt(context, `${group.columns.length} chunks for ${leaf} columns`);
  }
  return { numRows, rowGroupRows, columns };
}

function checkFlat({ chunks }: LeafLayout, rowGroupRows: readonly number[], context: LayoutContext): void {
  for (const [group, chunk] of chunks.entries()) {
    const rows = rowGroupRows[group]!;
    if (chunk.numValues !== rows)
      throw corrupt(context, `a column chunk of ${chunk.numValues} values, its group has ${rows}`);
  }
}

/** Build the tree from the list of elements, which is in the order of a walk. */
function schemaTree(schema: readonly SchemaElement[], context: LayoutContext): SchemaNode {
  let next = 0;
  const build = (path: string[]): SchemaNode => {
    const element = schema[next];
    if (element === undefined) throw corrupt(context, "the schema ends too early");
    if (path.length > MAX_SCHEMA_DEPTH)
      throw new UnsupportedParquetError({ key: context.key }, "a schema nested this deep");
    const first = next++;
    const numChildren = element.num_children ?? 0;
    if (numChildren < 0 || numChildren > schema.length) throw corrupt(context, `a group of ${numChildren} columns`);
    if (typeof element.name !== "string") throw corrupt(context, "a column without a name");
    if (first > 0 && numChildren === 0 && element.type === undefined) throw corrupt(context, "a column without a type");
    const children: SchemaNode[] = [];
    for (let i = 0; i < numChildren; i++) children.push(build([...path, String(schema[next]?.name)]));
    return { element, path, children, count: next - first };
  };
  const root = build([]);
  if (next !== schema.length) throw corrupt(context, `${schema.length - next} elements of the schema belong nowhere`);
  return root;
}

function leavesOf(path: readonly SchemaNode[]): SchemaNode[][] {
  const node = path.at(-1)!;
  if (node.children.length === 0) return [[...path]];
  return node.children.flatMap((child) => leavesOf([...path, child]));
}

interface LeafContext {
  readonly metadata: FileMetaData;
  readonly context: LayoutContext;
}

function leafLayout(schemaPath: readonly SchemaNode[], index: number, { metadata, context }: LeafContext): LeafLayout {
  const below = schemaPath.slice(1);
  const leaf = schemaPath.at(-1)!;
  return {
    schemaPath,
    maxDefinition: below.filter(({ element }) => element.repetition_type !== "REQUIRED").length,
    maxRepetition: below.filter(({ element }) => element.repetition_type === "REPEATED").length,
    chunks: metadata.row_groups.map(({ columns }) => chunkLayout(columns[index], leaf, context)),
  };
}

type ColumnChunk = FileMetaData["row_groups"][number]["columns"][number];

function chunkLayout(chunk: ColumnChunk | undefined, leaf: SchemaNode, context: LayoutContext): ChunkLayout {
  const column = leaf.path.join(".");
  if (chunk?.crypto_metadata !== undefined)
    throw new UnsupportedParquetError({ key: context.key, column }, "encryption");
  if (chunk?.file_path) throw new UnsupportedParquetError({ key: context.key, column }, "data in another file");
  const meta = chunk?.meta_data;
  if (meta === undefined) throw corrupt(context, `column "${column}" has no chunk in a row group`);
  if (meta.path_in_schema.join(".") !== column)
    throw corrupt(context, `a chunk of "${column}" says it is another column's`);
  if (meta.type !== leaf.element.type)
    throw corrupt(context, `a chunk of "${column}" is of another type than the column`);
  if (meta.codec === undefined) throw new UnsupportedParquetError({ key: context.key, column }, "an unknown codec");
  const dataOffset = count(meta.data_page_offset, "bytes before a chunk", context);
  const dictionaryOffset = count(meta.dictionary_page_offset ?? 0n, "bytes before a chunk", context);
  const offset = dictionaryOffset > 0 && dictionaryOffset < dataOffset ? dictionaryOffset : dataOffset;
  const length = count(meta.total_compressed_size, "bytes of a chunk", context);
  if (offset + length > context.sizeBytes) throw corrupt(context, `a chunk of "${column}" ends beyond the file`);
  const numValues = count(meta.num_values, "values", context);
  const uncompressedBytes = count(meta.total_uncompressed_size, "bytes", context);
  return { offset, length, codec: meta.codec, numValues, uncompressedBytes };
}

/** A count from the footer, whichever integer type it came in. */
function count(value: unknown, what: string, context: LayoutContext): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number) && number >= 0) return number;
  throw corrupt(context, typeof number === "number" ? `${number} ${what}` : `the number of ${what} is missing`);
}

function corrupt({ key }: LayoutContext, reason: string): CorruptParquetError {
  return new CorruptParquetError({ key }, reason);
}
